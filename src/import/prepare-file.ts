import { getCompileCacheDir } from 'node:module'
import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type Preparation, type PreparedRows, prepareRows } from './prepare-rows.ts'
import { countRows, type RowBatch, rowsIn } from './row-batch.ts'

/** Checking rows takes longer than all the rest of the reading: one thread would make the file and the database wait. */
const THREADS = 2
/** Batches that may wait for each other; more only take memory. */
const MOST_PENDING = 4
/** Below this a thread costs more to start than it saves. */
const SMALLEST_FOR_THREAD_BYTES = 8 * 1024 * 1024

/**
 * A thread collects its garbage the sooner the less it may keep: 311 to 314 MB for the whole process at 192 and 96, 253 to 283 at
 * 64, in the same time. The row of a table is small; one JSON record may be megabytes long.
 */
const limitsFor = ({ mapping }: Preparation) => ({
  maxYoungGenerationSizeMb: 12,
  maxOldGenerationSizeMb: mapping.tables.length === 0 ? 192 : 64,
})

/**
 * What a thread starts with: the compiled sources that the program keeps, if it keeps any. A thread that makes JavaScript of them
 * again loads what does it and never gives it back: 30 MB of a process that starts one thread.
 */
function entryOfThread(): string {
  // Answers with the folder of this version of Node, inside the one that was asked for.
  const folder = getCompileCacheDir()
  const keep = folder && `require('node:module').enableCompileCache(${JSON.stringify(dirname(folder))})`
  return `${keep ?? ''}\nimport(${JSON.stringify(new URL('./prepare-worker.ts', import.meta.url))})`
}

/** Another thread that prepares batches, in the order they are sent. */
class PreparingThread {
  readonly #worker: Worker
  readonly #waiting: PromiseWithResolvers<PreparedRows>[] = []
  /** Of a thread that is gone: whoever sent it a batch would wait for ever. */
  #failure: Error | null = null

  constructor(preparation: Preparation) {
    this.#worker = new Worker(entryOfThread(), {
      eval: true,
      workerData: preparation,
      resourceLimits: limitsFor(preparation),
    })
    this.#worker.on('message', (prepared: PreparedRows) => this.#waiting.shift()?.resolve(prepared))
    this.#worker.on('error', (error: Error) => {
      this.#failure = error
      for (const waiting of this.#waiting.splice(0)) waiting.reject(error)
    })
  }

  prepare(batch: RowBatch, seq: number): Promise<PreparedRows> {
    if (this.#failure !== null) return Promise.reject(this.#failure)
    const waiting = Promise.withResolvers<PreparedRows>()
    this.#waiting.push(waiting)
    this.#worker.postMessage({ batch, seq })
    return waiting.promise
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }
}

async function* prepareInThreads(
  batches: AsyncIterable<RowBatch>,
  preparation: Preparation,
): AsyncGenerator<PreparedRows> {
  const threads = Array.from({ length: THREADS }, () => new PreparingThread(preparation))
  const pending: Promise<PreparedRows>[] = []
  let [turn, seq] = [0, 1]
  try {
    for await (const batch of batches) {
      const thread = threads[turn++ % THREADS] as PreparingThread
      const prepared = thread.prepare(batch, seq)
      seq += countRows(batch)
      // A failure is met when its turn comes; until then it is not one that nobody handles.
      prepared.catch(() => undefined)
      pending.push(prepared)
      if (pending.length > MOST_PENDING) yield (await pending.shift()) as PreparedRows
    }
    for (const prepared of pending) yield await prepared
  } finally {
    await Promise.all(threads.map((thread) => thread.end()))
  }
}

/** Prepares all the rows of a file, in order, in threads of their own when the file is large. */
export async function* prepareFile(
  batches: AsyncIterable<RowBatch>,
  byteSize: number,
  preparation: Preparation,
): AsyncGenerator<PreparedRows> {
  if (byteSize >= SMALLEST_FOR_THREAD_BYTES) return yield* prepareInThreads(batches, preparation)
  let seq = 1
  for await (const batch of batches) {
    yield prepareRows(preparation, rowsIn(batch, preparation.mapping.csv), seq)
    seq += countRows(batch)
  }
}
