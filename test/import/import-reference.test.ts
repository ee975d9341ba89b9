import t from 'tap'
import { importContracts } from '../../src/import/import-contracts.ts'
import { importReference, type ReferenceLedger } from '../../src/import/import-reference.ts'
import { FIXED_CLOCK, fixture, openTestDatabase } from '../support/database.ts'
import { differencesBetween, readEverything, readVerdicts } from './database-state.ts'
import { essFrance, esus, openLists, siae, sirene, UNITS, verdictOf } from './reference-lists.ts'

const DEMO = [
  { source: 'sirene', file: 'sirene-stock-unite-legale.csv', counts: '115 = 115 + 0 + 0 + 0', problems: '' },
  {
    source: 'ess-france',
    file: 'ess-france.csv',
    counts: '30 = 30 + 0 + 0 + 0',
    problems: 'identifier-repaired: 3',
  },
  { source: 'esus', file: 'esus.csv', counts: '8 = 8 + 0 + 0 + 0', problems: '' },
  {
    source: 'siae',
    file: 'siae.csv',
    counts: '20 = 17 + 0 + 0 + 3',
    problems: 'facilitator-ignored: 1, siren-placeholder: 1, structure-inactive: 1',
  },
] as const
const LISTED = { listedOn: '2026-10-31' }

const countsOf = ({ read, stored, updated, unchanged, rejected }: ReferenceLedger) =>
  `${read} = ${stored} + ${updated} + ${unchanged} + ${rejected}`

t.test('each kind of list comes to what the demonstration says; again, it changes nothing', async (t) => {
  const { db } = await openTestDatabase(t)
  for (const { source, file, counts, problems } of DEMO) {
    const path = fixture(`demo/${file}`)
    const first = await importReference(db, FIXED_CLOCK, source, path, LISTED)
    t.equal(countsOf(first), counts, file)
    t.equal(first.problems.map(({ code, count }) => `${code}: ${count}`).join(', '), problems, file)
    const { facts: before } = await readEverything(db)
    const again = await importReference(db, FIXED_CLOCK, source, path, LISTED)
    t.equal(countsOf(again), `${first.read} = 0 + 0 + ${first.stored} + ${first.rejected}`, file)
    t.equal(again.closed, 0)
    t.strictSame((await readEverything(db)).facts, before, file)
  }
})

t.test('the lists then the contracts, or the contracts then the lists: the same verdicts', async (t) => {
  const lists = DEMO.map(
    ({ source, file }) =>
      (db: Parameters<typeof importReference>[0]) =>
        importReference(db, FIXED_CLOCK, source, fixture(`demo/${file}`), LISTED),
  )
  const contracts = ['2019-2021.json', '2022-2024.json', '2024-2026.csv', 'communes.csv'].map(
    (file) => (db: Parameters<typeof importReference>[0]) =>
      importContracts(db, FIXED_CLOCK, fixture(`demo/marches-${file}`)),
  )
  const states: string[][] = []
  for (const steps of [
    [...lists, ...contracts],
    [...contracts, ...lists.toReversed()],
    [...lists.slice(0, 2), ...contracts, ...lists.slice(2)],
  ])
    await t.test(async (t) => {
      const { db } = await openTestDatabase(t)
      for (const step of steps) await step(db)
      states.push(await readVerdicts(db))
    })
  const [first = [], ...others] = states
  t.ok(first.length > 100)
  for (const other of others) t.strictSame(differencesBetween({ verdicts: other }, { verdicts: first }), [])
})

const [ONE, TWO, THREE] = UNITS
const DAY = '2024-06-01'

t.test('verdicts follow the lists at once, for suppliers that already hold contracts', async (t) => {
  const { db, list, contracts } = await openLists(t)
  await contracts([ONE, TWO, THREE])
  t.equal(await verdictOf(db, ONE, 'ess', DAY), 'undetermined')
  t.equal(await verdictOf(db, ONE, 'esus', DAY), 'undetermined')

  await list('ess-france', essFrance([ONE]), { listedOn: '2025-01-01' })
  t.equal(await verdictOf(db, ONE, 'ess', DAY), 'yes ess-by-ess-france')
  t.equal(
    await verdictOf(db, TWO, 'ess', DAY),
    'undetermined',
    'absence alone says nothing of the legal form',
  )

  await list(
    'sirene',
    sirene([
      [TWO, '5710', 'N'],
      [THREE, '9220', ''],
    ]),
    { listedOn: '2025-01-01' },
  )
  t.equal(await verdictOf(db, TWO, 'ess', DAY), 'no not-ess-by-sirene')
  t.equal(await verdictOf(db, THREE, 'ess', DAY), 'yes ess-by-legal-form')

  await list('siae', siae([[ONE, 'ACI']]), { listedOn: '2025-01-01' })
  t.match(await verdictOf(db, ONE, 'siae', DAY), /^yes/)
  t.match(await verdictOf(db, TWO, 'siae', DAY), /^no/, 'absent from a complete list')
  t.match(await verdictOf(db, ONE, 'handicap', DAY), /^no/)
})

