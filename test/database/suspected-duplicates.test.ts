import t from 'tap'
import { listSuspectedDuplicates } from '../../src/database/suspected-duplicates.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { buyerOf } from '../import/arbitrary-contracts.ts'
import { openFile } from '../import/temporary-file.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'

const BUYER = '00001001700010'
const [ONE, OTHER] = ['00002000800017', '00002420800019']

const CONTRACT = {
  id: '2024-0012',
  acheteur: { id: BUYER },
  objet: 'Réfection de la toiture de l’école',
  nature: 'Marché',
  montant: 61_100,
  dateNotification: '2024-06-03',
  titulaires: [{ typeIdentifiant: 'SIRET', id: ONE }],
}
const held = (...ids: string[]) => ({ titulaires: ids.map((id) => ({ typeIdentifiant: 'SIRET', id })) })

const EVERYONE = { buyers: [], from: null, to: null }
const WHOLE = { limit: null, offset: 0 }

type Case = {
  title: string
  other: object
  lot?: string
  /** The buyer of the other contract of the n-th case, when it is not the same. */
  buyer?: (n: number) => string
  signals: string[] | null
}

const CASES: readonly Case[] = [
  { title: 'another number', other: { id: '20242024-0012' }, signals: ['same-award'] },
  {
    title: 'the number written otherwise',
    other: { id: '02024 0012' },
    signals: ['same-award', 'same-number'],
  },
  {
    title: 'the same number and amount, another day',
    other: { id: '20240012', dateNotification: '2024-06-20' },
    signals: ['same-number'],
  },
  {
    title: 'the same number and day, another amount',
    other: { id: '20240012', montant: 61_000 },
    signals: ['same-number'],
  },
  {
    title: 'the same number, neither day nor amount',
    other: { id: '20240012', montant: 1_000, dateNotification: '2024-07-01' },
    signals: null,
  },
  { title: 'one more holder', other: held(ONE, OTHER), signals: ['same-award', 'same-number'] },
  {
    title: 'another establishment of the holder',
    other: { id: 'X', ...held('00002000800025') },
    signals: ['same-award'],
  },
  { title: 'no usable holder', other: { id: 'X', ...held('123') }, signals: ['same-award'] },
  { title: 'another holder: another lot', other: { id: '20240012', ...held(OTHER) }, signals: null },
  {
    title: 'another object: another lot',
    other: { id: 'X', objet: 'Réfection de la façade' },
    signals: null,
  },
  {
    title: 'an object cut short, in capitals, garbled',
    other: { id: 'X', objet: 'RÃ©fection de la TOITURE' },
    signals: ['same-award'],
  },
  { title: 'no object', other: { id: 'X', objet: null }, signals: ['same-award'] },
  { title: 'an amount one euro away', other: { id: 'X', montant: 61_101 }, signals: null },
  { title: 'the day after', other: { id: 'X', dateNotification: '2024-06-04' }, signals: null },
  {
    title: 'another establishment of the buyer',
    other: {},
    buyer: (n) => buyerOf(n, 2),
    signals: ['same-award', 'same-number'],
  },
  { title: 'another buyer', other: {}, buyer: (n) => buyerOf(n + 500), signals: null },
  { title: 'another lot number', lot: '1', other: { lot: '2' }, signals: null },
  {
    title: 'a call-off beside its framework',
    other: { id: 'X', nature: 'Marché subséquent' },
    signals: null,
  },
]

