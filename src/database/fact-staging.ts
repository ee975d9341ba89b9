import { sql } from 'kysely'
import type { FactSource, ListCoverage, SourceId } from '../domain/supplier/facts.ts'
import type { Db } from './connect.ts'
import { copyRows } from './copy-rows.ts'
import { copyJson, copyScalar, copyText } from './copy-text.ts'

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
  await sql`
    create temporary table staged_facts (
      line integer, key text, siren text, siret text, statement jsonb, name text, is_name_masked boolean, details jsonb,
      valid_from date, valid_to date
    ) on commit drop
  `.execute(trx)
}

const COLUMNS = [
  ...['line', 'key', 'siren', 'siret', 'statement'],
  ...['name', 'is_name_masked', 'details', 'valid_from', 'valid_to'],
]

const toText = (fact: StagedFact) =>
  [
    copyScalar(fact.line),
    copyText(fact.key),
    copyText(fact.siren),
    copyText(fact.siret),
    copyJson(fact.statement),
    copyText(fact.name),
    copyScalar(fact.isNameMasked),
    copyJson(fact.details),
    copyScalar(fact.validFrom),
    copyScalar(fact.validTo),
  ].join('\t')

/** Appends checked rows to the table of `createFactStaging`. */
export async function appendStagedFacts(trx: Db, rows: readonly StagedFact[]): Promise<void> {
  await copyRows(trx, 'staged_facts', COLUMNS, Buffer.from(rows.map((row) => `${toText(row)}\n`).join('')))
}

/**
 * Compares the staged rows with the open facts, once, into `compared_facts`. `outcome`: `stored` (new), `updated`, `unchanged`,
 * `rejected` (another row of the key came before and says otherwise), or `outdated` (a newer list says otherwise: it stays).
 * `open_id`: the fact that the first row of a key meets. The first row of a key is the one retained.
 */
export async function compareStagedFacts(trx: Db, list: NewList): Promise<void> {
  await sql`create index on staged_facts (key, line)`.execute(trx)
  await sql`analyze staged_facts`.execute(trx)
  await sql`
    create temporary table compared_facts on commit drop as
    select s.*, f.id as open_id,
      case when f.first_seen_on >= ${list.listedOn}::date then f.valid_from else ${list.listedOn}::date end as holds_from,
      case
        when s.nth > 1 then case when exists (
          select from staged_facts e where e.key = s.key and e.line < s.line and e.statement = s.statement
            and (e.valid_from, e.valid_to) is not distinct from (s.valid_from, s.valid_to)
        ) then 'unchanged' else 'rejected' end
        when f.id is null then 'stored'
        when f.statement = s.statement and f.details->>'declaredFrom' is not distinct from s.valid_from::text
          and f.details->>'declaredTo' is not distinct from s.valid_to::text then 'unchanged'
        when f.seen_on > ${list.listedOn}::date then 'outdated'
        else 'updated' end as outcome
    from (select *, row_number() over (partition by key order by line) as nth from staged_facts) as s
      left join facts f on f.source = ${list.source} and f.format = ${list.format} and f.key = s.key and f.closed_on is null
        and s.nth = 1
  `.execute(trx)
  await sql`create index on compared_facts (open_id)`.execute(trx)
  await sql`analyze compared_facts`.execute(trx)
}
