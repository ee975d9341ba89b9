import fc from 'fast-check'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import type { Db } from '../../src/database/connect.ts'
import { listCandidates, listNamedSuppliers } from '../../src/database/named-suppliers.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { importPayments } from '../../src/import/import-payments.ts'
import { importReference } from '../../src/import/import-reference.ts'
import { chooseName } from '../../src/import/link-names.ts'
import { undoImport } from '../../src/import/undo-import.ts'
import type { AppError } from '../../src/platform/errors.ts'
import { listEssSuppliers } from '../../src/reports/ess-suppliers.ts'
import { reportShare } from '../../src/reports/share-report.ts'
import { listSources } from '../../src/reports/sources.ts'
import { reportSpendShare } from '../../src/reports/spend-share-report.ts'
import { FIXED_CLOCK, openTestDatabase, runs } from '../support/database.ts'
import { differencesBetween, readData, type State } from './database-state.ts'
import { essFrance, sirenOf, UNITS } from './reference-lists.ts'
import { openFile } from './temporary-file.ts'

const BUYER = '00001001700010'
const OTHER_BUYER = '00001002500013'
const [A, B] = [UNITS[0], UNITS[1]]

type Holder = { name: string; siret?: string }

/** A file of contracts, one for each holder. Numbered by the file, so that no two are the same contract. */
const contractsOf = (holders: readonly Holder[], buyer = BUYER, file = 'M') =>
  JSON.stringify({
    marches: holders.map(({ name, siret }, index) => ({
      id: `${file}${index}`,
      acheteur: { id: buyer },
      objet: `Objet ${file} ${index}`,
      montant: 10_000 * 2 ** index,
      dateNotification: '2024-06-01',
      titulaires: [{ denominationSociale: name, ...(siret && { typeIdentifiant: 'SIRET', id: siret }) }],
    })),
  })

async function open(t: Test) {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'fichier.json')
  const writeList = await openFile(t, 'liste.csv')
  return {
    db,
    contracts: async (...args: Parameters<typeof contractsOf>) =>
      importContracts(db, FIXED_CLOCK, await write(contractsOf(...args))),
    list: async (content: string) =>
      importReference(db, FIXED_CLOCK, 'ess-france', await writeList(content), { listedOn: '2025-01-01' }),
    named: async () =>
      (await listNamedSuppliers(db, { id: null, buyers: [], isLinked: null }, { limit: 50, offset: 0 }))
        .suppliers,
  }
}

const WHY = { reason: 'Kbis lu', author: 'C. Martin' }
const link = (db: Db, id: string, siret: string) =>
  chooseName(db, FIXED_CLOCK, { id, choice: 'link', siren: sirenOf(siret), ...WHY })
const linksOf = async (
  suppliers: Promise<{ names: string[]; siren: string | null; choiceId: number | null }[]>,
) => Object.fromEntries((await suppliers).map(({ names, siren, choiceId }) => [names[0], [siren, choiceId]]))

const share = async (db: Db) => {
  const { contracts, value } = await reportShare(db, FIXED_CLOCK, {
    buyers: [],
    from: null,
    to: null,
    perimeter: 'ess',
    holders: 'any-holder',
    frameworks: 'ceilings',
  })
  return { contracts, value }
}

t.test('what names have in common', async (t) => {
  const { db } = await openTestDatabase(t)
  const keyOf = async (name: string) =>
    (await sql<{ key: string | null }>`select name_key(${name}) as key`.execute(db)).rows[0]?.key
  for (const [name, key] of [
    ['S.A.R.L. Les Jardins d’Éole', 'les jardins d eole'],
    ["LES JARDINS D'EOLE (S A R L)", 'les jardins d eole'],
    ['Œuvre & Cie, SAS', 'oeuvre et cie'],
    ['  Association   L’Étape ', 'l etape'],
    ['SARL', 'sarl'],
    ['SASKIA SARLAT', 'saskia sarlat'],
    ['...', null],
  ] as const)
    t.equal(await keyOf(name), key, name)
  const word = fc.constantFrom('Éole', 'JARDIN', 'cœur', 'Dupont', '3F')
  const form = fc.constantFrom('SARL', 'S.A.S.', 'Association', 'sasu', '')
  const mark = fc.constantFrom(' ', '  ', ' - ', ', ', ' / ')
  await fc.assert(
    fc.asyncProperty(
      fc.array(word, { minLength: 1, maxLength: 4 }),
      form,
      mark,
      async (words, form, mark) => {
        const key = await keyOf(words.join(' '))
        t.equal(await keyOf([form, ...words].join(mark).toUpperCase()), key)
        t.equal(await keyOf([...words, form].join(mark).toLowerCase()), key)
        t.equal(await keyOf(key ?? ''), key)
      },
    ),
    { numRuns: runs(20) },
  )
})

