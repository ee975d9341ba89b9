import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { importContracts } from '../../src/import/import-contracts.ts'
import { FIXED_CLOCK, fixture, openTestDatabase, runs } from '../support/database.ts'
import { buyerOf, type Located, sketch, toCsv, toJson } from './arbitrary-contracts.ts'
import { differencesBetween, readContracts, type State } from './database-state.ts'
import { openFolder } from './temporary-file.ts'

/** What an empty database holds after these files, in this order. */
async function stateAfter(t: Test, title: string, paths: readonly string[]) {
  let state: State = {}
  await t.test(title, async (t) => {
    const { db } = await openTestDatabase(t)
    for (const path of paths) await importContracts(db, FIXED_CLOCK, path)
    state = await readContracts(db)
  })
  return state
}

const FIXTURES = [
  'republished-with-correction.json',
  'lots-same-id.json',
  'single-marche-object.json',
  'amended-twice.json',
  'nan.json',
  'bare-array.json',
  'two-holders.json',
  'versions.csv',
  'two-rows-one-contract.csv',
  'three-holder-columns.csv',
  'no-id.csv',
  'demo/marches-2019-2021.json',
  'demo/marches-2022-2024.json',
  'demo/marches-2024-2026.csv',
  'demo/marches-communes.csv',
].map(fixture)

t.test('files of every format come to the same in any order', async (t) => {
  const expected = await stateAfter(t, 'in the order of the list', FIXTURES)
  t.ok((expected.contracts ?? []).length > 400)
  const all = { minLength: FIXTURES.length }
  const [shuffled = []] = fc.sample(fc.shuffledSubarray(FIXTURES, all), { numRuns: 1, seed: 7 })
  for (const { title, paths } of [
    { title: 'reversed', paths: FIXTURES.toReversed() },
    { title: 'shuffled', paths: shuffled },
    { title: 'all of them twice', paths: [...FIXTURES, ...shuffled] },
  ])
    t.strictSame(differencesBetween(await stateAfter(t, title, paths), expected), [], title)
})

/** Three files that speak of the same forty buyers, whose contracts meet in every way. */
const contractsOfFiles = fc
  .array(fc.tuple(...([0, 1, 2] as const).map(() => fc.array(sketch, { maxLength: 3 }))), {
    minLength: 40,
    maxLength: 40,
  })
  .map((buyers) =>
    [0, 1, 2].map((file) =>
      buyers.flatMap((files, n): Located[] =>
        (files[file] ?? []).map((contract) => ({ ...contract, buyer: buyerOf(n) })),
      ),
    ),
  )

t.test('whatever the contracts, three files come to the same in any order', async (t) => {
  const folder = await openFolder(t)
  let run = 0
  await fc.assert(
    fc.asyncProperty(contractsOfFiles, async (files) => {
      run++
      const paths: string[] = []
      for (const [index, contracts] of files.entries()) {
        const isCsv = index === 2
        const path = join(folder, `${run}-${index}.${isCsv ? 'csv' : 'json'}`)
        await writeFile(path, isCsv ? toCsv(contracts) : toJson(contracts))
        paths.push(path)
      }
      const [one, two, three] = paths as [string, string, string]
      const expected = await stateAfter(t, 'one, two, three', [one, two, three])
      for (const order of [
        [three, two, one],
        [two, three, one],
      ])
        assert.deepEqual(differencesBetween(await stateAfter(t, 'in another order', order), expected), [])
    }),
    { numRuns: runs(2), endOnFailure: true },
  )
})
