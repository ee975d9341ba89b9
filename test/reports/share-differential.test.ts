import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Db } from '../../src/database/connect.ts'
import { FRAMEWORK_METHODS, HOLDER_METHODS } from '../../src/domain/share/share.ts'
import { PERIMETER_IDS } from '../../src/domain/supplier/verdict.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { importReference } from '../../src/import/import-reference.ts'
import { reportShare, reportShareByYear, type ShareFigure } from '../../src/reports/share-report.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'
import { importDemo } from '../support/demo.ts'
import { type OracleRow, prepareOracle, recomputeShare } from './share-oracle.ts'

const centsOf = (euros: number) => BigInt(Math.round(euros * 100))

const partsOf = ({ contracts, value }: ShareFigure): OracleRow => ({
  contracts: {
    yes: BigInt(contracts.yes),
    no: BigInt(contracts.no),
    undetermined: BigInt(contracts.undetermined),
  },
  cents: { yes: centsOf(value.yes), no: centsOf(value.no), undetermined: centsOf(value.undetermined) },
})

const METHODS = PERIMETER_IDS.flatMap((perimeter) =>
  HOLDER_METHODS.flatMap((holders) =>
    FRAMEWORK_METHODS.map((frameworks) => ({ perimeter, holders, frameworks })),
  ),
)

/** Compares every method, for these buyers and periods, with plain SQL; answers how many figures were compared. */
async function compareAll(
  t: Tap.Test,
  db: Db,
  buyerSets: string[][],
  periods: [string, string][],
): Promise<number> {
  await prepareOracle(db)
  let compared = 0
  for (const method of METHODS)
    for (const buyers of buyerSets)
      for (const [from, to] of periods) {
        const request = { ...method, buyers, from, to }
        const expected = await recomputeShare(db, request)
        const actual = partsOf(await reportShare(db, FIXED_CLOCK, request))
        if (!isEqual(actual, expected)) t.strictSame(actual, expected, JSON.stringify(request))
        compared++
      }
  return compared
}

const asText = (row: OracleRow) =>
  JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value))
const isEqual = (a: OracleRow, b: OracleRow) => asText(a) === asText(b)

declare namespace Tap {
  type Test = typeof t
}

const EPCI = '000010017'
const COMMUNE = '000010025'

t.test('shares of the demonstration agree with plain SQL for every perimeter and method', async (t) => {
  const { db } = await openTestDatabase(t)
  await importDemo(db)
  const compared = await compareAll(
    t as Tap.Test,
    db,
    [[], [EPCI], [COMMUNE, EPCI]],
    [
      ['2019-01-01', '2026-11-23'],
      ['2023-01-01', '2023-12-31'],
      ['2024-03-15', '2025-02-14'],
    ],
  )
  t.equal(compared, METHODS.length * 9)

  t.test('rows by year add up to the whole and agree with plain SQL', async (t) => {
    for (const method of METHODS) {
      const request = { ...method, buyers: [], from: null, to: null }
      const { rows } = await reportShareByYear(db, FIXED_CLOCK, request)
      for (const row of rows) {
        const expected = await recomputeShare(db, {
          ...request,
          from: `${row.key}-01-01`,
          to: `${row.key}-12-31`,
        })
        if (!isEqual(partsOf(row), expected))
          t.strictSame(partsOf(row), expected, `${row.key} ${JSON.stringify(method)}`)
      }
      const { contracts } = await reportShare(db, FIXED_CLOCK, { ...request, from: '1990-01-01' })
      t.equal(
        rows.reduce((sum, row) => sum + row.contracts.total, 0),
        contracts.total,
      )
    }
  })
})

const REAL_DATA = process.env.REAL_DATA_DIR ?? ''
const REAL_LISTS = [
  ['sirene', 'ess/sirene-ess-flag-3375-units.csv'],
  ['ess-france', 'ess/ess-france-digital-sector.csv'],
  ['siae', 'ess/siae-conventions-dated.csv'],
  ['siae', 'ess/siae-le-marche.csv'],
] as const
const REAL_CONTRACTS = [
  'v1-pes.json',
  'v1-e-marchespublics.json',
  'v1-small.json',
  'v2-small-dirty.json',
  'flat-60-keys.json',
  'decp-info-2024h2-works-17-columns.csv',
]

const skip = existsSync(join(REAL_DATA, 'decp')) ? false : 'REAL_DATA_DIR names no folder of real files'
t.test(
  'shares of real files agree with plain SQL for every perimeter and method',
  { skip, timeout: 300_000 },
  async (t) => {
    const { db } = await openTestDatabase(t)
    for (const [source, file] of REAL_LISTS)
      await importReference(db, FIXED_CLOCK, source, join(REAL_DATA, file))
    for (const file of REAL_CONTRACTS) await importContracts(db, FIXED_CLOCK, join(REAL_DATA, 'decp', file))
    const compared = await compareAll(
      t as Tap.Test,
      db,
      [[], ['243100633']],
      [
        ['2018-01-01', '2019-12-31'],
        ['2020-01-01', '2026-11-23'],
      ],
    )
    t.equal(compared, METHODS.length * 4)
  },
)
