import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Db } from '../../src/database/connect.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { importReference } from '../../src/import/import-reference.ts'
import { reportShare, reportShareByYear, type ShareRequest } from '../../src/reports/share-report.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'

const BUYER = '00001001700010'
const INSERTION = '00009100900019'
const COMPANY = '00009200700012'
const OTHER_COMPANY = '00009300500015'

type Contract = { id: string; holders?: string[]; montant?: number; date?: string } & Record<string, unknown>

const record = ({ id, holders = [COMPANY], montant = 1000, date = '2024-05-01', ...rest }: Contract) => ({
  id,
  acheteur: { id: BUYER },
  objet: `Objet ${id}`,
  nature: 'Marché',
  montant,
  dateNotification: date,
  datePublicationDonnees: date,
  titulaires: holders.map((holder) => ({ titulaire: { id: holder, typeIdentifiant: 'SIRET' } })),
  ...rest,
})

async function importAll(t: Test, db: Db, contracts: Contract[]): Promise<void> {
  const folder = t.testdir({
    'siae.csv': `siret,kind,name\n${INSERTION},EI,Entreprise d'insertion fictive\n`,
  })
  await importReference(db, FIXED_CLOCK, 'siae', join(folder, 'siae.csv'), { listedOn: '2026-01-01' })
  const path = join(folder, 'marches.json')
  await writeFile(path, JSON.stringify({ marches: { marche: contracts.map(record) } }))
  await importContracts(db, FIXED_CLOCK, path)
}

const REQUEST: ShareRequest = {
  buyers: ['000010017'],
  perimeter: 'siae',
  from: '2024-01-01',
  to: '2024-12-31',
  holders: 'any-holder',
  frameworks: 'ceilings',
}

t.test('three holders share 1 000.01 €: each method counts the contract once and every cent', async (t) => {
  const { db } = await openTestDatabase(t)
  const holders = [INSERTION, COMPANY, OTHER_COMPANY]
  await importAll(t, db, [{ id: 'joint', holders, montant: 1000.01 }])
  for (const { method, contracts, value } of [
    {
      method: 'any-holder',
      contracts: { yes: 1, no: 0, total: 1 },
      value: { yes: 1000.01, no: 0, total: 1000.01 },
    },
    {
      method: 'equal-split',
      contracts: { yes: 1, no: 0, total: 1 },
      value: { yes: 333.35, no: 666.66, total: 1000.01 },
    },
    {
      method: 'lead',
      contracts: { yes: 1, no: 0, total: 1 },
      value: { yes: 1000.01, no: 0, total: 1000.01 },
    },
  ] as const)
    t.match(await reportShare(db, FIXED_CLOCK, { ...REQUEST, holders: method }), { contracts, value }, method)
})

t.test('an unknown partner makes a contract undetermined, unless another holder qualifies', async (t) => {
  const { db } = await openTestDatabase(t)
  await importAll(t, db, [
    { id: 'qualified', holders: ['12345678900022', INSERTION], montant: 300 },
    { id: 'doubtful', holders: [COMPANY, '12345678900022'], montant: 500 },
    { id: 'nobody', holders: [], montant: 700 },
  ])
  const report = await reportShare(db, FIXED_CLOCK, REQUEST)
  t.match(report.contracts, { yes: 1, no: 0, undetermined: 2, total: 3 })
  t.match(report.value, { yes: 300, no: 0, undetermined: 1200, total: 1500 })
  t.strictSame(report.share.value, { lower: 0.2, upper: 1, determined: 1 })
  const lead = await reportShare(db, FIXED_CLOCK, { ...REQUEST, holders: 'lead' })
  t.match(lead.contracts, { yes: 0, no: 1, undetermined: 2 })
})

t.test(
  'an amount that cannot be used counts in number, is left out of value, and is counted apart',
  async (t) => {
    const { db } = await openTestDatabase(t)
    await importAll(t, db, [
      { id: 'usable', holders: [INSERTION], montant: 200 },
      { id: 'too-small', holders: [INSERTION], montant: 199.99 },
      { id: 'filler', holders: [INSERTION], montant: 11111111 },
    ])
    const report = await reportShare(db, FIXED_CLOCK, REQUEST)
    t.match(report, {
      contracts: { yes: 3, total: 3 },
      value: { yes: 200, total: 200 },
      outOfValue: { contracts: 2 },
    })
  },
)

t.test('the latest amendment gives the amount, whatever the order it is written in', async (t) => {
  const { db } = await openTestDatabase(t)
  const modifications = [
    { modification: { id: 2, dateNotificationModification: '2025-03-01', montant: 900 } },
    { modification: { id: 1, dateNotificationModification: '2024-09-01', montant: 5000 } },
    { modification: { id: 3, dateNotificationModification: '2025-06-01', dureeMois: 12 } },
  ]
  await importAll(t, db, [{ id: 'amended', montant: 1000, modifications }])
  t.match(await reportShare(db, FIXED_CLOCK, REQUEST), { value: { no: 900, total: 900 } })
})

