import { readFileSync } from 'node:fs'
import t from 'tap'
import { type Connection, connect, type Db } from '../../src/database/connect.ts'
import { findDataVersion, findImport } from '../../src/database/imports.ts'
import { findPlan } from '../../src/database/plans.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { importPlan } from '../../src/import/import-plan.ts'
import { undoImport } from '../../src/import/undo-import.ts'
import type { AppError } from '../../src/platform/errors.ts'
import { reportImport } from '../../src/reports/import-report.ts'
import { FIXED_CLOCK, fixture, openTestDatabase } from '../support/database.ts'
import { readData, readEverything } from './database-state.ts'
import { openFile } from './temporary-file.ts'

const LATER = { now: () => new Date('2026-11-24T08:00:00Z') }
const PLAN = JSON.parse(readFileSync(fixture('demo/plan.json'), 'utf8'))

const importFile = async (db: Db, name: string) =>
  BigInt((await importContracts(db, FIXED_CLOCK, fixture(name))).importId ?? 0)
const refusalOf = (work: Promise<unknown>) => work.then(() => null).catch((error: AppError) => error)

t.test('an import undone stays listed with its ledger, and figures are dated by the undoing', async (t) => {
  const { db } = await openTestDatabase(t)
  const id = await importFile(db, 'no-id.csv')
  const before = await reportImport(db, id)
  t.match(before, { undoneAt: null })
  await undoImport(db, LATER, id)
  t.strictSame(await reportImport(db, id), { ...before, undoneAt: '2026-11-24T08:00:00.000Z' })
  t.strictSame(await findDataVersion(db), LATER.now())
})

t.test('a record that two files hold goes to the other; an import alone takes all of its own', async (t) => {
  const { db } = await openTestDatabase(t)
  const first = await importFile(db, 'two-holders.json')
  const second = await importFile(db, 'two-holders.json')
  t.match(await undoImport(db, LATER, first), {
    kind: 'contracts',
    file: 'two-holders.json',
    contracts: { removed: 0, handedOver: 1, currentAgain: 0 },
  })
  t.match(await undoImport(db, LATER, second), { contracts: { removed: 1, handedOver: 0, currentAgain: 0 } })
  for (const [table, rows] of Object.entries(await readData(db)))
    t.strictSame(rows, [], `nothing in ${table}`)
})

t.test('a contract that a correction had replaced is current again', async (t) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'marches.json')
  const contract = {
    id: 'M1',
    acheteur: { id: '00001001700010' },
    objet: 'Toiture',
    titulaires: [{ id: '00002000800017', typeIdentifiant: 'SIRET' }],
  }
  const version = (montant: number, day: string) =>
    JSON.stringify({ marches: [{ ...contract, montant, datePublicationDonnees: day }] })
  await importContracts(db, FIXED_CLOCK, await write(version(40_000, '2025-01-01')))
  const { importId } = await importContracts(db, FIXED_CLOCK, await write(version(50_000, '2025-02-01')))
  t.match(await undoImport(db, LATER, BigInt(importId ?? 0)), { contracts: { removed: 1, currentAgain: 1 } })
})

t.test('what cannot be undone is refused with the reason, and nothing changes', async (t) => {
  const { db } = await openTestDatabase(t)
  const undone = await importFile(db, 'two-holders.json')
  await undoImport(db, LATER, undone)
  const old = await importFile(db, 'no-id.csv')
  await db.updateTable('imports').set({ is_traced: false }).where('id', '=', old).execute()
  const before = await readEverything(db)
  for (const { title, id, code, message } of [
    { title: 'unknown', id: 999n, code: 'not-found', message: /Aucun import ne porte le numéro 999/ },
    { title: 'undone', id: undone, code: 'import-undone', message: /déjà annulé, depuis le 2026-11-24/ },
    { title: 'not traced', id: old, code: 'import-not-traced', message: /ne notait pas/ },
  ])
    t.match(await refusalOf(undoImport(db, LATER, id)), { code, message }, title)
  t.strictSame(await readEverything(db), before)
})

t.test('a plan undone gives its place back to the version before, from the last to the first', async (t) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'plan.json')
  const bring = async (title: string) => {
    const path = await write(JSON.stringify({ ...PLAN, title }))
    return BigInt((await importPlan(db, FIXED_CLOCK, path)).importId ?? 0)
  }
  const current = async () => {
    const row = await db.selectFrom('plans').select('import_id').executeTakeFirst()
    return [(await findPlan(db, PLAN.id))?.title, row?.import_id]
  }
  const first = await bring('A')
  const same = await bring('A')
  const changed = await bring('B')
  t.strictSame(await current(), ['B', changed])
  for (const id of [first, same])
    t.match(await refusalOf(undoImport(db, LATER, id)), {
      code: 'import-in-use',
      message: /l'import n° 3 a remplacé ce plan .* Annulez d'abord l'import n° 3/,
    })
  t.match(await undoImport(db, LATER, changed), { plans: { removed: 0, restored: 1 } })
  t.strictSame(await current(), ['A', first], 'brought by the first that said so')
  t.match(await undoImport(db, LATER, first), { plans: { removed: 0, restored: 0 } })
  t.strictSame(await current(), ['A', same], 'the other import of it stays')
  t.match(await undoImport(db, LATER, same), { plans: { removed: 1, restored: 0 } })
  t.strictSame(await current(), [undefined, undefined])
  await bring('A')
  t.match(await current(), ['A'], 'it can come again')
})

t.test('an undoing and an import at once go one after the other', async (t) => {
  const { db, databaseUrl } = await openTestDatabase(t)
  if (!databaseUrl) return t.pass('an embedded database has one connection')
  const other: Connection = await connect({ databaseUrl, dataDir: '' })
  t.teardown(other.close)
  const id = await importFile(db, 'demo/marches-2022-2024.json')
  const [undone, again] = await Promise.all([
    undoImport(db, LATER, id),
    importFile(other.db, 'demo/marches-2022-2024.json'),
  ])
  t.ok((await findImport(db, again))?.finished_at)
  const held = await db.selectFrom('contracts').select('import_id').distinct().execute()
  t.strictSame(held, [{ import_id: again }])
  t.ok(undone.contracts.removed + undone.contracts.handedOver > 0)
})
