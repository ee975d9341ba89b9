import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import type { Db } from '../../src/database/connect.ts'
import { listPartContracts, sumPart } from '../../src/database/figure-contracts.ts'
import { type FigureSums, sumFigure } from '../../src/database/indicators.ts'
import { BREAKDOWN_IDS } from '../../src/domain/contract-filter/breakdown.ts'
import { choicesOf } from '../../src/domain/indicator/indicator.ts'
import { INDICATORS } from '../../src/domain/indicator/indicators.ts'
import { RECORDED_FIELDS } from '../../src/domain/indicator/recorded-field.ts'
import { FRAMEWORK_METHODS, HOLDER_METHODS } from '../../src/domain/share/share.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { importReference } from '../../src/import/import-reference.ts'
import { figureQueryOf, methodOf } from '../../src/reports/indicator-request.ts'
import { FIXED_CLOCK, openTestDatabase, runs } from '../support/database.ts'
import { importDemo } from '../support/demo.ts'
import { ARBITRARY_CRITERIA, enterTheRest, some } from './arbitrary-filters.ts'
import { ORACLE_PHASES, type OracleAnswer, recompute } from './indicator-oracle.ts'
import { loadOracle } from './indicator-oracle-data.ts'

const TODAY = '2026-11-23'
const COMBINATIONS = runs(1_000, 250)
/** Fewer on real files: they have thirty times the contracts. */
const REAL_COMBINATIONS = runs(200, 40)
/** One figure in so many is opened: its contracts must add up to it. */
const OPENED_EVERY = 20

const one = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 })

function requests(buyers: readonly string[], periods: readonly (readonly [string, string])[]) {
  return INDICATORS.map((indicator) =>
    fc.record({
      id: fc.constant(indicator.id),
      perimeter:
        choicesOf(indicator.counts).perimeters.length > 0
          ? one(choicesOf(indicator.counts).perimeters)
          : fc.constant(undefined),
      holders: choicesOf(indicator.counts).holderMethods ? one(HOLDER_METHODS) : fc.constant(undefined),
      territory: choicesOf(indicator.counts).territory
        ? fc.constantFrom(['00'], ['31', '00'], ['44'])
        : fc.constant(undefined),
      field: choicesOf(indicator.counts).field ? fc.constantFrom(...RECORDED_FIELDS) : fc.constant(undefined),
      threshold: choicesOf(indicator.counts).threshold
        ? fc.constantFrom(90_000_00n, 221_000_00n)
        : fc.constant(undefined),
      frameworks: fc.constantFrom(...FRAMEWORK_METHODS),
      by: one(BREAKDOWN_IDS),
      filters: fc
        .record({
          buyers: fc.subarray([...buyers]),
          period: fc.constantFrom(...periods),
          ...ARBITRARY_CRITERIA,
          groups: some(['deux-communes', 'agglomeration']),
        })
        .map(({ period: [from, to], ...criteria }) => ({ ...criteria, from, to })),
    }),
  )
}

const asText = (value: unknown) =>
  JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? String(item) : item))

const answerOf = ({ total, rows, excluded }: FigureSums): OracleAnswer => ({
  total,
  rows: Object.fromEntries(rows.map(({ key, ...parts }) => [key, parts])),
  excluded,
})
const sorted = ({ total, rows, excluded }: OracleAnswer) =>
  asText([total, Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1)), Object.entries(excluded).sort()])

type Query = ReturnType<typeof figureQueryOf>

/** The contracts of each part of a figure, and of its rows, add up to it in number and in cents. */
async function openAll(t: Test, db: Db, figure: Query, sums: FigureSums): Promise<void> {
  for (const [key, parts] of [
    [null, sums.total] as const,
    ...sums.rows.slice(0, 2).map(({ key, ...row }) => [key, row] as const),
  ])
    for (const part of ['yes', 'no', 'undetermined'] as const) {
      const listed = await listPartContracts(db, { figure, part, key }, { limit: 100_000, offset: 0 })
      const counted = listed.reduce((sum, { contracts }) => sum + BigInt(contracts), 0n)
      const cents = listed.reduce((sum, contract) => sum + contract.cents, 0n)
      const expected = [parts.contracts[part], parts.cents[part]]
      const summed = await sumPart(db, { figure, part, key })
      if (
        asText([counted, cents]) !== asText(expected) ||
        asText([summed.contracts, summed.cents]) !== asText(expected)
      )
        t.strictSame([counted, cents, summed], expected, `${part} of ${key}: ${asText(figure)}`)
    }
  const excluded = await listPartContracts(
    db,
    { figure, part: 'excluded', key: null },
    { limit: 100_000, offset: 0 },
  )
  const total = Object.values(sums.excluded).reduce((sum, count) => sum + count, 0n)
  if (BigInt(excluded.length) !== total)
    t.equal(BigInt(excluded.length), total, `excluded: ${asText(figure)}`)
}

