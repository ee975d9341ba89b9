import assert from 'node:assert/strict'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { importContracts } from '../../src/import/import-contracts.ts'
import { FIXED_CLOCK, openTestDatabase, runs } from '../support/database.ts'
import { type Located, toCsv, toJson, unambiguousFile } from './arbitrary-contracts.ts'
import { differencesBetween, readContracts, type State } from './database-state.ts'
import { openFile } from './temporary-file.ts'

/** What an empty database holds after files of these contents. */
async function stateAfter(t: Test, title: string, contents: readonly string[]) {
  let state: State = {}
  await t.test(title, async (t) => {
    const { db } = await openTestDatabase(t)
    const write = await openFile(t, 'marches')
    for (const content of contents) await importContracts(db, FIXED_CLOCK, await write(content))
    state = await readContracts(db)
  })
  return state
}

function cutAt(contracts: readonly Located[], place: number): [Located[], Located[]] {
  const index = place % (contracts.length + 1)
  return [contracts.slice(0, index), contracts.slice(index)]
}

t.test(
  'a file cut in two between contracts says the same as the whole, in JSON and as a table',
  async (t) => {
    await fc.assert(
      fc.asyncProperty(unambiguousFile(40), fc.nat(), async (contracts, place) => {
        const expected = await stateAfter(t, 'JSON, whole', [toJson(contracts)])
        const [first, second] = cutAt(contracts, place)
        for (const { title, contents } of [
          { title: 'JSON, cut', contents: [toJson(first), toJson(second)] },
          { title: 'table, whole', contents: [toCsv(contracts)] },
          { title: 'table, cut', contents: [toCsv(first), toCsv(second)] },
          { title: 'the end as a table, then the start in JSON', contents: [toCsv(second), toJson(first)] },
        ])
          assert.deepEqual(differencesBetween(await stateAfter(t, title, contents), expected), [], title)
      }),
      { numRuns: runs(2), endOnFailure: true },
    )
  },
)

t.test('a JSON file may be cut between any two records', async (t) => {
  const [contracts = []] = fc.sample(unambiguousFile(8), { numRuns: 1, seed: 5 })
  t.ok(contracts.length > 8)
  const expected = await stateAfter(t, 'whole', [toJson(contracts)])
  const parts = contracts.map((contract) => toJson([contract]))
  t.strictSame(differencesBetween(await stateAfter(t, 'one file for each contract', parts), expected), [])
})
