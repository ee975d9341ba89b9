import t from 'tap'
import { importContracts } from '../../src/import/import-contracts.ts'
import { importReference } from '../../src/import/import-reference.ts'
import { defaultKeep, LARGEST_KEPT_WHOLE_BYTES } from '../../src/import/select-units.ts'
import { FIXED_CLOCK, fixture, openTestDatabase } from '../support/database.ts'
import { readEverything } from './database-state.ts'
import { openLists, sirene, UNITS, verdictOf } from './reference-lists.ts'
import { openFile } from './temporary-file.ts'

const [, SECOND, THIRD, FOURTH] = UNITS
const DAY = '2024-06-01'

t.test('of the national register, what is known or useful is kept, and the rest is counted', async (t) => {
  const { db, list, contracts } = await openLists(t)
  await contracts([THIRD])
  const ledger = await importReference(db, FIXED_CLOCK, 'sirene', fixture('lists/sirene.csv'), {
    keep: 'useful',
    listedOn: '2026-10-01',
  })
  t.match(ledger, { read: 8, stored: 3, updated: 0, unchanged: 0, rejected: 1, notKept: 4, keep: 'useful' })
  const kept = await db.selectFrom('facts').select('siren').orderBy('siren').execute()
  t.strictSame(
    kept.map(({ siren }) => siren),
    ['000024208', '000024273', '000024349'],
    'a family of the ESS, a unit marked O, a supplier',
  )
  t.match(await verdictOf(db, THIRD, 'ess', DAY), /^no/)
  const stored = await db.selectFrom('imports').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow()
  t.match(stored, { read_count: 8, stored_count: 3, rejected_count: 1, not_kept_count: 4 })

  await list('sirene', sirene([[SECOND, '5710', 'N']]), {
    keep: 'useful',
    listedOn: '2026-11-01',
    force: true,
  })
  t.match(await verdictOf(db, THIRD, 'ess', DAY), /^no/, 'what a later file leaves out stays')
  const second = await db
    .selectFrom('facts')
    .selectAll()
    .where('siren', '=', '000024273')
    .orderBy('id')
    .execute()
  t.match(second, [
    { statement: { essFlag: 'O' }, valid_to: '2026-10-31' },
    { statement: { essFlag: 'N' }, valid_from: '2026-11-01' },
  ])
})

t.test('the same register again keeps what has become useful since', async (t) => {
  const { db, contracts } = await openLists(t)
  const stock = () =>
    importReference(db, FIXED_CLOCK, 'sirene', fixture('lists/sirene.csv'), { keep: 'useful' })
  t.match(await stock(), { stored: 2, notKept: 5 })
  await contracts([THIRD, FOURTH])
  t.equal(await verdictOf(db, THIRD, 'ess', DAY), 'undetermined')
  t.match(await stock(), { stored: 2, unchanged: 2, notKept: 3, listedOnFrom: 'same-file' })
  t.match(await verdictOf(db, THIRD, 'ess', DAY), /^no/)
})

t.test('a register cut short, which no longer names units it named, is refused', async (t) => {
  const { db, list } = await openLists(t)
  const rows = UNITS.map((siret) => [siret, '9220', ''] as const)
  await list('sirene', sirene(rows), { listedOn: '2026-10-01' })
  const before = await readEverything(db)
  await t.rejects(list('sirene', sirene(rows.slice(3)), { listedOn: '2026-11-01', keep: 'useful' }), {
    code: 'list-loses-too-much',
    details: { open: 10, lost: 3 },
  })
  t.strictSame(await readEverything(db), before)
  t.match(
    await list('sirene', sirene(rows.slice(3)), { listedOn: '2026-11-01' }),
    { unchanged: 7 },
    'an extract',
  )
})

t.test('only SIRENE is cut, from the size of the national file on', async (t) => {
  const header = (source: string) => ({ format: { source } }) as Parameters<typeof defaultKeep>[0]
  const file = (byteSize: number) => ({ byteSize }) as Parameters<typeof defaultKeep>[1]
  t.equal(defaultKeep(header('sirene'), file(LARGEST_KEPT_WHOLE_BYTES)), 'all')
  t.equal(defaultKeep(header('sirene'), file(LARGEST_KEPT_WHOLE_BYTES + 1)), 'useful')
  t.equal(defaultKeep(header('ess-france'), file(LARGEST_KEPT_WHOLE_BYTES + 1)), 'all')
  const { db } = await openTestDatabase(t)
  await t.rejects(importReference(db, FIXED_CLOCK, 'cress', fixture('lists/cress.csv'), { keep: 'useful' }), {
    code: 'bad-usage',
    message: /Seul le répertoire SIRENE/,
  })
})

t.test('a supplier without SIREN is no unit of the register', async (t) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'marches.json')
  const holder = { typeIdentifiant: 'HORS-UE', id: 'ACME' }
  const marche = { id: '1', acheteur: { id: '00001001700010' }, objet: 'Toiture', titulaires: [holder] }
  await importContracts(db, FIXED_CLOCK, await write(JSON.stringify({ marches: [marche] })))
  const options = { keep: 'useful' } as const
  t.match(await importReference(db, FIXED_CLOCK, 'sirene', fixture('lists/sirene.csv'), options), {
    stored: 2,
  })
})