t.test('a contract beside another, from two files', async (t) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'marches.json')
  const firsts = CASES.map(({ lot }, n) => ({ ...CONTRACT, acheteur: { id: buyerOf(n) }, lot }))
  const others = CASES.map(({ other, lot, buyer = buyerOf }, n) => ({
    ...CONTRACT,
    acheteur: { id: buyer(n) },
    lot,
    ...other,
  }))
  for (const marches of [firsts, others])
    await importContracts(db, FIXED_CLOCK, await write(JSON.stringify({ marches })))
  for (const [n, { title, signals }] of CASES.entries()) {
    const sirens = [buyerOf(n), buyerOf(n + 500)].map((siret) => siret.slice(0, 9))
    const { rows, total } = await listSuspectedDuplicates(db, { ...EVERYONE, buyers: sirens }, WHOLE)
    t.equal(total, signals ? 1 : 0, title)
    t.strictSame(rows[0]?.signals ?? null, signals, `${title}: ${signals?.join(', ') ?? 'not a pair'}`)
    if (signals) t.strictSame([rows[0]?.first.importId, rows[0]?.second.importId], [1, 2], 'in order')
  }
})

t.test('amounts that cannot be used bring nothing together, nor do versions of one contract', async (t) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'marches.json')
  const marches = [
    { ...CONTRACT, montant: 1 },
    { ...CONTRACT, id: 'X', montant: 1 },
    { ...CONTRACT, id: 'Y', datePublicationDonnees: '2024-07-01' },
    { ...CONTRACT, id: 'Y', datePublicationDonnees: '2024-08-01' },
  ]
  await importContracts(db, FIXED_CLOCK, await write(JSON.stringify({ marches })))
  t.equal((await listSuspectedDuplicates(db, EVERYONE, WHOLE)).total, 0)
})

t.test('pairs come by page, by buyer and by period', async (t) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'marches.json')
  const marches = ['00001001700010', '00001002500014'].flatMap((id) =>
    ['2023-01-10', '2024-01-10'].flatMap((dateNotification) =>
      ['A', 'B'].map((number) => ({
        ...CONTRACT,
        id: `${number}${dateNotification}`,
        acheteur: { id },
        dateNotification,
      })),
    ),
  )
  await importContracts(db, FIXED_CLOCK, await write(JSON.stringify({ marches })))
  const totalOf = async (filters: object) =>
    (await listSuspectedDuplicates(db, { ...EVERYONE, ...filters }, WHOLE)).total
  t.equal(await totalOf({}), 4)
  t.equal(await totalOf({ buyers: ['000010017'] }), 2)
  t.equal(await totalOf({ buyers: ['00001002500014'], from: '2024-01-01', to: '2024-12-31' }), 1)
  t.equal(await totalOf({ buyers: ['999999999'] }), 0)
  const page = await listSuspectedDuplicates(db, EVERYONE, { limit: 3, offset: 3 })
  t.match([page.total, page.rows.length], [4, 1])
  const beyond = await listSuspectedDuplicates(db, EVERYONE, { limit: 3, offset: 9 })
  t.match([beyond.total, beyond.rows.length], [4, 0])
})

t.test('in a crowd of contracts that look the same, each is beside the nearest fifty', async (t) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'marches.json')
  const crowd = (count: number, id: string, start: number) =>
    Array.from({ length: count }, (_, n) => ({ ...CONTRACT, id: `${start + n}`, acheteur: { id } }))
  const [whole, cut, others] = [buyerOf(1), buyerOf(2), buyerOf(3)]
  const marches = [
    ...crowd(51, whole, 1000),
    ...crowd(5_000, cut, 2000),
    ...crowd(200, others, 9000).map((contract, n) => ({ ...contract, objet: `Lot ${n % 100} fin` })),
  ]
  await importContracts(db, FIXED_CLOCK, await write(JSON.stringify({ marches })))
  const totalOf = async (buyer: string) =>
    (await listSuspectedDuplicates(db, { ...EVERYONE, buyers: [buyer] }, { limit: 1, offset: 0 })).total
  t.equal(await totalOf(whole), (51 * 50) / 2, 'all pairs of 51')
  t.equal(await totalOf(cut), (50 * 49) / 2 + (5_000 - 50) * 50, 'the nearest fifty of 5 000')
  t.equal(await totalOf(others), 100, 'those of one object are near each other, wherever the file has them')
})
