import { Worker } from 'node:worker_threads'
import { type Preparation, type PreparedRows, RowPreparer } from './prepare-rows.ts'
import { packRows } from './row-batch.ts'
import type { SourceRow } from './source-row.ts'

/** Rows handed over at once: large enough to hide the cost of handing over, small enough to bound memory. */
const BATCH_SIZE = 500
/** Beyond as many characters, a batch is handed over whatever its rows: 60 records of 5 MB at once took all that a thread may keep. */
const LONGEST_BATCH = 8 * 1024 * 1024
/** Batches that may wait for each other; more only take memory. */
const MOST_PENDING = 3
/** Below this a thread costs more to start than it saves. */
const SMALLEST_FOR_THREAD_BYTES = 8 * 1024 * 1024

/** One JSON record may be megabytes long. */
const THREAD_LIMITS = { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 192 }

/** Characters of a row; an object of XML is not counted, and weighs what its record does. */
function lengthOf({ source }: SourceRow): number {
  if (typeof source === 'string') return source.length
  if (Array.isArray(source)) return source.reduce((sum, cell) => sum + cell.length, 0)
  return 'json' in source ? source.json.length : 0
}

async function* inBatches(rows: AsyncIterable<SourceRow>): AsyncGenerator<SourceRow[]> {
  let batch: SourceRow[] = []
  let length = 0
  for await (const row of rows) {
    length += lengthOf(row)
    if (batch.push(row) < BATCH_SIZE && length < LONGEST_BATCH) continue
    yield batch
    batch = []
    length = 0
  }
  if (batch.length > 0) yield batch
}

/** Another thread that prepares batches, in the order they are sent. */
class PreparingThread {
  readonly #worker: Worker
  readonly #waiting: PromiseWithResolvers<PreparedRows>[] = []
  /** Of a thread that is gone: whoever sent it a batch would wait for ever. */
  #failure: Error | null = null

  constructor(preparation: Preparation) {
    this.#worker = new Worker(new URL('./prepare-worker.ts', import.meta.url), {
      workerData: preparation,
      resourceLimits: THREAD_LIMITS,
    })
    this.#worker.on('message', (prepared: PreparedRows) => this.#waiting.shift()?.resolve(prepared))
    this.#worker.on('error', (error: Error) => {
      this.#failure = error
      for (const waiting of this.#waiting.splice(0)) waiting.reject(error)
    })
  }

  prepare(rows: readonly SourceRow[]): Promise<PreparedRows> {
    if (this.#failure !== null) return Promise.reject(this.#failure)
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
