import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createRandom, type Random } from '../../bench/generator/random.ts'
import type { Db } from '../../src/database/connect.ts'
import { AppError } from '../../src/platform/errors.ts'
import type { Reading } from './check-contracts.ts'
import { checkImport } from './check-import.ts'
import { BrokenPromise } from './hold.ts'
import { holdInMemory } from './memory-files.ts'
import { PARSERS, type Parser, type ParserName } from './parsers.ts'

/** Inputs are named by parser, seed and run: each can be made again alone. */
export type Series = { parser: ParserName; seed: number }

export type Finding = {
  run: number
  kind: 'crash' | 'broken-promise' | 'hang'
  message: string
  stack: string
}

export type Tally = {
  inputs: number
  accepted: number
  refused: Record<string, number>
  rows: number
  rejected: number
  imported: number
  slowestMs: number
  slowestRun: number
  findings: Finding[]
}

export const emptyTally = (): Tally => ({
  inputs: 0,
  accepted: 0,
  refused: {},
  rows: 0,
  rejected: 0,
  imported: 0,
  slowestMs: 0,
  slowestRun: 0,
  findings: [],
})

export function addTally(sum: Tally, more: Tally): void {
  for (const key of ['inputs', 'accepted', 'rows', 'rejected', 'imported'] as const) sum[key] += more[key]
  for (const [code, count] of Object.entries(more.refused))
    sum.refused[code] = (sum.refused[code] ?? 0) + count
  if (more.slowestMs > sum.slowestMs) [sum.slowestMs, sum.slowestRun] = [more.slowestMs, more.slowestRun]
  sum.findings.push(...more.findings)
}

function randomOf({ parser, seed }: Series, run: number, use: 'input' | 'check'): Random {
  const digest = createHash('md5').update(`${seed} ${parser} ${run} ${use}`).digest()
  return createRandom(digest.readInt32LE())
}

/** The bytes of one input, the same each time. */
export const makeInput = async (parser: Parser, series: Series, run: number): Promise<Buffer> =>
  parser.makeInput(randomOf(series, run, 'input'))

export const openParser = ({ parser }: Series): Promise<Parser> => PARSERS[parser]()

/** Where inputs are tried: a file for each in turn, and a database, by one at a time, for those that are imported. */
export type Bench = {
  path: string
  withDatabase: <T>(work: (db: Db) => Promise<T>) => Promise<T>
  importEvery: number
}

const toFinding = (run: number, error: unknown): Finding => {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error))
  return { run, kind: error instanceof BrokenPromise ? 'broken-promise' : 'crash', message, stack }
}

async function readInput(
  parser: Parser,
  path: string,
  bytes: Buffer,
  random: Random,
  tally: Tally,
): Promise<Reading | null> {
  try {
    const reading = await parser.read(path, bytes, random)
    tally.accepted++
    tally.rows += reading.rows
    tally.rejected += reading.rejected
    return reading
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    tally.refused[error.code] = (tally.refused[error.code] ?? 0) + 1
    return null
  }
}

/** Makes one input and tries it; what it shows is added to `tally`. */
export async function runInput(
  parser: Parser,
  series: Series,
  run: number,
  bench: Bench,
  tally: Tally,
): Promise<void> {
  const startedAt = performance.now()
  const { path } = bench
  tally.inputs++
  try {
    const bytes = await makeInput(parser, series, run)
    const { importFile, needsFile } = parser
    const isImported = importFile !== null && run % bench.importEvery === 0
    if (isImported || needsFile) writeFileSync(path, bytes)
    const read = () => readInput(parser, path, bytes, randomOf(series, run, 'check'), tally)
    const reading = await (needsFile ? read() : holdInMemory(path, bytes, read))
    if (isImported) {
      const importInto = (db: Db) => importFile(db, path, randomOf(series, run, 'check'))
      const isWhole = await bench.withDatabase((db) => checkImport(db, importInto, reading))
      if (isWhole) tally.imported++
    }
  } catch (error) {
    tally.findings.push(toFinding(run, error))
  }
  const elapsedMs = performance.now() - startedAt
  if (elapsedMs > tally.slowestMs) [tally.slowestMs, tally.slowestRun] = [elapsedMs, run]
}
