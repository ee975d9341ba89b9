import { sql } from 'kysely'
import type { Db } from './connect.ts'
import type { StatementOrigin } from './insertion-hours.ts'
import { refreshStandings } from './insertion-standings.ts'

/** The keys of the statements that an import brought or saw. */
const KEYS_OF = (importId: bigint) => sql`(
  select h.key from insertion_hours h where h.import_id = ${importId} and not h.is_withdrawn
  union
  select h.key from insertion_hour_sightings s, unnest(s.hour_ids) as seen (id) join insertion_hours h on h.id = seen.id
  where s.import_id = ${importId} and not h.is_withdrawn
)`

/**
 * The statements that hold of an earlier import and that a later one no longer has, of the clauses the later one is about and within
 * the days it covers for each: what a corrected table dropped. What a person, or another table, said since is not among them.
 * `withWithdrawn`: those that another correction of the same import withdrew already, too.
 */
const missingFrom = (earlier: bigint, later: bigint, withWithdrawn = false) => sql`
  with kept as materialized (select key from ${KEYS_OF(later)} as k),
  covered as (
    select h.clause_id, min(h.period_from) as first_day, max(h.period_to) as last_day, max(h.effective_on) as stated_on
    from insertion_hours h where h.key in (select key from kept) group by h.clause_id
  ), latest as (
    select distinct on (h.key) h.*, c.stated_on
    from insertion_hours h join covered c on c.clause_id = h.clause_id
      and h.period_from >= c.first_day and h.period_to <= c.last_day
    where h.key in (select key from ${KEYS_OF(earlier)} as e) and h.key not in (select key from kept)
    order by h.key, h.effective_on desc, h.rank desc, h.id desc
  )
  select l.* from latest l
  where not l.is_withdrawn and (l.import_id = ${earlier} or exists (
    select from insertion_hour_sightings s where s.import_id = ${earlier} and l.id = any(s.hour_ids)
  )) or ${withWithdrawn} and l.replaces_import = ${earlier}
`

async function countMissing(trx: Db, earlier: bigint, later: bigint): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from (${missingFrom(earlier, later)}) as dropped
  `.execute(trx)
  return rows[0]?.count ?? 0
}

/** How many statements of the last import of a file of this name the later one, already merged, no longer has; `null`: none. */
export async function findDropped(
  trx: Db,
  fileName: string,
  later: bigint,
): Promise<{ importId: bigint; count: number } | null> {
  const earlier = await trx
    .selectFrom('imports')
    .select('id')
    .where('kind', '=', 'hours')
    .where('file_name', '=', fileName)
    .where('id', '<', later)
    .where('undone_at', 'is', null)
    .where('finished_at', 'is not', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!earlier) return null
  const count = await countMissing(trx, earlier.id, later)
  return count === 0 ? null : { importId: earlier.id, count }
}

/**
 * Withdraws what a corrected table, already merged, no longer has of the import it replaces, and answers how many statements. Each
 * withdrawal is one more statement of the same key, as late as the table is dated: what was there stays. Each correction has its
 * own, so that undoing one leaves what the others withdrew.
 */
export async function withdrawDropped(
  trx: Db,
  replaced: bigint,
  { importId, rank, at }: StatementOrigin & { importId: bigint },
): Promise<number> {
  const count = await countMissing(trx, replaced, importId)
  const reason = `absente du relevé corrigé qui remplace l’import n° ${replaced}`
  const { rows } = await sql<{ id: number }>`
    insert into insertion_hours (clause_id, key, content_hash, person, period_from, period_to, hundredths, people, employment_contracts,
      publics, hiring_form, employer_siren, supplier_id, employment_form, employment_reference, is_qpv, sex, age_band, qualification,
      afterwards, is_validated, is_withdrawn, effective_on, is_dated, rank, standing, import_id, line, author, reason, recorded_at,
      replaces_import)
    select clause_id, key, md5(content_hash::text || ' withdrawn ' || ${importId}::text)::uuid, person, period_from, period_to,
      hundredths, people, employment_contracts, publics, hiring_form, employer_siren, supplier_id, employment_form,
      employment_reference, is_qpv, sex, age_band, qualification, afterwards, is_validated, true, greatest(stated_on, effective_on),
      false, ${rank}, 'superseded', ${importId}, 0, null, ${reason}, ${at}::timestamptz, ${replaced}
    from (${missingFrom(replaced, importId, true)}) as dropped
    returning clause_id as id
  `.execute(trx)
  await refreshStandings(trx, [...new Set(rows.map(({ id }) => id))])
  return count
}

/** The imports, still there, that take the place of this one for some lines. */
export async function listReplacing(db: Db, importId: bigint): Promise<bigint[]> {
  const { rows } = await sql<{ id: bigint }>`
    select distinct import_id as id from insertion_hours where replaces_import = ${importId} order by 1
  `.execute(db)
  return rows.map(({ id }) => id)
}
