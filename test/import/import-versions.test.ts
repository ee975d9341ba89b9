import { join } from 'node:path'
import t, { type Test } from 'tap'
import { importContracts } from '../../src/import/import-contracts.ts'
import { reportShare } from '../../src/reports/share-report.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'

const BUYER = '00001001700010'
const [ONE, OTHER] = ['00009100900019', '00009200700012']
const HEADER = 'uid,id,acheteur_id,titulaire_id,nature,objet,montant,dateNotification,modification_id'

/** `[id, holder, object, amount, notified, version]` as a row of decp.info. */
type Row = readonly [id: string, holder: string, object: string, amount: string, day: string, version: number]
const lineOf = ([id, holder, object, amount, day, version]: Row) =>
  [`${BUYER}${id}`, id, BUYER, holder, 'Marché', object, amount, day, version].join(',')

/** The total of 2024 and what is undated, once these files are imported one after the other. */
async function totalOf(t: Test, ...files: readonly (readonly Row[])[]) {
  const { db } = await openTestDatabase(t)
  for (const [n, rows] of files.entries()) {
    const folder = t.testdir({ [`f${n}.csv`]: `${[HEADER, ...rows.map(lineOf)].join('\n')}\n` })
    await importContracts(db, FIXED_CLOCK, join(folder, `f${n}.csv`))
  }
  const request = { buyers: [], perimeter: 'ess', holders: 'any-holder', frameworks: 'ceilings' } as const
  const report = await reportShare(db, FIXED_CLOCK, { ...request, from: '2024-01-01', to: '2024-12-31' })
  return {
    contracts: report.contracts.total,
    value: report.value.total,
    outOfValue: report.outOfValue.contracts,
    undated: report.excluded.undated,
  }
}

for (const { title, files, expected } of [
  {
    title: 'a version goes to the lot of its object',
    files: [
      [
        ['L', ONE, 'Lot 1', '1000', '2024-01-10', 0],
        ['L', ONE, 'Lot 2', '2000', '2024-01-10', 0],
        ['L', ONE, 'Lot 2', '2500', '2024-06-10', 1],
      ],
    ],
    expected: { contracts: 2, value: 3500, outOfValue: 0, undated: 0 },
  },
  {
    title: 'a version whose holder was replaced goes to the lot of its object too',
    files: [
      [
        ['L', ONE, 'Lot 1', '1000', '2024-01-10', 0],
        ['L', ONE, 'Lot 2', '2000', '2024-01-10', 0],
        ['L', OTHER, 'Lot 2', '2500', '2024-06-10', 1],
      ],
    ],
    expected: { contracts: 2, value: 3500, outOfValue: 0, undated: 0 },
  },
  {
    title: 'a version without amount changes nothing',
    files: [
      [
        ['V', ONE, 'Toiture', '10000', '2024-01-10', 0],
        ['V', ONE, 'Toiture', '', '2024-06-10', 1],
      ],
    ],
    expected: { contracts: 1, value: 10_000, outOfValue: 0, undated: 0 },
  },
  {
    title: 'the last version is the one of highest rank, dated or not',
    files: [
      [
        ['V', ONE, 'Toiture', '10000', '2024-01-10', 0],
        ['V', ONE, 'Toiture', '20000', '2024-06-10', 1],
        ['V', ONE, 'Toiture', '30000', '', 2],
      ],
    ],
    expected: { contracts: 1, value: 30_000, outOfValue: 0, undated: 0 },
  },
  {
    title: 'a version read without its original does not say when the contract was notified',
    files: [[['V', ONE, 'Toiture', '20000', '2024-06-10', 1]]],
    expected: { contracts: 0, value: 0, outOfValue: 0, undated: 1 },
  },
  {
    title: 'a version read before its original joins it, its holder replaced or not',
    files: [
      [['V', OTHER, 'Toiture', '20000', '2024-06-10', 1]],
      [
        ['V', ONE, 'Toiture', '10000', '2024-01-10', 0],
        ['V', OTHER, 'Toiture', '20000', '2024-06-10', 1],
      ],
    ],
    expected: { contracts: 1, value: 20_000, outOfValue: 0, undated: 0 },
  },
  {
    title: 'an impossible date among the versions does not date the contract',
    files: [
      [
        ['V', ONE, 'Toiture', '10000', '1900-01-01', 0],
        ['V', ONE, 'Toiture', '20000', '2024-06-10', 0],
      ],
    ],
    expected: { contracts: 1, value: 20_000, outOfValue: 0, undated: 0 },
  },
] as const satisfies { title: string; files: readonly (readonly Row[])[]; expected: object }[])
  t.test(title, async (t) => t.strictSame(await totalOf(t, ...files), expected))

t.test('a delegation of public service is a concession in CSV as in JSON', async (t) => {
  const { db } = await openTestDatabase(t)
  const folder = t.testdir({
    'dsp.csv': `${HEADER}\n${lineOf(['D', ONE, 'Eau', '5000000', '2024-01-10', 0]).replace('Marché', 'Délégation de service public')}\n`,
  })
  await importContracts(db, FIXED_CLOCK, join(folder, 'dsp.csv'))
  const request = { buyers: [], perimeter: 'ess', holders: 'any-holder', frameworks: 'ceilings' } as const
  t.match(await reportShare(db, FIXED_CLOCK, { ...request, from: null, to: null }), {
    contracts: { total: 0 },
    excluded: { concessions: 1 },
  })
})

t.test('a version read on its own stays when only another lot of its id is whole', async (t) => {
  const lots = [
    ['L', ONE, 'Lot 1', '1000', '2024-01-10', 0],
    ['L', ONE, 'Lot 1', '1500', '2024-06-10', 1],
  ] as const
  t.match(await totalOf(t, [['L', OTHER, 'Lot 2', '2500', '2024-06-10', 1]], lots), {
    contracts: 1,
    value: 1500,
    undated: 1,
  })
})
