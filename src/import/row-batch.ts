import type { CsvForm } from './cut-csv-record.ts'
import { recordsIn } from './read-csv.ts'
import type { SourceRow } from './source-row.ts'
import type { CsvBlock } from './split-csv-records.ts'

/** Rows handed over at once: large enough to hide the cost of handing over, small enough to bound memory. */
const BATCH_SIZE = 500
/** Beyond as many characters, a batch is handed over whatever its rows: 60 records of 5 MB at once took all that a thread may keep. */
const LONGEST_BATCH = 8 * 1024 * 1024

/**
 * Rows on their way to where they are looked into, perhaps another thread. Those of a CSV travel as the bytes of the file: a
 * thousand texts would have to be copied one by one.
 */
export type RowBatch = { rows: readonly SourceRow[] } | CsvBlock

/** Characters of a row; an object of XML is not counted, and weighs what its record does. */
function lengthOf({ source }: SourceRow): number {
  if (typeof source === 'string') return source.length
  if (Array.isArray(source)) return source.reduce((sum, cell) => sum + cell.length, 0)
  return 'json' in source ? source.json.length : 0
}

/** Puts rows together by some hundreds, or by as many as fit. */
export async function* inBatches(rows: AsyncIterable<SourceRow>): AsyncGenerator<RowBatch> {
  let batch: SourceRow[] = []
  let length = 0
  for await (const row of rows) {
    length += lengthOf(row)
    if (batch.push(row) < BATCH_SIZE && length < LONGEST_BATCH) continue
    yield { rows: batch }
    batch = []
    length = 0
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