t.test('an ESUS agreement counts between its dates', async (t) => {
  const { db, list, contracts } = await openLists(t)
  await contracts([ONE, TWO])
  await list('esus', esus([[ONE, '01/01/2023', '31/12/2024']]), { listedOn: '2025-06-01' })
  for (const [day, expected] of [
    ['2022-12-31', /^no/],
    ['2023-01-01', /^yes/],
    ['2024-12-30', /^yes/],
    ['2025-01-01', /^no/],
  ] as const)
    t.match(await verdictOf(db, ONE, 'esus', day), expected, day)
  t.match(await verdictOf(db, TWO, 'esus', '2024-01-01'), /^no/, 'never agreed')
  await list(
    'esus',
    esus([
      [ONE, '01/01/2023', '31/12/2024'],
      [ONE, '01/01/2025', '31/12/2029'],
    ]),
    {
      listedOn: '2025-07-01',
    },
  )
  t.match(await verdictOf(db, ONE, 'esus', '2025-01-01'), /^yes/, 'renewed')
})

t.test('a newer list changes, adds and closes, from its day on', async (t) => {
  const { db, list, contracts } = await openLists(t)
  await contracts([ONE, TWO, THREE])
  await list('ess-france', essFrance([ONE, TWO]), { listedOn: '2025-01-01' })
  const second = await list('ess-france', essFrance([TWO, THREE]), { listedOn: '2026-01-01' })
  t.equal(countsOf(second), '2 = 1 + 0 + 1 + 0')
  t.equal(second.closed, 1)
  t.match(await verdictOf(db, ONE, 'ess', '2025-12-31'), /^yes/, 'it was listed')
  t.notMatch(await verdictOf(db, ONE, 'ess', '2026-01-01'), /^yes/, 'it is no more')
  t.match(await verdictOf(db, THREE, 'ess', '2026-01-01'), /^yes/)

  await list('sirene', sirene([[ONE, '5710', 'O']]), { listedOn: '2025-01-01' })
  const changed = await list('sirene', sirene([[ONE, '5710', 'N']]), { listedOn: '2026-01-01' })
  t.equal(countsOf(changed), '1 = 0 + 1 + 0 + 0')
  t.equal(await verdictOf(db, ONE, 'ess', '2025-12-31'), 'yes ess-by-sirene-flag')
  t.equal(await verdictOf(db, ONE, 'ess', '2026-01-01'), 'no not-ess-by-sirene')
})

t.test('a list corrected the same day replaces what it said', async (t) => {
  const { db, list, contracts } = await openLists(t)
  await contracts([ONE])
  for (const flag of ['O', 'N', ''])
    await list('sirene', sirene([[ONE, '5710', flag]]), { listedOn: '2025-01-01' })
  t.equal(await verdictOf(db, ONE, 'ess', DAY), 'undetermined')
  await list('sirene', sirene([[ONE, '5710', 'N']]), { listedOn: '2025-01-01' })
  t.equal(await verdictOf(db, ONE, 'ess', DAY), 'no not-ess-by-sirene', 'for contracts of any date')
})

t.test('each refused row is reported with its line, and the others are kept', async (t) => {
  const { list } = await openLists(t)
  const content = [
    'siret,kind,is_active',
    `${ONE},ACI,True`,
    `${ONE},ACI,True`,
    '12345678912345,EI,True',
    `${TWO},OPCS,True`,
    `${TWO},EI`,
    `${TWO},EI,False`,
    `${TWO},SCOP,True`,
    ',EI,True',
    '00002420800018,EI,True',
  ].join('\n')
  const ledger = await list('siae', content)
  t.equal(countsOf(ledger), '9 = 1 + 0 + 1 + 7')
  t.strictSame(
    ledger.problems.map(({ code, example }) => `${example.line} ${code}`).sort(),
    [
      '4 siren-placeholder',
      '5 facilitator-ignored',
      '6 cell-count',
      '7 structure-inactive',
      '8 kind-unknown',
      '9 siren-missing',
      '10 siren-invalid',
    ].sort(),
  )
  t.ok(ledger.problems.every(({ isRejection }) => isRejection))
})

t.test('two rows of one unit that disagree: the first is retained, the second reported', async (t) => {
  const { db, list, contracts } = await openLists(t)
  await contracts([ONE])
  const ledger = await list(
    'sirene',
    sirene([
      [ONE, '5710', 'O'],
      [ONE, '5710', 'N'],
      [ONE, '5710', 'O'],
    ]),
  )
  t.equal(countsOf(ledger), '3 = 1 + 0 + 1 + 1')
  t.match(ledger.problems, [{ code: 'repeated-with-difference', example: { line: 3 } }])
  t.equal(await verdictOf(db, ONE, 'ess', DAY), 'yes ess-by-sirene-flag')
})
