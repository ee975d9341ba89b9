import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type HoursRecord, keyFieldsOf } from '../domain/insertion/hours-record.ts'
import type { StatementStanding } from '../domain/insertion/hours-statement.ts'
import type { Db } from './connect.ts'
import type { Page } from './contracts.ts'

/** A statement on its way in. `copy`: which of the lines of one file that state the same thing it is, from 1. */
export type NewStatement = {
  clauseId: number
  record: HoursRecord
  copy: number
  isWithdrawn: boolean
  /** The day it was stated; `isDated`: its file says so. */
  effectiveOn: string
  isDated: boolean
  line: number | null
  author: string | null
  reason: string | null
}

const md5 = (value: unknown) => createHash('md5').update(JSON.stringify(value)).digest('hex')

/** Names what a statement is about. */
export const keyOf = ({ clauseId, record, copy }: Pick<NewStatement, 'clauseId' | 'record' | 'copy'>) =>
  md5(keyFieldsOf(clauseId, record, copy))

/** Names all that a statement says, the day it says so included where its file gives one. */
export const hashOf = ({ clauseId, record, copy, isWithdrawn, isDated, effectiveOn }: NewStatement) =>
  md5([clauseId, copy, isWithdrawn, isDated ? effectiveOn : null, Object.entries(record).sort()])

/** The next order of arrival: one for each import, one for each statement a person records. */
export async function takeRank(trx: Db): Promise<bigint> {
  const { rows } = await sql<{ rank: bigint }>`select nextval('insertion_ranks') as rank`.execute(trx)
  return rows[0]?.rank ?? 0n
}

/** Where statements come from. */
export type StatementOrigin = { importId: bigint | null; rank: bigint; at: Date }

const BATCH = 1_000

async function insertBatch(trx: Db, statements: readonly NewStatement[], origin: StatementOrigin) {
  const rows = statements.map((statement) => ({
    ...statement,
    ...statement.record,
    key: 'key' in statement ? statement.key : keyOf(statement),
    hash: hashOf(statement),
  }))
  await sql`
    insert into insertion_hours (clause_id, key, content_hash, person, period_from, period_to, hundredths, people, employment_contracts,
      publics, hiring_form, employer_siren, supplier_id, employment_form, employment_reference, is_qpv, sex, age_band, qualification,
      afterwards, is_validated, is_withdrawn, effective_on, is_dated, rank, standing, import_id, line, author, reason, recorded_at)
    select r."clauseId", r.key, r.hash, r.person, r."from", r."to", r.hundredths, r.people, r."employmentContracts",
      array(select jsonb_array_elements_text(r.publics)), r."hiringForm", r."employerSiren",
      (select s.id from suppliers s where s.scheme = 'SIREN' and s.identifier = r."employerSiren"),
      r."employmentForm", r."employmentReference", r."isQpv", r.sex, r."ageBand", r.qualification, r.afterwards, r."isValidated",
      r."isWithdrawn", r."effectiveOn", r."isDated", ${origin.rank}, 'superseded', ${origin.importId}::bigint, r.line, r.author, r.reason, ${origin.at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (
      "clauseId" integer, key uuid, hash uuid, person text, "from" date, "to" date, hundredths integer, people integer,
      "employmentContracts" integer, publics jsonb, "hiringForm" text, "employerSiren" text, "employmentForm" text,
      "employmentReference" text, "isQpv" boolean, sex text, "ageBand" text, qualification text, afterwards text,
      "isValidated" boolean, "isWithdrawn" boolean, "effectiveOn" date, "isDated" boolean, line integer, author text, reason text)
  `.execute(trx)
}

/** Makes suppliers of the employers that are none yet, so that the registers are asked of them: `decideVerdicts` comes next. */
async function insertEmployers(trx: Db, sirens: readonly string[]): Promise<void> {
  await sql`
    insert into suppliers (scheme, identifier, siren)
    select 'SIREN', siren, siren from unnest(${[...new Set(sirens)]}::text[]) as siren
    on conflict (scheme, identifier) do nothing
  `.execute(trx)
}

