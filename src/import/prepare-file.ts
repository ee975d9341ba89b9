import { Worker } from 'node:worker_threads'
import { type Preparation, type PreparedRows, RowPreparer } from './prepare-rows.ts'
import { packRows } from './row-batch.ts'
import type { SourceRow } from './source-row.ts'

/** Rows handed over at once: large enough to hide the cost of handing over, small enough to bound memory. */
const BATCH_SIZE = 500
/** Batches that may wait for each other; more only take memory. */
const MOST_PENDING = 3
/** Below this a thread costs more to start than it saves. */
const SMALLEST_FOR_THREAD_BYTES = 8 * 1024 * 1024

/** One JSON record may be megabytes long. */
const THREAD_LIMITS = { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 192 }

async function* inBatches(rows: AsyncIterable<SourceRow>): AsyncGenerator<SourceRow[]> {
  let batch: SourceRow[] = []
  for await (const row of rows) {
    if (batch.push(row) < BATCH_SIZE) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

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

  prepare(rows: readonly SourceRow[]): Promise<PreparedRows> {
    const waiting = Promise.withResolvers<PreparedRows>()
    this.#waiting.push(waiting)
    this.#worker.postMessage(packRows(rows))
    return waiting.promise
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }
}

async function* prepareInThread(
  rows: AsyncIterable<SourceRow>,
  preparation: Preparation,
): AsyncGenerator<PreparedRows> {
  const thread = new PreparingThread(preparation)
  const pending: Promise<PreparedRows>[] = []
  try {
    for await (const batch of inBatches(rows)) {
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
  rows: AsyncIterable<SourceRow>,
  byteSize: number,
  preparation: Preparation,
): AsyncGenerator<PreparedRows> {
  if (byteSize >= SMALLEST_FOR_THREAD_BYTES) return yield* prepareInThread(rows, preparation)
  const preparer = new RowPreparer(preparation)
  for await (const batch of inBatches(rows)) yield preparer.prepare(batch)
}