t.test(
  'a person links a name: figures follow as if the file had said the SIREN, and the next file too',
  async (t) => {
    const { db, contracts, list, named } = await open(t)
    await list(essFrance([A]))
    await contracts([{ name: 'Les Jardins SARL' }, { name: 'Autre' }])
    const before = await share(db)
    t.equal(before.contracts.yes, 0)
    const [autre, jardins] = await named()
    t.match(
      [autre, jardins],
      [
        { names: ['Autre'], contracts: 1, cents: 2_000_000n, siren: null },
        { names: ['Les Jardins SARL'], contracts: 1, cents: 1_000_000n, siren: null },
      ],
    )
    const { asOf } = await listSources(db)
    const later = { now: () => new Date('2026-11-24T10:00:00Z') }
    const linked = await chooseName(db, later, {
      id: jardins?.id ?? '',
      choice: 'link',
      siren: sirenOf(A),
      ...WHY,
    })
    t.match(linked, { siren: sirenOf(A), choiceId: 1 })
    t.ok(((await listSources(db)).asOf ?? '') > (asOf ?? ''), 'the data have a new version')
    t.equal((await share(db)).contracts.yes, 1)

    await contracts([{ name: 'LES JARDINS' }], BUYER, 'N')
    await contracts([{ name: 'LES JARDINS' }], OTHER_BUYER, 'P')
    t.strictSame(
      (await named()).map(({ scope, nameKey, siren }) => [scope, nameKey, siren]).sort(),
      [
        ['000010017', 'autre', null],
        ['000010017', 'les jardins', sirenOf(A)],
        ['000010025', 'les jardins', null],
      ],
      'a choice is about one buyer’s files',
    )
    await t.test('the same files with the SIREN', async (t) => {
      const said = await open(t)
      await said.list(essFrance([A]))
      await said.contracts([{ name: 'Les Jardins SARL', siret: A }, { name: 'Autre' }])
      await said.contracts([{ name: 'LES JARDINS', siret: A }], BUYER, 'N')
      await said.contracts([{ name: 'LES JARDINS' }], OTHER_BUYER, 'P')
      t.strictSame(await share(db), await share(said.db))
    })

    await chooseName(db, FIXED_CLOCK, { id: jardins?.id ?? '', choice: 'unlink', siren: null, ...WHY })
    t.equal((await share(db)).contracts.yes, 0)
    t.equal((await db.selectFrom('suppliers').select('id').execute()).length, 0, 'nobody names it any more')
    const again = (choice: 'unlink' | 'link', siren: string | null) =>
      chooseName(db, FIXED_CLOCK, { id: jardins?.id ?? '', choice, siren, ...WHY }).catch(
        (error: AppError) => error.code,
      )
    t.equal(await again('unlink', null), 'bad-usage')
    t.equal(await again('link', '000024209'), 'bad-usage', 'a SIREN has a check digit')
  },
)

t.test('payments by name follow too', async (t) => {
  const { db, list, named } = await open(t)
  const write = await openFile(t, 'depenses.csv')
  await list(essFrance([A]))
  const file = await write(
    ['Fournisseur;Montant HT;Date', 'SARL Les Jardins;100,00;02/03/2025', 'Autre;50,00;02/03/2025'].join(
      '\n',
    ),
  )
  await importPayments(db, FIXED_CLOCK, file, { buyer: BUYER })
  const spent = async () =>
    (
      await reportSpendShare(db, FIXED_CLOCK, {
        buyers: [],
        from: null,
        to: null,
        perimeter: 'ess',
        taxBasis: null,
      })
    ).value.yes
  t.equal(await spent(), 0)
  const [jardins] = await named()
  t.match(jardins, { names: ['SARL Les Jardins'], payments: 1, paidCents: 10_000n })
  await link(db, jardins?.id ?? '', A)
  t.equal(await spent(), 100)
})