/** Adds statements. What each is worth is for `refreshStandings` to say. */
export async function appendStatements(
  trx: Db,
  statements: readonly (NewStatement & { key?: string })[],
  origin: StatementOrigin,
): Promise<void> {
  await insertEmployers(
    trx,
    statements.flatMap(({ record }) => record.employerSiren ?? []),
  )
  for (let at = 0; at < statements.length; at += BATCH)
    await insertBatch(trx, statements.slice(at, at + BATCH), origin)
}

export type StatementRow = {
  id: bigint
  clauseId: number
  key: string
  record: HoursRecord
  isWithdrawn: boolean
  effectiveOn: string
  standing: StatementStanding
  importId: bigint | null
  fileName: string | null
  sheets: string[] | null
  line: number | null
  author: string | null
  reason: string | null
  recordedAt: Date
}

const SELECT_STATEMENTS = sql`
  select h.id, h.clause_id as "clauseId", h.key, h.is_withdrawn as "isWithdrawn", h.effective_on as "effectiveOn", h.standing,
    h.import_id as "importId", i.file_name as "fileName", i.sheets, h.line, h.author, h.reason, h.recorded_at as "recordedAt",
    jsonb_build_object('person', h.person, 'from', h.period_from, 'to', h.period_to, 'hundredths', h.hundredths,
      'people', h.people, 'employmentContracts', h.employment_contracts, 'publics', h.publics, 'hiringForm', h.hiring_form,
      'employerSiren', h.employer_siren, 'employmentForm', h.employment_form, 'employmentReference', h.employment_reference,
      'isQpv', h.is_qpv, 'sex', h.sex, 'ageBand', h.age_band, 'qualification', h.qualification, 'afterwards', h.afterwards,
      'isValidated', h.is_validated) as record
  from insertion_hours h left join imports i on i.id = h.import_id
`

/** A page of the statements of a clause, the latest period first, with every version where `withHistory`, and how many there are. */
export async function listStatements(
  db: Db,
  { clauseId, withHistory }: { clauseId: number; withHistory: boolean },
  page: Page,
): Promise<{ rows: StatementRow[]; total: number }> {
  const filter = sql`where h.clause_id = ${clauseId} and (${withHistory} or h.standing in ('counted', 'set-aside'))`
  const { rows } = await sql<StatementRow>`
    ${SELECT_STATEMENTS} ${filter}
    order by h.period_from desc, h.person nulls last, h.key, h.effective_on desc, h.rank desc, h.id desc
    limit ${page.limit} offset ${page.offset}
  `.execute(db)
  const counted = await sql<{ total: number }>`
    select count(*)::integer as total from insertion_hours h ${filter}
  `.execute(db)
  return { rows, total: counted.rows[0]?.total ?? 0 }
}

/** The statement of this number, if this clause has it. */
export async function findStatement(db: Db, clauseId: number, id: bigint): Promise<StatementRow | null> {
  const { rows } = await sql<StatementRow>`
    ${SELECT_STATEMENTS} where h.clause_id = ${clauseId} and h.id = ${id}
  `.execute(db)
  return rows[0] ?? null
}

/** The last statement of a key; `null`: nobody stated this yet. */
export async function findLastStatementOfKey(db: Db, key: string): Promise<StatementRow | null> {
  const { rows } = await sql<StatementRow>`
    ${SELECT_STATEMENTS} where h.key = ${key}::uuid order by h.effective_on desc, h.rank desc, h.id desc limit 1
  `.execute(db)
  return rows[0] ?? null
}

/** The hours of a clause that count, by period, and those of them that are validated. */
export type CountedPeriod = {
  clauseId: number
  from: string
  to: string
  hundredths: number
  validatedHundredths: number
}

/** The hours that count, by clause and period. */
export async function listCountedPeriods(db: Db, clauseIds: readonly number[]): Promise<CountedPeriod[]> {
  const { rows } = await sql<CountedPeriod>`
    select clause_id as "clauseId", period_from as "from", period_to as "to", sum(hundredths)::integer as hundredths,
      coalesce(sum(hundredths) filter (where is_validated), 0)::integer as "validatedHundredths"
    from insertion_hours where standing = 'counted' and clause_id = any(${clauseIds as number[]}::integer[])
    group by clause_id, period_from, period_to order by clause_id, period_from, period_to
  `.execute(db)
  return rows
}
