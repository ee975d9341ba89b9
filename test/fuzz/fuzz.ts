import { Worker } from 'node:worker_threads'
import type { WorkerTask } from './fuzz-worker.ts'
import { addTally, emptyTally, type Finding, type Series, type Tally } from './run-inputs.ts'

export type FuzzOptions = {
  from: number
  runs: number
  /** One input in so many goes through the whole import. */
  importEvery: number
  /** An empty database on a server; `null`: the embedded one. */
  databaseUrl: string | null
  /** An input that takes longer hangs. */
  limitMs: number
  onProgress?: (tally: Tally) => void
}

const WATCH_MS = 250
/** Inputs under way at a time in one thread. */
const LANES = 8
/** Past as many, what is wrong is known. */
const MOST_THREADS_LOST = 50
const THREAD_LIMITS = { maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: 768 }

type End = { next: number; lost: Finding | null }

/** Runs a thread up to its end, or to the input that it does not survive. */
function runThread(task: WorkerTask, limitMs: number, onTally: (tally: Tally) => void): Promise<End> {
  const worker = new Worker(new URL('./fuzz-worker.ts', import.meta.url), {
    workerData: task,
    resourceLimits: THREAD_LIMITS,
  })
  let next = task.from
  let [watched, since] = [-1, performance.now()]
  return new Promise((resolve) => {
    const end = (kind: Finding['kind'], { message, stack = '' }: Error) => {
      clearInterval(watch)
      const run = Atomics.load(task.current, 0)
      worker.terminate().then(() => resolve({ next, lost: { run, kind, message, stack } }))
    }
    const watch = setInterval(() => {
      const run = Atomics.load(task.current, 0)
      if (run !== watched) [watched, since] = [run, performance.now()]
      else if (run >= 0 && performance.now() - since > limitMs) end('hang', new Error(`over ${limitMs} ms`))
    }, WATCH_MS)
    worker.on('message', (told: { next: number; tally: Tally }) => {
      next = told.next
      onTally(told.tally)
    })
    worker.on('error', (error) => end('crash', error as Error))
    worker.on('exit', () => {
      clearInterval(watch)
      if (next === task.to) resolve({ next, lost: null })
    })
  })
}

/** Throws `runs` inputs at a parser, in a thread that is watched and started again when an input ends it. */
export async function fuzz(series: Series, options: FuzzOptions): Promise<Tally> {
  const { from, runs, importEvery, databaseUrl, limitMs, onProgress } = options
  const sum = emptyTally()
  const skipped: number[] = []
  const last = from + runs
  /** Up to here inputs are tried one by one: one of them ended the thread, and nothing tells which. */
  let suspectsEnd = from
  let next = from
  while (next < last && skipped.length < MOST_THREADS_LOST) {
    const isSearch = next < suspectsEnd
    const task = {
      ...{ series, skipped, importEvery, databaseUrl },
      from: next,
      to: isSearch ? suspectsEnd : last,
      lanes: isSearch ? 1 : LANES,
      current: new Int32Array(new SharedArrayBuffer(4)).fill(-1),
    }
    const end = await runThread(task, limitMs, (tally) => {
      addTally(sum, tally)
      onProgress?.(sum)
    })
    next = end.next
    if (end.lost === null) continue
    if (end.lost.run < next) throw new Error(end.lost.stack)
    if (!isSearch) suspectsEnd = Math.min(end.lost.run + 1, last)
    else {
      sum.findings.push(end.lost)
      skipped.push(end.lost.run)
    }
  }
  return sum
}
