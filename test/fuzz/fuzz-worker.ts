import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { type Connection, connect } from '../../src/database/connect.ts'
import { connectToEmpty } from '../support/database.ts'
import { readFromMemory } from './memory-files.ts'
import { type Bench, emptyTally, openParser, runInput, type Series } from './run-inputs.ts'

/**
 * `current` holds the run last begun, for who watches over this thread; `skipped` are those that ended it before. `lanes`: so
 * many inputs are under way at a time, since most of the time is spent waiting for the file.
 */
export type WorkerTask = {
  series: Series
  from: number
  to: number
  skipped: readonly number[]
  lanes: number
  importEvery: number
  databaseUrl: string | null
  current: Int32Array
}

/** Inputs whose figures are told at once. */
export const BLOCK = 64

const { series, from, to, skipped, lanes, importEvery, databaseUrl, current } = workerData as WorkerTask

let connection: Promise<Connection> | null = null
let lastWork: Promise<unknown> = Promise.resolve()

/** One import at a time: each finds the database empty. */
const withDatabase: Bench['withDatabase'] = (work) => {
  connection ??= databaseUrl === null ? connectToEmpty(null) : connect({ databaseUrl, dataDir: '' })
  const opened = connection
  const done = lastWork.then(async () => work((await opened).db))
  lastWork = done.catch(() => undefined)
  return done
}

async function closeDatabase(): Promise<void> {
  await (await connection)?.close()
}

async function runAll(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'spaser-fuzz-'))
  const parser = await openParser(series)
  for (let start = from; start < to; start += BLOCK) {
    const end = Math.min(start + BLOCK, to)
    const tally = emptyTally()
    let next = start
    const runLane = async (_: unknown, lane: number) => {
      const bench = { path: join(folder, `input-${lane}`), withDatabase, importEvery }
      while (next < end) {
        const run = next++
        if (skipped.includes(run)) continue
        current[0] = run
        await runInput(parser, series, run, bench, tally)
      }
    }
    await Promise.all(Array.from({ length: lanes }, runLane))
    parentPort?.postMessage({ next: end, tally })
  }
  await closeDatabase()
  await rm(folder, { recursive: true, force: true })
}

readFromMemory()
await runAll()
