import fc from 'fast-check'
import t, { type Test } from 'tap'
import type { Db } from '../../src/database/connect.ts'
import type { ContractCriteria } from '../../src/domain/contract-filter/contract-filters.ts'
import { shareIndicatorOf } from '../../src/domain/indicator/indicators.ts'
import { FRAMEWORK_METHODS, HOLDER_METHODS, MEASURES } from '../../src/domain/share/share.ts'
import { PERIMETER_IDS } from '../../src/domain/supplier/verdict.ts'
import { type Comparison, type ComparisonRequest, reportComparison } from '../../src/reports/comparison.ts'
import type { ShareFigure } from '../../src/reports/share-report.ts'
import { FIXED_CLOCK, openTestDatabase, runs } from '../support/database.ts'
import { importDemo } from '../support/demo.ts'
import { ARBITRARY_CRITERIA, enterTheRest } from './arbitrary-filters.ts'
import { type OracleFigure, recompute } from './indicator-oracle.ts'
import { loadOracle, type OracleData } from './indicator-oracle-data.ts'
import { rankByHand, totalOf } from './rank-by-hand.ts'

const TODAY = '2026-11-23'
const COMBINATIONS = runs(600, 120)

/** Each buyer of the demonstration, as one of the criteria below tells it from the others. */
const TOWNS = ['000010025', '000010033', '000010041']
const AGGLOMERATION = '000010017'
const PEERS = [
  { asked: { kind: 'any', group: null }, among: [AGGLOMERATION, ...TOWNS] },
  { asked: { kind: 'municipality', group: null }, among: TOWNS },
  { asked: { kind: 'region', group: null }, among: [] },
  { asked: { kind: null, group: 'deux-communes' }, among: ['000010025', '000010033'] },
] as const

const PERIODS = [
  { period: { year: 2024 }, days: ['2024-01-01', '2024-12-31'] },
  { period: { year: 2025 }, days: ['2025-01-01', '2025-12-31'] },
  { period: { from: '2023-01-01', to: '2025-12-31' }, days: ['2023-01-01', '2025-12-31'] },
  { period: { from: '2024-03-15', to: '2025-02-14' }, days: ['2024-03-15', '2025-02-14'] },
  { period: { from: '2024-03-15', to: null }, days: ['2024-03-15', TODAY] },
  { period: { from: null, to: '2022-06-30' }, days: ['1990-01-01', '2022-06-30'] },
] as const

const REQUESTS = fc.record({
  buyer: fc.constantFrom(AGGLOMERATION, ...TOWNS),
  when: fc.constantFrom(...PERIODS),
  who: fc.constantFrom(...PEERS),
  perimeter: fc.constantFrom(...PERIMETER_IDS),
  // Half of them by the default method, and a tenth or so without any filter: what is stored tells those.
  holders: fc.constantFrom('any-holder' as const, ...HOLDER_METHODS),
  frameworks: fc.constantFrom('ceilings' as const, 'ceilings' as const, ...FRAMEWORK_METHODS),
  filters: fc.record(ARBITRARY_CRITERIA),
  minimum: fc.constantFrom(1, 3, 10),
  measure: fc.constantFrom(...MEASURES),
})
type Asked = typeof REQUESTS extends fc.Arbitrary<infer T> ? T : never

const NOTHING: OracleFigure = {
  contracts: { yes: 0n, no: 0n, undetermined: 0n },
  cents: { yes: 0n, no: 0n, undetermined: 0n },
  outOfValue: 0n,
}

const add = (a: OracleFigure['cents'], b: OracleFigure['cents']) => ({
  yes: a.yes + b.yes,
  no: a.no + b.no,
  undetermined: a.undetermined + b.undetermined,
})
const sumOf = (figures: readonly OracleFigure[]): OracleFigure =>
  figures.reduce(
    (sum, { contracts, cents, outOfValue }) => ({
      contracts: add(sum.contracts, contracts),
      cents: add(sum.cents, cents),
      outOfValue: sum.outOfValue + outOfValue,
    }),
    NOTHING,
  )

/** A figure of the product in the words of the oracle: contracts, cents, and what is out of value. */
function partsOf({ contracts, value, outOfValue }: ShareFigure): OracleFigure {
  const of = ({ yes, no, undetermined }: ShareFigure['value'], unit: number) => ({
    yes: BigInt(Math.round(yes * unit)),
    no: BigInt(Math.round(no * unit)),
    undetermined: BigInt(Math.round(undetermined * unit)),
  })
  return { contracts: of(contracts, 1), cents: of(value, 100), outOfValue: BigInt(outOfValue.contracts) }
}

const asText = (value: unknown) =>
  JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? String(item) : item))

