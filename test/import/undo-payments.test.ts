import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import type { Db } from '../../src/database/connect.ts'
import { type FileKind, importFile } from '../../src/import/import-file.ts'
import { undoImport } from '../../src/import/undo-import.ts'
import { FIXED_CLOCK, fixture, openTestDatabase, runs } from '../support/database.ts'
import { paymentLines, toPaymentsCsv } from './arbitrary-payments.ts'
import { differencesBetween, readData, type State } from './database-state.ts'
import { openFolder } from './temporary-file.ts'

const BUYER = '00001001700010'

/** A file to import: payments are named as such, since a file of few columns may be taken for something else. */
type Source = { path: string; kind?: FileKind }

async function importSource(db: Db, { path, kind }: Source): Promise<bigint> {
  const options = { name: basename(path), buyer: BUYER, kind }
  return BigInt((await importFile(db, FIXED_CLOCK, path, options)).importId ?? 0)
}

/** What an empty database holds after these files, in this order. */
async function stateAfter(t: Test, title: string, sources: readonly Source[]): Promise<State> {
  let state: State = {}
  await t.test(title, async (t) => {
    const { db } = await openTestDatabase(t)
    for (const source of sources) await importSource(db, source)
    state = await readData(db)
  })
  return state
}

/**
 * Imports the files and takes one back, after a trial that changes nothing: the data are those of the others. Then brings it in
 * again, as the last one, and takes back all: nothing is left.
 */
async function checkUndo(t: Test, sources: readonly Source[], index: number): Promise<void> {
  const { db } = await openTestDatabase(t)
  const empty = await readData(db)
  const ids: bigint[] = []
  for (const source of sources) ids.push(await importSource(db, source))
  const before = await readData(db)
  const [source, id = 0n] = [sources[index] as Source, ids[index]]

  const trial = await undoImport(db, FIXED_CLOCK, id, { isDryRun: true })
  assert.deepEqual(differencesBetween(await readData(db), before), [], 'a trial changes nothing')
  assert.deepEqual({ ...(await undoImport(db, FIXED_CLOCK, id)), undoneAt: null }, trial, 'and tells all')
  const others = sources.filter((_, n) => n !== index)
  const expected = await stateAfter(t, `without ${basename(source.path)}`, others)
  assert.deepEqual(differencesBetween(await readData(db), expected), [], `undone: ${basename(source.path)}`)

  const again = await importSource(db, source)
  const last = await stateAfter(t, 'imported again', [...others, source])
  assert.deepEqual(differencesBetween(await readData(db), last), [], 'imported again')
  for (const other of [...ids.filter((_, n) => n !== index), again]) await undoImport(db, FIXED_CLOCK, other)
  assert.deepEqual(differencesBetween(await readData(db), empty), [], 'all undone')
}

t.test(
  'whatever the files of payments and their order, undoing one leaves what the others alone make',
  { timeout: 280_000 },
  async (t) => {
    const folder = await openFolder(t)
    let run = 0
    const files = fc.array(paymentLines, { minLength: 3, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(files, fc.nat(), async (files, index) => {
        run++
        const sources: Source[] = []
        for (const [n, lines] of files.entries()) {
          const path = join(folder, `${run}-${n}.csv`)
          await writeFile(path, toPaymentsCsv(lines, n === 0 ? undefined : `Ville ${n}`))
          sources.push({ path, kind: 'payments' })
        }
        await checkUndo(t, sources, index % sources.length)
      }),
      { numRuns: runs(2), endOnFailure: true },
    )
  },
)

const MIXED: readonly Source[] = [
  { path: fixture('demo/marches-2022-2024.json') },
  { path: fixture('demo/depenses-2025.csv') },
  { path: fixture('demo/marches-communes.csv') },
  { path: fixture('payments.csv'), kind: 'payments' },
]

for (const order of [
  [0, 1, 2, 3],
  [3, 2, 1, 0],
])
  for (const index of [0, 1].slice(-runs(2)))
    t.test(
      `contracts and payments share buyers and suppliers: order ${order}, undoing number ${index}`,
      (t) =>
        checkUndo(
          t,
          order.map((n) => MIXED[n] as Source),
          index,
        ),
    )

t.test('a buyer and a supplier that contracts name outlive the payments, and the reverse', async (t) => {
  const write = async (name: string, text: string) => {
    const path = join(await openFolder(t), name)
    await writeFile(path, text)
    return { path }
  }
  const payments = await write(
    'depenses.csv',
    'SIRET acheteur;Acheteur;SIRET;Montant payé\n00001001700010;Ville;00002420800019;12,00\n',
  )
  const contracts = await write(
    'marches.csv',
    'id,acheteur_id,acheteur_nom,objet,montant,titulaire_id,dateNotification\n1,00001001700010,Mairie,Balais,50000,00002420800019,2024-03-01\n',
  )
  for (const sources of [
    [payments, contracts],
    [contracts, payments],
  ])
    for (const index of [0, 1]) await checkUndo(t, sources, index)
})
