import fc from 'fast-check'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { recordDemoClauses } from '../../src/cli/demo-clauses.ts'
import { AMOUNT_BANDS } from '../../src/domain/contract-filter/amount-band.ts'
import { BREAKDOWN_IDS, type BreakdownId } from '../../src/domain/contract-filter/breakdown.ts'
import type { ContractFilters } from '../../src/domain/contract-filter/contract-filters.ts'
import { PURCHASE_CATEGORIES } from '../../src/domain/contract-filter/purchase-category.ts'
import { SMALLEST_SHOWN } from '../../src/domain/insertion/hide-small-groups.ts'
import { INSERTION_INDICATORS } from '../../src/domain/insertion/insertion-indicators.ts'
import { importHours } from '../../src/import/import-hours.ts'
import { saveTags } from '../../src/reports/contract-tags.ts'
import { type InsertionFigureReport, reportInsertionFigure } from '../../src/reports/insertion-figure.ts'
import type { InsertionValue } from '../../src/reports/insertion-result.ts'
import { FIXED_CLOCK, fixture, openTestDatabase, runs } from '../support/database.ts'
import { importDemo } from '../support/demo.ts'
import { isKept, KEYS, ORACLE_PHASES } from './indicator-oracle.ts'
import { loadOracle } from './indicator-oracle-data.ts'
import { figuresOf, loadClausesRaw, loadStatementsRaw, type OracleClause } from './insertion-oracle.ts'

const TODAY = '2026-11-23'
const { db } = await openTestDatabase(t)
await importDemo(db)
await recordDemoClauses(db, FIXED_CLOCK, fixture('demo/clauses.json'))
for (const file of ['heures-par-personne.csv', 'heures-totaux.csv'])
  await importHours(db, FIXED_CLOCK, fixture(`demo/${file}`))
const { rows: tagged } = await sql<{ id: string }>`
  select k.id from contracts k where k.is_current and k.source_id in (select source_id from insertion_clauses) order by k.id limit 4
`.execute(db)
for (const [index, { id }] of tagged.entries())
  await saveTags(db, FIXED_CLOCK, id, index % 2 === 0 ? ['urgent'] : ['urgent', 'école'])

const data = await loadOracle(db, TODAY)
const clauses = await loadClausesRaw(db)
const statements = await loadStatementsRaw(db)
const contracts = new Map(data.contracts.map((contract) => [contract.id, contract]))
const contractsOf = ({ contractIds }: OracleClause) => contractIds.flatMap((id) => contracts.get(id) ?? [])
const amountOf = (id: string) => contracts.get(id)?.cents ?? null

type Asked = ContractFilters & { from: string; to: string }

/** Whether the clause is of the buyers, and a contract of it meets the criteria. */
function isChosen(clause: OracleClause, filters: Asked): boolean {
  const { buyers, from: _, to: __, ...criteria } = filters
  if (buyers.length > 0 && !buyers.some((one) => one === clause.buyerId || one === clause.siren)) return false
  if (Object.values(criteria).every((values) => values === undefined)) return true
  const asked = { id: 'insertion-hours-done', filters: { ...filters, buyers: [] } }
  return contractsOf(clause).some((contract) => isKept(contract, asked, data))
}

type Row = { clauses: OracleClause[]; period: { from: string; to: string } }

function daysOf(by: BreakdownId): { key: string; from: string; to: string }[] {
  if (by === 'phase') return ORACLE_PHASES.map(({ label: key, from, to }) => ({ key, from, to }))
  const years = Array.from({ length: 2027 - 2019 }, (_, index) => 2019 + index)
  return years.flatMap((year) =>
    by === 'year'
      ? [{ key: String(year), from: `${year}-01-01`, to: `${year}-12-31` }]
      : ['03-31', '06-30', '09-30', '12-31'].map((end, quarter) => ({
          key: `${year}-T${quarter + 1}`,
          from: `${year}-${String(quarter * 3 + 1).padStart(2, '0')}-01`,
          to: `${year}-${end}`,
        })),
  )
}

/** The clauses and the period of each row. */
function rowsOf(chosen: OracleClause[], by: BreakdownId | undefined, filters: Asked): Map<string, Row> {
  if (by === undefined) return new Map()
  if (by === 'year' || by === 'quarter' || by === 'phase')
    return new Map(
      daysOf(by).flatMap(({ key, ...days }): [string, Row][] => {
        const from = days.from > filters.from ? days.from : filters.from
        const to = days.to < filters.to ? days.to : filters.to
        return from <= to ? [[key, { clauses: chosen, period: { from, to } }]] : []
      }),
    )
  const rows = new Map<string, Row>()
  const asked = { id: 'insertion-hours-done', filters: { ...filters, buyers: [] } }
  for (const clause of chosen) {
    const kept = contractsOf(clause).filter((contract) => isKept(contract, asked, data))
    const found = kept.flatMap((contract) => KEYS[by]?.(contract, data) ?? [])
    const keys = by === 'buyer' ? [clause.siren ?? clause.buyerId] : found.length > 0 ? found : ['unknown']
    for (const key of new Set(keys))
      rows.set(key, { clauses: [...(rows.get(key)?.clauses ?? []), clause], period: filters })
  }
  return rows
}

/** What the engine says, under the names of the oracle. */
function told(id: string, value: InsertionValue): Record<string, number | null> {
  const groups = value.groups.map(({ key, hours, people }) => [
    `${id}/${key}`,
    id === 'insertion-by-hiring-form' ? people : hours,
  ])
  const { validated } = value.parts
  return {
    [id]: value.value,
    [`${id}/atMost`]: value.atMost,
    ...(validated !== undefined && { [`${id}/validated`]: validated }),
    ...Object.fromEntries(groups),
  }
}

