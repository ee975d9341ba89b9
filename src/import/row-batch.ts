import type { SourceRow } from './source-row.ts'

/**
 * Rows on their way to another thread. Those of a CSV travel as one text and their lengths: one large string is handed over
 * for less than a thousand small ones.
 */
export type RowBatch =
  | { rows: readonly SourceRow[] }
  | { lines: Uint32Array; lengths: Uint32Array; text: string }

const isText = (row: SourceRow): row is { line: number; source: string } => typeof row.source === 'string'

export function packRows(rows: readonly SourceRow[]): RowBatch {
  if (!rows.every(isText)) return { rows }
  return {
    lines: Uint32Array.from(rows, ({ line }) => line),
    lengths: Uint32Array.from(rows, ({ source }) => source.length),
    text: rows.map(({ source }) => source).join(''),
  }
}

export function unpackRows(batch: RowBatch): readonly SourceRow[] {
  if ('rows' in batch) return batch.rows
  const { lines, lengths, text } = batch
  let at = 0
  return Array.from(lines, (line, row) => {
    const start = at
    at += lengths[row] as number
    return { line, source: text.slice(start, at) }
  })
}