/** What differs between an answer and the figures of the oracle, each named. */
function differences(
  { figure, national, peers, standings, rows }: Comparison,
  byBuyer: ReadonlyMap<string, OracleFigure>,
  { buyer, who, minimum, measure }: Asked,
): string[] {
  const of = (buyers: Iterable<string>) => {
    const found = [...new Set(buyers)].flatMap((id) => byBuyer.get(id) ?? [])
    return { ...sumOf(found), buyers: found.length }
  }
  const compared = new Map([...byBuyer].filter(([id]) => id === buyer || who.among.some((one) => one === id)))
  const ranks = {
    contracts: rankByHand(compared, buyer, 'contracts', minimum),
    value: rankByHand(compared, buyer, 'value', minimum),
  }
  const shown = ({ contracts, value }: Comparison['standings']) =>
    [contracts, value].map(({ lower: _lower, upper: _upper, ...standing }) => standing)
  const listed = rows.map((row) => ({ id: row.buyer, rank: row.rank, ...partsOf(row) }))
  const expectedRows = [...compared]
    .flatMap(([id, parts]) => {
      const { rank } = rankByHand(compared, id, measure, minimum)
      return rank === null ? [] : [{ id, rank, ...parts }]
    })
    .sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1))
  const pairs: Record<string, readonly [unknown, unknown]> = {
    figure: [partsOf(figure), byBuyer.get(buyer) ?? NOTHING],
    national: [{ ...partsOf(national), buyers: national.buyers }, of(byBuyer.keys())],
    peers: [{ ...partsOf(peers), buyers: peers.buyers }, of(compared.keys())],
    standings: [shown(standings), [ranks.contracts, ranks.value]],
    rows: [listed, expectedRows],
  }
  return Object.entries(pairs).flatMap(([name, [actual, expected]]) =>
    asText(actual) === asText(expected) ? [] : [`${name} : ${asText(actual)} ; attendu ${asText(expected)}`],
  )
}

const ALL = { limit: 500, offset: 0 }

const toRequest = ({ when, who, ...asked }: Asked): ComparisonRequest => ({
  ...asked,
  ...who.asked,
  ...{ size: null, department: null, region: null },
  period: when.period,
})

async function compareOne(t: Test, db: Db, data: OracleData, asked: Asked): Promise<bigint> {
  const { perimeter, holders, frameworks, filters, when } = asked
  const [from, to] = when.days
  const { rows, total } = recompute(
    data,
    {
      ...{ id: shareIndicatorOf(perimeter).id, perimeter, holders, frameworks, by: 'buyer' },
      filters: { ...filters, buyers: [], from, to },
    },
    TODAY,
  )
  const comparison = await reportComparison(db, FIXED_CLOCK, toRequest(asked), ALL)
  const found = differences(comparison, new Map(Object.entries(rows)), asked)
  if (found.length > 0) t.fail(`${asText(asked)}\n${found.join('\n')}`)
  return totalOf(total.contracts)
}

t.test('random comparisons agree with a second reading of raw rows, for every buyer', async (t) => {
  const { db } = await openTestDatabase(t)
  await importDemo(db)
  await enterTheRest(db)
  const data = await loadOracle(db, TODAY)
  let counted = 0n
  for (const asked of fc.sample(REQUESTS, { numRuns: COMBINATIONS, seed: 5 }))
    counted += await compareOne(t, db, data, asked)
  t.ok(counted > BigInt(COMBINATIONS) * 20n, `the comparisons count something: ${counted} contracts`)
})

t.test(
  'a filter that leaves nothing out changes nothing: counted or stored, figures are the same',
  async (t) => {
    const { db } = await openTestDatabase(t)
    await importDemo(db)
    const everything: ContractCriteria[] = [
      { kinds: ['contract', 'framework', 'call-off', 'concession'] },
      { categories: ['works', 'supplies', 'services', 'unknown'] },
      { tags: ['none'] },
    ]
    for (const perimeter of PERIMETER_IDS)
      for (const { period } of PERIODS) {
        const ask = (filters: ContractCriteria) =>
          reportComparison(
            db,
            FIXED_CLOCK,
            {
              ...{ buyer: AGGLOMERATION, period, perimeter, minimum: 1, measure: 'value', filters },
              ...{ holders: 'any-holder', frameworks: 'ceilings' },
              ...{ kind: 'any', size: null, department: null, region: null, group: null },
            },
            ALL,
          )
        const bare = ({ figure, national, peers, standings, rows }: Comparison) => {
          const closed = (item: object) => ({ ...item, opens: null })
          return { figure, peers, standings, national: closed(national), rows: rows.map(closed) }
        }
        const stored = bare(await ask({}))
        for (const filters of everything)
          t.strictSame(bare(await ask(filters)), stored, asText([perimeter, period, filters]))
      }
  },
)
