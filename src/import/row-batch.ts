import type { SourceRow } from './source-row.ts'

/**
 * Rows on their way to another thread. Cells travel as one text and their lengths: a hundred thousand small strings cost more
 * to hand over than to read.
 */
export type RowBatch =
  | { rows: readonly SourceRow[] }
  | { lines: Uint32Array; cellCounts: Uint32Array; cellLengths: Uint32Array; text: string }

const hasCells = (row: SourceRow): row is { line: number; source: string[] } => Array.isArray(row.source)

export function packRows(rows: readonly SourceRow[]): RowBatch {
  if (!rows.every(hasCells)) return { rows }
  const lengths: number[] = []
  let text = ''
  for (const { source } of rows) {
    for (const cell of source) lengths.push(cell.length)
    text += source.join('')
  }
  return {
    lines: Uint32Array.from(rows, ({ line }) => line),
    cellCounts: Uint32Array.from(rows, ({ source }) => source.length),
    cellLengths: Uint32Array.from(lengths),
    text,
  }
}

export function unpackRows(batch: RowBatch): readonly SourceRow[] {
  if ('rows' in batch) return batch.rows
  const { lines, cellCounts, cellLengths, text } = batch
  let [cell, at] = [0, 0]
  return Array.from(lines, (line, row) => {
    const source = Array.from({ length: cellCounts[row] as number }, () => {
      const start = at
      at += cellLengths[cell++] as number
      return text.slice(start, at)
    })
    return { line, source }
  })
}
