import { Worker } from 'node:worker_threads'
import { type Preparation, type PreparedRows, RowPreparer } from './prepare-rows.ts'
import { type RowBatch, rowsIn } from './row-batch.ts'

/** Batches that may wait for each other; more only take memory. */
const MOST_PENDING = 3
/** Below this a thread costs more to start than it saves. */
const SMALLEST_FOR_THREAD_BYTES = 8 * 1024 * 1024

/** One JSON record may be megabytes long. */
const THREAD_LIMITS = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 192 }

/** Another thread that prepares batches, in the order they are sent. */
class PreparingThread {
  readonly #worker: Worker
  readonly #waiting: PromiseWithResolvers<PreparedRows>[] = []

  constructor(preparation: Preparation) {
    this.#worker = new Worker(new URL('./prepare-worker.ts', import.meta.url), {
      workerData: preparation,
      resourceLimits: THREAD_LIMITS,
    })
    this.#worker.on('message', (prepared: PreparedRows) => this.#waiting.shift()?.resolve(prepared))
    this.#worker.on('error', (error) => {
      for (const waiting of this.#waiting.splice(0)) waiting.reject(error)
    })
  }

  prepare(batch: RowBatch): Promise<PreparedRows> {
    const waiting = Promise.withResolvers<PreparedRows>()
    this.#waiting.push(waiting)
    this.#worker.postMessage(batch)
    return waiting.promise
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }
}

async function* prepareInThread(
  batches: AsyncIterable<RowBatch>,
  preparation: Preparation,
): AsyncGenerator<PreparedRows> {
  const thread = new PreparingThread(preparation)
  const pending: Promise<PreparedRows>[] = []
  try {
    for await (const batch of batches) {
      const prepared = thread.prepare(batch)
      // A failure is met when its turn comes; until then it is not one that nobody handles.
      prepared.catch(() => undefined)
      pending.push(prepared)
      if (pending.length > MOST_PENDING) yield (await pending.shift()) as PreparedRows
    }
    for (const prepared of pending) yield await prepared
  } finally {
    await thread.end()
  }
}

/** Prepares all the rows of a file, in order, in a thread of its own when the file is large. */
export async function* prepareFile(
  batches: AsyncIterable<RowBatch>,
  byteSize: number,
  preparation: Preparation,
): AsyncGenerator<PreparedRows> {
  if (byteSize >= SMALLEST_FOR_THREAD_BYTES) return yield* prepareInThread(batches, preparation)
  const preparer = new RowPreparer(preparation)
  for await (const batch of batches) yield preparer.prepare(rowsIn(batch, preparation.mapping.csv))
}
