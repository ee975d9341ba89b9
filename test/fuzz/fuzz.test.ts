import { join } from 'node:path'
import t from 'tap'
import { openFolder } from '../import/temporary-file.ts'
import { readFromMemory } from './memory-files.ts'
import { PARSER_NAMES } from './parsers.ts'
import { emptyTally, openParser, runInput } from './run-inputs.ts'

const SEED = 2026
const RUNS = 200
/** The database is tried by `npm run fuzz`; in the suite, by the tests of imports. */
const withDatabase = () => Promise.reject(new Error('no input of this test is imported'))

readFromMemory()

for (const name of PARSER_NAMES)
  t.test(`damaged inputs neither crash ${name} nor lose a row`, async (t) => {
    const series = { parser: name, seed: SEED }
    const bench = { path: join(await openFolder(t), 'input'), withDatabase, importEvery: RUNS + 1 }
    const parser = await openParser(series)
    const tally = emptyTally()
    for (let run = 1; run <= RUNS; run++) await runInput(parser, series, run, bench, tally)
    t.strictSame(tally.findings, [])
    t.ok(tally.accepted > 0, 'some inputs are still read')
  })
