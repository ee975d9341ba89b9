import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import type { Db } from '../../src/database/connect.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { undoImport } from '../../src/import/undo-import.ts'
import { FIXED_CLOCK, fixture, openTestDatabase, runs } from '../support/database.ts'
import { buyerOf, type Located, sketch, toCsv, toJson, toVersionedCsv } from './arbitrary-contracts.ts'
import { differencesBetween, readData, type State } from './database-state.ts'
import { openFolder } from './temporary-file.ts'

async function importFile(db: Db, path: string): Promise<bigint> {
  const { importId } = await importContracts(db, FIXED_CLOCK, path, { name: basename(path) })
  return BigInt(importId ?? 0)
}

/** What an empty database holds after these files, in this order. */
async function stateAfter(t: Test, title: string, paths: readonly string[]): Promise<State> {
  let state: State = {}
  await t.test(title, async (t) => {
    const { db } = await openTestDatabase(t)
    for (const path of paths) await importFile(db, path)
    state = await readData(db)
  })
  return state
}

const without = (paths: readonly string[], index: number) => paths.filter((_, n) => n !== index)

/**
 * Imports the files, takes one back, brings it in again and takes another back: each time the data are those of the files
 * that are left.
 */
async function checkUndo(t: Test, paths: readonly string[], index: number): Promise<void> {
  const { db } = await openTestDatabase(t)
  const ids: bigint[] = []
  for (const path of paths) ids.push(await importFile(db, path))
  const before = await readData(db)
  const [path = '', id = 0n] = [paths[index], ids[index]]

  const trial = await undoImport(db, FIXED_CLOCK, id, { isDryRun: true })
  assert.deepEqual(differencesBetween(await readData(db), before), [], 'a trial changes nothing')
  assert.deepEqual({ ...(await undoImport(db, FIXED_CLOCK, id)), undoneAt: null }, trial, 'and tells all')
  const others = without(paths, index)
  const expected = await stateAfter(t, `without ${basename(path)}`, others)
  assert.deepEqual(differencesBetween(await readData(db), expected), [], `undone: ${basename(path)}`)

  await importFile(db, path)
  const again = await stateAfter(t, 'imported again', [...others, path])
  assert.deepEqual(differencesBetween(await readData(db), again), [], 'imported again')
  const next = index === 0 ? 1 : 0
  await undoImport(db, FIXED_CLOCK, ids[next] ?? 0n)
  const rest = [...without(others, others.indexOf(paths[next] ?? '')), path]
  const expectedLast = await stateAfter(t, 'then another is undone', rest)
  assert.deepEqual(differencesBetween(await readData(db), expectedLast), [], 'then another is undone')
}

/** Contracts of one file with another: those they share are the same records. */
const contractsOfFiles = fc
  .array(
    fc.record({
      shared: fc.array(sketch, { maxLength: 2 }),
      own: fc.tuple(...([0, 1, 2, 3] as const).map(() => fc.array(sketch, { maxLength: 2 }))),
    }),
    { minLength: 25, maxLength: 25 },
  )
  .map((buyers) =>
    [0, 1, 2, 3].map((file) =>
      buyers.flatMap(({ shared, own }, n): Located[] =>
        [...(n % 5 === file ? [] : shared), ...(own[file] ?? [])].map((contract) => ({
          ...contract,
          buyer: buyerOf(n),
        })),
      ),
    ),
  )

const WRITERS = [
  { name: 'un.json', write: toJson },
  { name: 'deux.csv', write: toCsv },
  {
    name: 'trois.csv',
    write: (c: readonly Located[]) => toVersionedCsv(c, { buyerName: 'Mairie', department: '09' }),
  },
  {
    name: 'quatre.csv',
    write: (c: readonly Located[]) =>
      toVersionedCsv(c, { buyerName: 'Ville', isExtract: true, department: '81' }),
  },
]

t.test(
  'whatever the files and their order, undoing one leaves what the others alone make',
  { timeout: 280_000 },
  async (t) => {
    const folder = await openFolder(t)
    let run = 0
    const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 })
    await fc.assert(
      fc.asyncProperty(contractsOfFiles, order, fc.nat({ max: 3 }), async (files, order, index) => {
        run++
        const paths: string[] = []
        for (const file of order) {
          const { name, write } = WRITERS[file] as (typeof WRITERS)[number]
          const path = join(folder, `${run}-${name}`)
          await writeFile(path, write(files[file] ?? []))
          paths.push(path)
        }
        await checkUndo(t, paths, index)
      }),
      { numRuns: runs(2), endOnFailure: true },
    )
  },
)

const FIXTURES = [
  'republished-with-correction.json',
  'lots-same-id.json',
  'amended-twice.json',
  'versions.csv',
  'two-rows-one-contract.csv',
  'no-id.csv',
  'demo/marches-2019-2021.json',
  'demo/marches-2022-2024.json',
  'demo/marches-2024-2026.csv',
  'demo/marches-communes.csv',
].map(fixture)

for (const name of [
  'marches-2022-2024.json',
  'versions.csv',
  'no-id.csv',
  'republished-with-correction.json',
].slice(0, runs(2, 1)))
  t.test(`undoing ${name} among files of every format`, (t) =>
    checkUndo(
      t,
      FIXTURES,
      FIXTURES.findIndex((path) => basename(path) === name),
    ),
  )