t.test('a framework and its call-offs do not count the same euros twice', async (t) => {
  const { db } = await openTestDatabase(t)
  const callOff = { nature: 'Marché subséquent' }
  await importAll(t, db, [
    { id: 'AC1', nature: 'Accord-cadre', montant: 10_000 },
    { id: 'MS1', ...callOff, idAccordCadre: 'AC1', montant: 4_000 },
    { id: 'MS2', ...callOff, idAccordCadre: 'AC-of-someone-else', montant: 3_000 },
    { id: 'M1', montant: 500 },
  ])
  for (const { frameworks, total, excluded } of [
    { frameworks: 'ceilings', total: 13_500, excluded: { callOffs: 1, frameworks: 0 } },
    { frameworks: 'call-offs', total: 7_500, excluded: { callOffs: 0, frameworks: 1 } },
    { frameworks: 'none', total: 17_500, excluded: { callOffs: 0, frameworks: 0 } },
  ] as const)
    t.match(
      await reportShare(db, FIXED_CLOCK, { ...REQUEST, frameworks }),
      { value: { total }, excluded },
      frameworks,
    )
})

t.test('a framework that arrives after its call-offs is known all the same', async (t) => {
  const { db } = await openTestDatabase(t)
  await importAll(t, db, [{ id: 'MS1', nature: 'Marché subséquent', idAccordCadre: 'AC1', montant: 4_000 }])
  t.match(await reportShare(db, FIXED_CLOCK, REQUEST), { value: { total: 4_000 } })
  await importAll(t, db, [{ id: 'AC1', nature: 'Accord-cadre', montant: 10_000 }])
  t.match(await reportShare(db, FIXED_CLOCK, REQUEST), {
    value: { total: 10_000 },
    excluded: { callOffs: 1 },
  })
})

t.test('contracts without a usable date stay out of dated figures, which say how many', async (t) => {
  const { db } = await openTestDatabase(t)
  await importAll(t, db, [
    { id: 'first-day', date: '2024-01-01', holders: [INSERTION] },
    { id: 'last-day', date: '2024-12-31' },
    { id: 'next-year', date: '2025-01-01' },
    { id: 'undated', date: 'NC', holders: [INSERTION] },
    { id: 'tomorrow', date: '2026-11-24' },
    { id: 'before-1990', date: '1989-12-31' },
  ])
  t.match(await reportShare(db, FIXED_CLOCK, REQUEST), {
    contracts: { yes: 1, no: 1, total: 2 },
    excluded: { undated: 3 },
  })
  const byYear = await reportShareByYear(db, FIXED_CLOCK, { ...REQUEST, from: null, to: null })
  t.match(byYear.rows, [
    { key: '2024', contracts: { total: 2 } },
    { key: '2025', contracts: { total: 1 } },
  ])
  const whole = await reportShare(db, FIXED_CLOCK, { ...REQUEST, from: null, to: null })
  t.match(
    whole,
    { contracts: { yes: 2, no: 4, total: 6 }, excluded: { undated: 0 } },
    'an undated fact holds at any date',
  )
})

t.test('concessions are told apart and never counted', async (t) => {
  const { db } = await openTestDatabase(t)
  await importAll(t, db, [{ id: 'M1' }, { id: 'C1', nature: 'Concession de service' }])
  t.match(await reportShare(db, FIXED_CLOCK, REQUEST), {
    contracts: { total: 1 },
    excluded: { concessions: 1 },
  })
})

t.test('a buyer is named by SIREN or SIRET; another buyer has no share, not a share of zero', async (t) => {
  const { db } = await openTestDatabase(t)
  await importAll(t, db, [{ id: 'M1' }])
  t.equal((await reportShare(db, FIXED_CLOCK, { ...REQUEST, buyers: [BUYER] })).contracts.total, 1)
  const other = await reportShare(db, FIXED_CLOCK, { ...REQUEST, buyers: ['000010025'] })
  t.match(other, {
    contracts: { total: 0 },
    share: { contracts: { lower: null, upper: null, determined: null } },
  })
})

t.test('the sources of a figure are those of the moment, whatever was read before', async (t) => {
  const { db } = await openTestDatabase(t)
  const listed = async () =>
    (await reportShare(db, FIXED_CLOCK, REQUEST)).sources.map(({ id, listedOn, entries }) => [
      id,
      listedOn,
      entries,
    ])
  t.strictSame(await listed(), [])
  await importAll(t, db, [{ id: 'M1' }])
  t.strictSame(await listed(), [['siae', '2026-01-01', 1]])
  const path = join(t.testdirName, 'siae.csv')
  await writeFile(path, `siret,kind,name\n${INSERTION},EI,Fictive\n${COMPANY},EI,Fictive aussi\n`)
  await importReference(db, FIXED_CLOCK, 'siae', path, { listedOn: '2026-02-01' })
  t.strictSame(await listed(), [['siae', '2026-02-01', 2]])
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('list_entries').execute()
    await reportShare(trx, FIXED_CLOCK, REQUEST)
    await trx.deleteFrom('reference_lists').execute()
    t.strictSame(
      (await reportShare(trx, FIXED_CLOCK, REQUEST)).sources,
      [],
      'nothing is kept within a transaction',
    )
  })
})
