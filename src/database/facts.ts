import { sql } from 'kysely'
import type { FactSource, ListCoverage, SourceId } from '../domain/supplier/facts.ts'
import type { Db } from './connect.ts'
import { isDroppedBy, noteFactChanges } from './fact-history.ts'
import { compareStagedFacts, type NewList } from './fact-staging.ts'

/** Units named in a message that refuses a list. */
const EXAMPLES = 5

/** The latest list of a source and format, or `undefined`. */
export function findLatestList(db: Db, source: SourceId, format: string) {
  return db
    .selectFrom('reference_lists')
    .selectAll()
    .where('source', '=', source)
    .where('format', '=', format)
    .orderBy('listed_on', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/**
 * How many structures a source and format still holds on a day, how many of them the staged list no longer names, whatever it
 * says of them, and some of those.
 */
export async function countLostFacts(
  trx: Db,
  source: SourceId,
  format: string,
  day: string,
): Promise<{ open: number; lost: number; examples: string[] }> {
  await sql`create index on staged_facts (siren)`.execute(trx)
  const { rows } = await sql<{ open: number; lost: number; examples: string[] }>`
    with held as (
      select distinct coalesce(siret, siren) as identifier,
        not exists (select from staged_facts s where s.siren = f.siren and (s.siret is not distinct from f.siret or s.statement ? 'unusableRowOf')) as is_lost
      from facts f
      where source = ${source} and format = ${format} and closed_on is null and seen_on <= ${day}
        and (valid_to is null or valid_to >= ${day}) and not statement ? 'unusableRowOf'
    )
    select count(*)::integer as open, (count(*) filter (where is_lost))::integer as lost,
      array(select identifier from held where is_lost order by identifier limit ${EXAMPLES}::integer) as examples
    from held
  `.execute(trx)
  return rows[0] as { open: number; lost: number; examples: string[] }
}

/** Says that an import brought a list: the facts that it holds rest on it. */
export async function insertList(trx: Db, list: NewList): Promise<void> {
  await trx
    .insertInto('reference_lists')
    .values({
      import_id: list.importId,
      source: list.source,
      format: list.format,
      listed_on: list.listedOn,
      is_complete: list.isComplete,
      covers: list.covers,
    })
    .execute()
}

/** What became of the rows of a list. `closed`: facts that it no longer holds; `outdated`: rows that a newer list contradicts. */
export type MergedList = {
  stored: number
  updated: number
  unchanged: number
  outdated: number
  repeated: { line: number; value: string }[]
  closed: number
  /** Whether it is silent about anything the one before named, unusable rows included. */
  hasDropped: boolean
}

/**
 * Merges a list: unchanged facts are seen again on the day of the list; changed ones are closed the day before and the new
 * statement holds from that day (a change within the same day is a correction: the earlier statement never held); those a
 * complete list no longer holds are closed. What a newer list said stays. Nothing is deleted, and what changes is noted, to be
 * undone. Call `countLostFacts` first: a list that loses too much is refused by the caller.
 */
export async function mergeStagedFacts(trx: Db, list: NewList): Promise<MergedList> {
  await compareStagedFacts(trx, list)
  await noteFactChanges(trx, list)
  await sql`
    update facts f set seen_on = ${list.listedOn}, name = coalesce(s.name, f.name), is_name_masked = s.is_name_masked
    from compared_facts s where s.open_id = f.id and s.outcome = 'unchanged' and f.seen_on <= ${list.listedOn}
      and (f.seen_on, f.name, f.is_name_masked) is distinct from (${list.listedOn}::date, coalesce(s.name, f.name), s.is_name_masked)
  `.execute(trx)
  const closing = sql`closed_on = ${list.listedOn}, valid_to = least(f.valid_to, ${list.listedOn}::date - 1),
    valid_from = case when f.first_seen_on >= ${list.listedOn} then ${list.listedOn} else f.valid_from end`
  await sql`
    update facts f set ${closing} from compared_facts s where s.open_id = f.id and s.outcome = 'updated'
  `.execute(trx)
  const { rows: closedRows } = await sql<{ facts: number; dropped: number }>`
    with closed as (
      update facts f set ${closing}
      where ${isDroppedBy(list)}
      returning f.statement
    )
    select (count(*) filter (where not statement ? 'unusableRowOf'))::integer as facts, count(*)::integer as dropped from closed
  `.execute(trx)
  await sql`
    insert into facts (source, format, key, siren, siret, statement, name, is_name_masked, details, valid_from, valid_to, first_seen_on, seen_on, import_id, line)
    select ${list.source}, ${list.format}, key, siren, siret, statement, name, is_name_masked,
      details || jsonb_strip_nulls(jsonb_build_object('declaredFrom', valid_from, 'declaredTo', valid_to)),
      case when outcome = 'updated' and valid_from is null then holds_from else valid_from end,
      valid_to, ${list.listedOn}, ${list.listedOn}, ${list.importId}, line
    from compared_facts where outcome in ('stored', 'updated')
  `.execute(trx)
  const { rows: repeated } = await sql<{ line: number; value: string }>`
    select line, key as value from compared_facts where outcome = 'rejected' order by line
  `.execute(trx)
  const { rows } = await sql<Pick<MergedList, 'stored' | 'updated' | 'unchanged' | 'outdated'>>`
    select (count(*) filter (where outcome = 'stored'))::integer as stored,
      (count(*) filter (where outcome = 'updated'))::integer as updated,
      (count(*) filter (where outcome = 'unchanged'))::integer as unchanged,
      (count(*) filter (where outcome = 'outdated'))::integer as outdated
    from compared_facts where not statement ? 'unusableRowOf'
  `.execute(trx)
  const counts = rows[0] as Pick<MergedList, 'stored' | 'updated' | 'unchanged' | 'outdated'>
  const { facts: closed = 0, dropped = 0 } = closedRows[0] ?? {}
  return { ...counts, repeated, closed, hasDropped: dropped > 0 }
}

/** The day of the list that these very bytes were imported as, for this source; `null`: they never were, or were taken back. */
export async function findDayOfFile(db: Db, source: SourceId, fileDigest: string): Promise<string | null> {
  const row = await db
    .selectFrom('reference_lists as list')
    .innerJoin('imports as import', 'import.id', 'list.import_id')
    .select('list.listed_on')
    .where('list.source', '=', source)
    .where('import.file_digest', '=', fileDigest)
    .orderBy('list.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.listed_on ?? null
}

/** The day of the latest complete list of a source and format; `null`: there is none. */
export async function findLatestCompleteDay(
  db: Db,
  source: SourceId,
  format: string,
): Promise<string | null> {
  const { day } = await db
    .selectFrom('reference_lists')
    .select(({ fn }) => fn.max<string | null>('listed_on').as('day'))
    .where('source', '=', source)
    .where('format', '=', format)
    .where('is_complete', '=', true)
    .executeTakeFirstOrThrow()
  return day
}

/** What every source says of a legal unit and its establishments, closed facts included, as stored. */
export function listFactsOfSiren(db: Db, siren: string) {
  return db
    .selectFrom('facts')
    .selectAll()
    .where('siren', '=', siren)
    .orderBy('source')
    .orderBy('siret')
    .orderBy('id')
    .execute()
}

/** The lists every figure rests on, with their dates: of each source and format, the latest complete one and the latest extract. */
export async function listLatestLists(db: Db) {
  const { rows } = await sql<{
    source: FactSource
    format: string
    listed_on: string
    is_complete: boolean
    covers: ListCoverage
    file_name: string
    fact_count: number
  }>`
    select distinct on (l.source, l.format, l.is_complete) l.source, l.format, l.listed_on, l.is_complete, l.covers, i.file_name,
      coalesce(e.entries, 0) as fact_count
    from reference_lists l join imports i on i.id = l.import_id left join list_entries e on e.source = l.source and e.format = l.format
    order by l.source, l.format, l.is_complete desc, l.listed_on desc, l.id desc
  `.execute(db)
  return rows
}

/** Those of these legal units whose name is personal data: sole traders and units that refuse diffusion. */
export async function listMaskedSirens(db: Db, sirens: readonly string[]): Promise<Set<string>> {
  if (sirens.length === 0) return new Set()
  const rows = await db
    .selectFrom('facts')
    .select('siren')
    .distinct()
    .where('siren', 'in', sirens)
    .where('is_name_masked', '=', true)
    .execute()
  return new Set(rows.map(({ siren }) => siren))
}