const IDENTICAL: Holder[] = [{ name: 'Les Jardins', siret: A }]
for (const { title, others, list, elsewhere, linked } of [
  { title: 'the same buyer names it with an identifier', others: IDENTICAL, linked: true },
  { title: 'another buyer does', elsewhere: IDENTICAL, linked: false },
  { title: 'only a list does', list: essFrance([A]).replace(/STRUCTURE \d+/, 'LES JARDINS'), linked: false },
  {
    title: 'two units of the same buyer bear it',
    others: [...IDENTICAL, { name: 'LES JARDINS SAS', siret: B }],
    linked: false,
  },
  {
    title: 'a unit of another buyer bears it too',
    others: IDENTICAL,
    elsewhere: [{ name: 'Les jardins', siret: B }],
    linked: false,
  },
  {
    title: 'another unit of a list bears it',
    others: IDENTICAL,
    list: essFrance([B]).replace(/STRUCTURE \d+/, 'LES JARDINS'),
    linked: false,
  },
  { title: 'a name that is only near', others: [{ name: 'Le Jardin', siret: A }], linked: false },
] as { title: string; others?: Holder[]; list?: string; elsewhere?: Holder[]; linked: boolean }[])
  t.test(`a name is ${linked ? '' : 'not '}linked by itself when ${title}`, async (t) => {
    const { db, ...is } = await open(t)
    if (list) await is.list(list)
    await is.contracts([{ name: 'SARL LES JARDINS' }])
    if (others) await is.contracts(others, BUYER, 'N')
    if (elsewhere) await is.contracts(elsewhere, OTHER_BUYER, 'P')
    t.strictSame(await linksOf(is.named()), { 'SARL LES JARDINS': [linked ? sirenOf(A) : null, null] })
  })

t.test('a person has the last word on what links by itself', async (t) => {
  const { db, contracts, named } = await open(t)
  await contracts([{ name: 'SARL LES JARDINS' }])
  await contracts(IDENTICAL, BUYER, 'N')
  const [one] = await named()
  const choose = (choice: 'refuse' | 'unlink' | 'link', siren: string | null) =>
    chooseName(db, FIXED_CLOCK, { id: one?.id ?? '', choice, siren, ...WHY })
  t.equal((await choose('refuse', sirenOf(A))).siren, null)
  t.match(await listCandidates(db, { scope: '000010017', nameKey: 'les jardins' }), [
    { siren: sirenOf(A), name: 'Les Jardins', score: 1, isSupplierOfBuyer: true, isRefused: true },
  ])
  t.equal((await choose('link', sirenOf(B))).siren, sirenOf(B))
  t.equal((await choose('unlink', null)).siren, null)
})

t.test('a supplier known by its name alone is among those that make the share of the ESS', async (t) => {
  const { db, contracts, list, named } = await open(t)
  await list(essFrance([A]))
  await contracts([{ name: 'Les Jardins' }, { name: 'Un autre' }])
  const [{ id } = { id: '' }] = (await named()).filter(({ names }) => names[0] === 'Les Jardins')
  await link(db, id, A)
  const filters = { buyers: [BUYER], from: '2024-01-01', to: '2024-12-31' }
  const { suppliers, families } = await listEssSuppliers(db, FIXED_CLOCK, filters)
  t.match(suppliers, [{ siren: sirenOf(A), contracts: 1, value: 10_000 }])
  t.match(families, [{ suppliers: 1, contracts: 1, value: 10_000 }])
})

t.test('natural persons are never candidates, nor linked by themselves', async (t) => {
  const { db, contracts, list, named } = await open(t)
  await list(essFrance([A]))
  await contracts([{ name: 'MARTIN' }])
  await contracts([{ name: 'Martin', siret: A }], BUYER, 'N')
  t.strictSame(await linksOf(named()), { MARTIN: [sirenOf(A), null] })
  await sql`update facts set is_name_masked = true`.execute(db)
  await contracts([{ name: 'Autre' }], BUYER, 'P')
  t.strictSame(await linksOf(named()), { Autre: [null, null], MARTIN: [null, null] })
  t.strictSame(await listCandidates(db, { scope: '000010017', nameKey: 'martin' }), [])
})

t.test('links do not depend on the order of files, and go with what they rested on', async (t) => {
  const files = [
    [[{ name: 'SARL LES JARDINS' }, { name: 'Autre' }], BUYER, 'M'],
    [IDENTICAL, BUYER, 'N'],
    [[{ name: 'AUTRE', siret: B }], OTHER_BUYER, 'P'],
  ] as const satisfies readonly Parameters<typeof contractsOf>[]
  const states: State[] = []
  for (const order of [
    [0, 1, 2],
    [1, 2, 0],
  ] as const)
    await t.test(`order ${order}`, async (t) => {
      const { db, contracts, list } = await open(t)
      for (const index of order)
        await contracts(...((files[index] ?? files[0]) as Parameters<typeof contractsOf>))
      await list(essFrance([A]))
      states.push(await readData(db))
    })
  t.strictSame(differencesBetween(states[0] ?? {}, states[1] ?? {}), [])

  const { db, contracts, list } = await open(t)
  await contracts(...files[0])
  await list(essFrance([A]))
  const before = await readData(db)
  const { importId } = await contracts(...files[1])
  t.equal((await share(db)).contracts.yes, 2)
  await undoImport(db, FIXED_CLOCK, BigInt(importId ?? 0))
  t.strictSame(differencesBetween(await readData(db), before), [])
  await contracts(...files[0])
  t.strictSame(differencesBetween(await readData(db), before), [], 'twice is once')
})
