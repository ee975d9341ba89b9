import { type RawBuilder, sql } from 'kysely'
import type { Db } from './connect.ts'
import type { NewList } from './fact-staging.ts'

/** Facts in one row of `fact_sightings`. */
const CHUNK = 10_000

/** Whether the list no longer holds the open fact `f`: a complete one is silent about it, and no newer one saw it. */
export const isDroppedBy = (list: NewList): RawBuilder<boolean> => sql`
  ${list.isComplete} and f.source = ${list.source} and f.format = ${list.format} and f.closed_on is null
    and f.seen_on <= ${list.listedOn} and not exists (select from staged_facts s where s.key = f.key)
`

/** Notes the open facts that a list is about to see again, rename or close, as they are; from `compared_facts`. */
export async function noteFactChanges(trx: Db, list: NewList): Promise<void> {
  await sql`
    insert into fact_sightings (import_id, seen_on, fact_ids)
    select ${list.importId}::bigint, f.seen_on, array_agg(f.id)
    from compared_facts s join facts f on f.id = s.open_id
    where s.outcome = 'unchanged' and f.seen_on < ${list.listedOn}
    group by f.seen_on, f.id / ${CHUNK}::integer
  `.execute(trx)
  await sql`
    insert into fact_changes (import_id, fact_id, valid_from, valid_to, name, is_name_masked)
    select ${list.importId}::bigint, f.id, f.valid_from, f.valid_to, f.name, f.is_name_masked
    from compared_facts s join facts f on f.id = s.open_id
    where s.outcome = 'updated'
      or (s.outcome = 'unchanged' and f.seen_on <= ${list.listedOn}
        and (coalesce(s.name, f.name), s.is_name_masked) is distinct from (f.name, f.is_name_masked))
    union all
    select ${list.importId}::bigint, f.id, f.valid_from, f.valid_to, f.name, f.is_name_masked
    from facts f
    where ${isDroppedBy(list)}
  `.execute(trx)
}

/** The import of a newer list of the same source and format than that of this import, the latest first; `undefined`: none. */
export function findNewerList(db: Db, importId: bigint) {
  return db
    .selectFrom('reference_lists as list')
    .innerJoin('reference_lists as newer', (join) =>
      join
        .onRef('newer.source', '=', 'list.source')
        .onRef('newer.format', '=', 'list.format')
        .onRef('newer.import_id', '>', 'list.import_id'),
    )
    .select(['newer.import_id', 'newer.source', 'newer.listed_on'])
    .where('list.import_id', '=', importId)
    .orderBy('newer.import_id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/**
 * `changed_units`: the legal units whose facts this list brought, closed, renamed or saw again. Call once it is merged, or before it is
 * taken back: what is known of the others stays.
 */
export async function listUnitsOfList(trx: Db, importId: bigint): Promise<void> {
  await sql`
    create temporary table changed_units on commit drop as
    select siren from facts where import_id = ${importId}
    union
    select f.siren from fact_changes c join facts f on f.id = c.fact_id where c.import_id = ${importId}
    union
    select f.siren from fact_sightings s cross join unnest(s.fact_ids) as seen (id) join facts f on f.id = seen.id
    where s.import_id = ${importId}
  `.execute(trx)
  await sql`analyze changed_units`.execute(trx)
}

/** What became of the facts of a list taken back. `restored`: closed or renamed by it, they are as before. */
export type UndoneFacts = { removed: number; restored: number }

/** Takes back all that the latest list of its source and format changed. Verdicts are to be decided again. */
export async function undoFacts(trx: Db, importId: bigint): Promise<UndoneFacts> {
  const removed = await sql`delete from facts where import_id = ${importId}`.execute(trx)
  const restored = await sql`
    update facts f set valid_from = c.valid_from, valid_to = c.valid_to, name = c.name, is_name_masked = c.is_name_masked, closed_on = null
    from fact_changes c where c.import_id = ${importId} and c.fact_id = f.id
  `.execute(trx)
  await sql`
    update facts f set seen_on = s.seen_on from fact_sightings s, unnest(s.fact_ids) as seen (id)
    where s.import_id = ${importId} and seen.id = f.id
  `.execute(trx)
  for (const table of ['fact_changes', 'fact_sightings', 'reference_lists'] as const)
    await trx.deleteFrom(table).where('import_id', '=', importId).execute()
  return {
    removed: Number(removed.numAffectedRows ?? 0n),
    restored: Number(restored.numAffectedRows ?? 0n),
  }
}