const sumOf = (figures: readonly OracleAnswer['total'][]) =>
  figures.reduce((sum, { contracts: { yes, no, undetermined } }) => sum + yes + no + undetermined, 0n)

async function compareAll(
  t: Test,
  db: Db,
  buyers: readonly string[],
  periods: readonly (readonly [string, string])[],
  combinations: number,
): Promise<{ compared: number; counted: bigint }> {
  const data = await loadOracle(db, TODAY)
  const sample = fc.sample(fc.oneof(...requests(buyers, periods)), { numRuns: combinations, seed: 5 })
  let counted = 0n
  for (const [index, request] of sample.entries()) {
    const phases = request.by === 'phase' ? ORACLE_PHASES : []
    const figure = figureQueryOf(FIXED_CLOCK, methodOf({ ...request, phases }), request.filters)
    const sums = await sumFigure(db, figure)
    const actual = answerOf(sums)
    const expected = recompute(data, request, TODAY)
    // The oracle judges holders on a day: it cannot tell which undated contracts a filter on their perimeter keeps.
    if (request.filters.holderPerimeters !== undefined) expected.excluded.undated = actual.excluded.undated
    if (sorted(actual) !== sorted(expected)) t.strictSame(actual, expected, asText(request))
    const rows = sumOf(Object.values(actual.rows))
    const whole = sumOf([actual.total])
    const mayOverlap = [
      'perimeter',
      'family',
      'department',
      'proximity',
      'tag',
      'transition',
      'phase',
    ].includes(request.by ?? '')
    if (request.by !== undefined && (mayOverlap ? rows < whole : rows !== whole))
      t.fail(`rows add up to ${rows}, the whole is ${whole}: ${asText(request)}`)
    if (index % OPENED_EVERY === 0) await openAll(t, db, figure, sums)
    counted += whole
  }
  return { compared: sample.length, counted }
}

t.test(
  'random figures of the demonstration agree with a second reading of raw rows, and open on contracts that add up',
  async (t) => {
    const { db } = await openTestDatabase(t)
    await importDemo(db)
    await enterTheRest(db)
    const { compared, counted } = await compareAll(
      t,
      db,
      ['000010017', '000010025', '000010033'],
      [
        ['2019-01-01', TODAY],
        ['2023-01-01', '2025-12-31'],
        ['2024-03-15', '2025-02-14'],
      ],
      COMBINATIONS,
    )
    t.equal(compared, COMBINATIONS)
    t.ok(counted > BigInt(COMBINATIONS) * 40n, `the figures count something: ${counted} contracts`)
  },
)

const REAL_DATA = process.env.REAL_DATA_DIR ?? ''
const skip = existsSync(join(REAL_DATA, 'decp')) ? false : 'REAL_DATA_DIR names no folder of real files'
t.test(
  'random figures of real files agree with a second reading of raw rows',
  { skip, timeout: 300_000 },
  async (t) => {
    const { db } = await openTestDatabase(t)
    for (const [source, file] of [
      ['sirene', 'ess/sirene-ess-flag-3375-units.csv'],
      ['siae', 'ess/siae-conventions-dated.csv'],
      ['siae', 'ess/siae-le-marche.csv'],
    ] as const)
      await importReference(db, FIXED_CLOCK, source, join(REAL_DATA, file))
    for (const file of [
      'v1-e-marchespublics.json',
      'v2-small-dirty.json',
      'flat-60-keys.json',
      'decp-info-2024h2-works-17-columns.csv',
    ])
      await importContracts(db, FIXED_CLOCK, join(REAL_DATA, 'decp', file))
    await enterTheRest(db)
    const { compared } = await compareAll(
      t,
      db,
      [],
      [
        ['2018-01-01', TODAY],
        ['2024-01-01', '2024-12-31'],
      ],
      REAL_COMBINATIONS,
    )
    t.equal(compared, REAL_COMBINATIONS)
  },
)
