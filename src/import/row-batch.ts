import type { CsvForm } from './cut-csv-record.ts'
import { recordsIn } from './read-csv.ts'
import type { SourceRow } from './source-row.ts'
import type { CsvBlock } from './split-csv-records.ts'

/** Rows handed over at once: large enough to hide the cost of handing over, small enough to bound memory. */
const BATCH_SIZE = 500

/**
 * Rows on their way to where they are looked into, perhaps another thread. Those of a CSV travel as the bytes of the file: a
 * thousand texts would have to be copied one by one.
 */
export type RowBatch = { rows: readonly SourceRow[] } | CsvBlock

/** Puts rows together by some hundreds. */
export async function* inBatches(rows: AsyncIterable<SourceRow>): AsyncGenerator<RowBatch> {
  let batch: SourceRow[] = []
  for await (const row of rows) {
    if (batch.push(row) < BATCH_SIZE) continue
    yield { rows: batch }
    batch = []
  }
  if (batch.length > 0) yield { rows: batch }
}

/** How many rows a batch has, at most: empty ones of a CSV are left out when it is read. */
export const countRows = (batch: RowBatch) => ('rows' in batch ? batch.rows.length : batch.records.length / 3)

/** The rows of a batch. `csv`: the form of its file, when it is a CSV. */
export function rowsIn(batch: RowBatch, csv: CsvForm | null): readonly SourceRow[] {
  if ('rows' in batch) return batch.rows
  if (csv === null) throw new TypeError('a block of CSV without its form')
  return Array.from(recordsIn(batch, csv), ({ line, text }) => ({ line, source: text }))
}
