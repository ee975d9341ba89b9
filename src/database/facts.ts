import { sql } from 'kysely'
import type { FactSource, ListCoverage, SourceId } from '../domain/supplier/facts.ts'
import type { Db } from './connect.ts'
import type { MergeCounts } from './contract-merge.ts'
import { noteFactChanges } from './fact-history.ts'

/** A row of a reference list, checked. `key` tells it from the others of the list; `statement` is what the rules read. */
export type StagedFact = {
  line: number
  key: string
  siren: string
  siret: string | null
  statement: Record<string, unknown>
  name: string | null
  isNameMasked: boolean
  details: Record<string, string>
  validFrom: string | null
  validTo: string | null
}

export type NewList = {
  importId: bigint
  source: FactSource
  format: string
  listedOn: string
  isComplete: boolean
  covers: ListCoverage
}

const COLUMNS = sql.raw(
  'line integer, key text, siren text, siret text, statement jsonb, name text, "isNameMasked" boolean, details jsonb, "validFrom" date, "validTo" date',
)

/** What is kept of a refused row that names a unit: that the list is not silent about it. Not counted as stored. */
export const unusableRow = (source: SourceId, siren: string, line: number): StagedFact => ({
  line,
  key: `${siren}|unusable`,
  siren,
  siret: null,
  statement: { unusableRowOf: source },
  name: null,
  isNameMasked: false,
  details: {},
  validFrom: null,
  validTo: null,
})

/** Creates the table that holds the rows of one list until they are merged; it ends with the transaction. */
export async function createFactStaging(trx: Db): Promise<void> {
  await sql`create temporary table staged_facts (${COLUMNS}, outcome text, open_id bigint, holds_from date) on commit drop`.execute(
    trx,
  )
}

export async function appendStagedFacts(trx: Db, rows: readonly StagedFact[]): Promise<void> {
  if (rows.length === 0) return
  const batch = JSON.stringify(rows)
  await sql`
    insert into staged_facts select row.*, null, null, null from jsonb_to_recordset(${batch}::jsonb) as row (${COLUMNS})
  `.execute(trx)
}

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

/** How many facts of a source and format still hold on a day, and how many of them the staged list no longer has. */
export async function countLostFacts(
  trx: Db,
  source: SourceId,
  format: string,
  day: string,
): Promise<{ open: number; lost: number }> {
  const { rows } = await sql<{ open: number; lost: number }>`
    select count(*)::integer as open,
      (count(*) filter (where not exists (select from staged_facts s where s.key = f.key)))::integer as lost
    from facts f
    where source = ${source} and format = ${format} and closed_on is null and (valid_to is null or valid_to >= ${day})
  `.execute(trx)
  return rows[0] as { open: number; lost: number }
}

/** Tells new rows from changed, unchanged and repeated ones. The first row of a key is the one retained. */
async function compareWithOpenFacts(trx: Db, list: NewList): Promise<void> {
  await sql`create index on staged_facts (key)`.execute(trx)
  await sql`
    update staged_facts s set outcome = 'unchanged' from (
      select line, row_number() over (partition by key, statement, "validFrom", "validTo" order by line) as n from staged_facts
    ) as numbered where numbered.line = s.line and n > 1
  `.execute(trx)
  await sql`
    update staged_facts s set outcome = 'rejected' from (
      select line, row_number() over (partition by key order by line) as n from staged_facts where outcome is null
    ) as numbered where numbered.line = s.line and n > 1
  `.execute(trx)
  await sql`
    update staged_facts s set open_id = f.id,
      holds_from = case when f.first_seen_on >= ${list.listedOn} then f.valid_from else ${list.listedOn}::date end,
      outcome = case
        when f.statement = s.statement and f.details->>'declaredFrom' is not distinct from s."validFrom"::text
          and f.details->>'declaredTo' is not distinct from s."validTo"::text then 'unchanged' else 'updated' end
    from facts f
    where f.source = ${list.source} and f.format = ${list.format} and f.key = s.key and f.closed_on is null and s.outcome is null
  `.execute(trx)
  await sql`update staged_facts set outcome = 'stored' where outcome is null`.execute(trx)
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

/**
 * Merges a list: unchanged facts are seen again on the day of the list; changed ones are closed the day before and the new
 * statement holds from that day (a change within the same day is a correction: the earlier statement never held); those a
 * complete list no longer holds are closed. Nothing is deleted, and what changes is noted, to be undone. Call
 * `countLostFacts` first: a list that loses too much is refused by the caller.
 */
export async function mergeStagedFacts(
  trx: Db,
  list: NewList,
): Promise<MergeCounts & { repeated: { line: number; value: string }[]; closed: number }> {
  await compareWithOpenFacts(trx, list)
  await noteFactChanges(trx, list)
  await sql`
    update facts f set seen_on = ${list.listedOn}, name = coalesce(s.name, f.name), is_name_masked = s."isNameMasked"
    from staged_facts s where s.open_id = f.id and s.outcome = 'unchanged'
  `.execute(trx)
  const closing = sql`closed_on = ${list.listedOn}, valid_to = least(valid_to, ${list.listedOn}::date - 1),
    valid_from = case when first_seen_on >= ${list.listedOn} then ${list.listedOn} else valid_from end`
  await sql`
    update facts f set ${closing} from staged_facts s where s.open_id = f.id and s.outcome = 'updated'
  `.execute(trx)
  const { rows: closedRows } = await sql<{ id: bigint }>`
    update facts f set ${closing}
    where ${list.isComplete} and source = ${list.source} and format = ${list.format} and closed_on is null
      and not exists (select from staged_facts s where s.key = f.key)
    returning id
  `.execute(trx)
  await sql`
    insert into facts (source, format, key, siren, siret, statement, name, is_name_masked, details, valid_from, valid_to, first_seen_on, seen_on, import_id, line)
    select ${list.source}, ${list.format}, key, siren, siret, statement, name, "isNameMasked",
      details || jsonb_strip_nulls(jsonb_build_object('declaredFrom', "validFrom", 'declaredTo', "validTo")),
      case when outcome = 'updated' and "validFrom" is null then holds_from else "validFrom" end,
      "validTo", ${list.listedOn}, ${list.listedOn}, ${list.importId}, line
    from staged_facts where outcome in ('stored', 'updated')
  `.execute(trx)
  const { rows: repeated } = await sql<{ line: number; value: string }>`
    select line, key as value from staged_facts where outcome = 'rejected' order by line
  `.execute(trx)
  const { rows } = await sql<MergeCounts>`
    select (count(*) filter (where outcome = 'stored'))::integer as stored,
      (count(*) filter (where outcome = 'updated'))::integer as updated,
      (count(*) filter (where outcome = 'unchanged'))::integer as unchanged, 0 as contracts
    from staged_facts where not statement ? 'unusableRowOf'
  `.execute(trx)
  return { ...(rows[0] as MergeCounts), repeated, closed: closedRows.length }
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
      (select count(*)::integer from facts f where f.source = l.source and f.format = l.format and f.closed_on is null) as fact_count
    from reference_lists l join imports i on i.id = l.import_id
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
