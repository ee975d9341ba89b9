import { isOverYears, joinTitles } from './join-titles.ts'
import type { CsvRow } from './read-csv.ts'

/** What the titles of a table mean to whoever reads it; `null` when the row is no header of his. */
export type Recognise<H> = (titles: readonly string[]) => H | null

/** A header found, the rows above it, the line of its last row, and whether the table surely ends there. */
export type HeaderPlace<H> = {
  header: H
  titles: readonly string[]
  above: string[][]
  line: number
  isEmpty: boolean
}

/** `widest`: the fullest of the rows looked at, for the message that says there is no header. */
export type HeaderSearch<H> = { place: HeaderPlace<H> | null; widest: readonly string[] }

/** A header below this many rows of titles and notes is not looked for. */
const MOST_ROWS_ABOVE = 30

const countFilled = (cells: readonly string[]) => cells.filter((cell) => cell.trim() !== '').length

type Titles<H> = Omit<HeaderPlace<H>, 'above'>

/** The header that a row is, or makes with the row below it; `null` when neither. */
function recogniseRow<H>(row: CsvRow, below: CsvRow | null, recognise: Recognise<H>): Titles<H> | null {
  const joined = below && joinTitles(row.cells, below.cells)
  const ofBoth = joined && recognise(joined)
  if (below && joined && ofBoth !== null)
    return { header: ofBoth, titles: joined, line: below.line, isEmpty: false }
  // Without its years, "Montant" above 2023 and 2024 would be the amount of 2023.
  const header = below && isOverYears(row.cells, below.cells) ? null : recognise(row.cells)
  if (header === null) return null
  return { header, titles: row.cells, line: row.line, isEmpty: below === null }
}

/** Looks for a header among the first rows of a table. */
export async function findHeader<H>(
  rows: AsyncGenerator<CsvRow>,
  recognise: Recognise<H>,
): Promise<HeaderSearch<H>> {
  let widest: readonly string[] = []
  const above: string[][] = []
  let row: CsvRow | null = null
  const place = (below: CsvRow | null): HeaderSearch<H> | null => {
    const found = row && recogniseRow(row, below, recognise)
    if (found) return { place: { ...found, above }, widest: found.titles }
    if (row && countFilled(row.cells) > countFilled(widest)) widest = row.cells
    if (row) above.push(row.cells)
    return null
  }
  for await (const below of rows) {
    const found = place(below)
    if (found) return found
    row = above.length < MOST_ROWS_ABOVE ? below : null
    if (row === null) break
  }
  return place(null) ?? { place: null, widest }
}