const some = <T>(values: readonly T[]) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.subarray([...values], { minLength: 1 }) },
  )
const request = fc.record({
  id: fc.constantFrom(...INSERTION_INDICATORS.map(({ id }) => id)),
  by: fc.option(fc.constantFrom(...BREAKDOWN_IDS), { nil: undefined, freq: 3 }),
  filters: fc
    .record({
      buyers: fc.subarray(['000010017', '000010025', '00001003300017']),
      period: fc.constantFrom(
        ['2023-01-01', '2026-12-31'] as const,
        ['2025-01-01', '2025-12-31'] as const,
        ['2024-03-15', '2025-10-14'] as const,
      ),
      cpv: some(['45', '7', '90']),
      categories: some(PURCHASE_CATEGORIES),
      amounts: some(AMOUNT_BANDS),
      tags: some(['urgent', 'école', 'none']),
      holderPerimeters: some(['ess', 'siae'] as const),
    })
    .map(({ period: [from, to], ...criteria }) => ({ ...criteria, from, to })),
})

const figuresOfRow = ({ clauses, period }: Row) => figuresOf(clauses, statements, period, TODAY, amountOf)
const isSame = (a: number | null, b: number | null) =>
  a === b || Math.abs((a ?? Number.NaN) - (b ?? Number.NaN)) < 1e-9

/** How many numbers of a figure the oracle has too; each must be the same. */
function compare(t: Test, id: string, value: InsertionValue, row: Row, said: string): number {
  const expected = figuresOfRow(row)
  const known = Object.entries(told(id, value)).filter(([name]) => name in expected)
  for (const [name, actual] of known)
    if (!isSame(actual, expected[name] ?? null)) t.equal(actual, expected[name], `${name} of ${said}`)
  return known.length
}

t.test(
  'random figures of insertion agree with a second reading of raw rows, whole and row by row',
  async (t) => {
    let compared = 0
    for (const { id, by, filters } of fc.sample(request, { numRuns: runs(300, 50), seed: 11 })) {
      const asked = { id, by, phases: by === 'phase' ? ORACLE_PHASES : [], filters, isInternal: true }
      const said = JSON.stringify(asked)
      const report = await reportInsertionFigure(db, FIXED_CLOCK, asked)
      const chosen = clauses.filter((clause) => isChosen(clause, filters))
      const rows = rowsOf(chosen, by, filters)
      compared += compare(t, id, report.total, { clauses: chosen, period: filters }, said)
      for (const value of report.rows) {
        const row = rows.get(value.key)
        if (row) compared += compare(t, id, value, row, `${value.key} ${said}`)
        else t.fail(`row ${value.key}: ${said}`)
        rows.delete(value.key)
      }
      for (const [key, row] of rows)
        if (figuresOfRow(row)['insertion-hours-done'] !== 0) t.fail(`no row ${key}: ${said}`)
    }
    t.ok(compared > runs(300, 50), `${compared} figures were compared`)
  },
)

const ofPeople = fc.record({
  id: fc.constantFrom('insertion-people', 'insertion-by-sex', 'insertion-by-age', 'insertion-by-public'),
  by: fc.option(fc.constantFrom(...BREAKDOWN_IDS.filter((id) => id !== 'phase')), {
    nil: undefined,
    freq: 3,
  }),
  filters: request.map(({ filters }) => filters),
})
const countsOf = ({ total, rows }: InsertionFigureReport) =>
  [total, ...rows].flatMap(({ groups, value }) =>
    groups.length > 0 ? groups.map(({ people }) => people) : [value],
  )
const isFew = (count: number | null) => count !== null && count > 0 && count < SMALLEST_SHOWN

t.test('to the public, no figure shows 1 to 4 people, and no row is hidden alone', async (t) => {
  let shown = 0
  for (const asked of fc.sample(ofPeople, { numRuns: runs(100, 20), seed: 3 })) {
    const report = await reportInsertionFigure(db, FIXED_CLOCK, asked)
    const counts = countsOf(report)
    if (counts.some(isFew)) t.fail(`few people: ${JSON.stringify(asked)}`)
    shown += counts.filter((count) => count !== null && count > 0).length
    const isAlone = report.rows.filter(({ isHidden }) => isHidden).length === 1
    if (asked.id === 'insertion-people' && isAlone && !report.total.isHidden && report.rows.length > 1)
      t.ok(
        report.rows.filter(({ value }) => value !== null && value > 0).length === 0,
        `one row alone is hidden: ${JSON.stringify(asked)}`,
      )
  }
  t.ok(shown > 0, `${shown} groups were shown: something is left to say`)
})

t.test('to the public, 1 to 4 people are not told by two answers that differ by one criterion', async (t) => {
  let differed = 0
  for (const { filters } of fc.sample(ofPeople, { numRuns: runs(100, 20), seed: 4 })) {
    const id = 'insertion-people'
    const { buyers: _, from: __, to: ___, ...criteria } = filters
    const given = Object.entries(criteria).filter(([, values]) => values !== undefined)
    for (const [name] of given) {
      const less = { ...filters, [name]: undefined }
      const [narrow, wide] = [filters, less].map((asked) =>
        reportInsertionFigure(db, FIXED_CLOCK, { id, filters: asked }),
      )
      const [few, many] = [(await narrow)?.total.value ?? null, (await wide)?.total.value ?? null]
      if (few === null || many === null) continue
      differed += 1
      if (isFew(many - few)) t.fail(`${many - few} people by subtraction: ${JSON.stringify(filters)}`)
    }
  }
  t.ok(differed > 0, `${differed} pairs were compared`)
})
