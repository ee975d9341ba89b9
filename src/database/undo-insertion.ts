import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { refreshStandings } from './insertion-standings.ts'
import { deleteOrganisationsLeft } from './undo-organisations.ts'

/** The clauses in force that are tied to a record which no import but this one brings: without it they would be of no contract. */
export async function listClausesResting(db: Db, importId: bigint): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select c.id from insertion_clauses c
      join lateral (
        select terms from insertion_clause_versions v where v.clause_id = c.id order by v.version desc limit 1
      ) as v on v.terms->'cancelled' = 'null'::jsonb
    where exists (select from contracts k where k.group_id = c.contract_group_id and k.import_id = ${importId})
      and not exists (
        select from contracts k where k.group_id = c.contract_group_id and (
          k.import_id <> ${importId}
          or exists (select from import_sightings s where s.import_id > ${importId} and k.id = any(s.contract_ids))
        )
      )
    order by c.id
  `.execute(db)
  return rows.map(({ id }) => id)
}

/** What became of the hours of an import taken back. `handedOver`: kept, since another import brought them too. */
export type UndoneHours = { removed: number; handedOver: number }

/** The clauses whose hours, brought by this import alone, a person corrected since: the correction would be of nothing. */
export async function listClausesCorrected(db: Db, importId: bigint): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select distinct m.clause_id as id from insertion_hours m
    where m.import_id is null and m.standing in ('counted', 'set-aside')
      and exists (select from insertion_hours h where h.key = m.key and h.import_id = ${importId})
      and not exists (
        select from insertion_hours h where h.key = m.key and (
          h.import_id <> ${importId}
          or exists (select from insertion_hour_sightings s where s.import_id > ${importId} and h.id = any(s.hour_ids))
        )
      )
    order by 1
  `.execute(db)
  return rows.map(({ id }) => id)
}

/** Hands the statements brought by this import over to the first later one that saw them too. */
async function handHoursOver(trx: Db, importId: bigint): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update insertion_hours h set import_id = heirs.import_id, line = heirs.line, rank = heirs.rank, recorded_at = heirs.seen_at,
      effective_on = case when h.is_dated then h.effective_on else heirs.seen_on end
    from (
      select distinct on (seen.id) seen.id, s.import_id, seen.line, s.rank, s.seen_on, s.seen_at
      from insertion_hour_sightings s, unnest(s.hour_ids, s.lines) as seen (id, line)
      where s.import_id > ${importId}
      order by seen.id, s.import_id
    ) as heirs
    where h.id = heirs.id and h.import_id = ${importId}
  `.execute(trx)
  return Number(numAffectedRows)
}

/** Takes back all that an import of hours brought: what is left is what the other imports alone would have made. */
export async function undoHours(trx: Db, importId: bigint): Promise<UndoneHours> {
  const touched = await sql<{ id: number }>`
    select distinct clause_id as id from insertion_hours where import_id = ${importId}
  `.execute(trx)
  await sql`
    create temporary table suppliers_left on commit drop as
    select distinct supplier_id as id from insertion_hours where import_id = ${importId} and supplier_id is not null
  `.execute(trx)
  await sql`create temporary table buyers_left (id text) on commit drop`.execute(trx)
  const handedOver = await handHoursOver(trx, importId)
  const { numAffectedRows = 0n } =
    await sql`delete from insertion_hours where import_id = ${importId}`.execute(trx)
  await sql`delete from insertion_hour_sightings where import_id = ${importId}`.execute(trx)
  await deleteOrganisationsLeft(trx)
  await refreshStandings(
    trx,
    touched.rows.map(({ id }) => id),
  )
  return { removed: Number(numAffectedRows), handedOver }
}
