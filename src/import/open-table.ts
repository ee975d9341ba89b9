import type { CsvForm } from './cut-csv-record.ts'
import type { InspectedFile } from './inspect-file.ts'
import { isOverYears, joinTitles } from './join-titles.ts'
import { openWorkbook } from './open-workbook.ts'
import { type CsvRow, formOf, rankDelimiters, readCsv, readCsvBlocks } from './read-csv.ts'
import type { Sheet, Workbook } from './sheet.ts'
import type { CsvBlock } from './split-csv-records.ts'
import { isZip } from './workbook-zip.ts'

/** What the titles of a table mean to whoever reads it; `null` when the row is no header of his. */
export type Recognise<H> = (titles: readonly string[]) => H | null

/** A table whose header was found, in a CSV or on a sheet. */
export type OpenTable<H> = {
  header: H
  titles: readonly string[]
  /** The rows above the header: titles, notes, often a date. Of a file whose first row is its mark, that row. */
  above: readonly (readonly string[])[]
  format: 'csv' | 'json' | Workbook['format']
  /** The rows below the header, each time from the first. */
  read: () => AsyncGenerator<CsvRow>
  /** The same rows, left to be read by another thread; `null` for a sheet. */
  csv: { form: CsvForm; readBlocks: () => AsyncGenerator<CsvBlock> } | null
  /** `null` for a CSV. */
  sheet: string | null
  /** The other sheets, known whole once the rows are read to their end. */
  ignoredSheets: readonly string[]
}

/** Titles met where a header was looked for, for the message that says it is not there. */
export type FoundTitles = { sheet: string | null; titles: readonly string[] }

/** A header below this many rows of titles and notes is not looked for. */
const MOST_ROWS_ABOVE = 30

type Place<H> = { header: H; titles: readonly string[]; above: string[][]; line: number }
type Search<H> = { place: Place<H> | null; widest: readonly string[] }

const countFilled = (cells: readonly string[]) => cells.filter((cell) => cell.trim() !== '').length

type Titles<H> = Pick<Place<H>, 'header' | 'titles' | 'line'>

/** The header that a row is, or makes with the row below it; `null` when neither. */
function recogniseRow<H>(row: CsvRow, below: CsvRow | null, recognise: Recognise<H>): Titles<H> | null {
  const joined = below && joinTitles(row.cells, below.cells)
  const ofBoth = joined && recognise(joined)
  if (below && joined && ofBoth !== null) return { header: ofBoth, titles: joined, line: below.line }
  // Without its years, "Montant" above 2023 and 2024 would be the amount of 2023.
  const header = below && isOverYears(row.cells, below.cells) ? null : recognise(row.cells)
  return header === null ? null : { header, titles: row.cells, line: row.line }
}

async function findHeader<H>(rows: AsyncGenerator<CsvRow>, recognise: Recognise<H>): Promise<Search<H>> {
  let widest: readonly string[] = []
  const above: string[][] = []
  let row: CsvRow | null = null
  const place = (below: CsvRow | null): Search<H> | null => {
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

type Found<H> = OpenTable<H> | { found: FoundTitles[] }

async function openCsv<H>(file: InspectedFile, recognise: Recognise<H>): Promise<Found<H>> {
  const found: FoundTitles[] = []
  for (const delimiter of rankDelimiters(file.headText)) {
    const { place, widest } = await findHeader(readCsv(file, { delimiter }), recognise)
    if (place === null) {
      found.push({ sheet: null, titles: widest })
      continue
    }
    const { header, titles, above, line } = place
    const form = formOf(file, delimiter)
    return {
      header,
      titles,
      above,
      format: 'csv',
      read: () => readCsv(file, { delimiter, afterLine: line }),
      csv: { form, readBlocks: () => readCsvBlocks(file, form, line) },
      sheet: null,
      ignoredSheets: [],
    }
  }
  return { found: found.slice(0, 1) }
}

const labelOf = ({ name, isHidden }: Sheet) => (isHidden ? `${name} (masquée)` : name)

/** Whether another sheet is such a table too: one sheet a year, or a type of contract, is read by nobody unless it is said. */
async function labelOther<H>(
  sheet: Sheet,
  titles: readonly string[],
  recognise: Recognise<H>,
): Promise<string> {
  const label = labelOf(sheet)
  if (sheet.isHidden) return label
  const { place } = await findHeader(sheet.rows, recognise)
  if (place === null) return label
  const which = trimmed(place.titles) === trimmed(titles) ? 'mêmes' : 'autres'
  return `${label} (${which} titres, NON LUE)`
}

const trimmed = (titles: readonly string[]) =>
  titles
    .map((title) => title.trim())
    .join('\n')
    .trim()

async function* readSheet<H>(
  workbook: Workbook,
  rank: number,
  { line, titles }: Place<H>,
  recognise: Recognise<H>,
  others: string[],
): AsyncGenerator<CsvRow> {
  let at = 0
  others.length = 0
  for await (const sheet of workbook.sheets())
    if (at++ !== rank) others.push(await labelOther(sheet, titles, recognise))
    else for await (const row of sheet.rows) if (row.line > line) yield row
}

async function openSheet<H>(file: InspectedFile, recognise: Recognise<H>): Promise<Found<H>> {
  const workbook = await openWorkbook(file)
  const found: FoundTitles[] = []
  let rank = -1
  for await (const sheet of workbook.sheets()) {
    rank++
    const { place, widest } = sheet.isHidden
      ? { place: null, widest: [] }
      : await findHeader(sheet.rows, recognise)
    if (place !== null) {
      const { header, titles, above } = place
      const ignoredSheets: string[] = []
      const read = () => readSheet(workbook, rank, place, recognise, ignoredSheets)
      return {
        header,
        titles,
        above,
        format: workbook.format,
        read,
        csv: null,
        sheet: sheet.name,
        ignoredSheets,
      }
    }
    found.push({ sheet: labelOf(sheet), titles: widest })
  }
  return { found }
}

/**
 * Finds the header of a table among the first rows of a CSV, or of the first visible sheet that has it. Where there is none,
 * answers the titles met instead. Nothing stays open before the rows are asked for.
 */
export const openTable = <H>(file: InspectedFile, recognise: Recognise<H>): Promise<Found<H>> =>
  isZip(file) ? openSheet(file, recognise) : openCsv(file, recognise)

const MOST_SHEETS_NAMED = 10

/** "feuille « Bilan » : « Année », « Total »", cut where a person stops reading. */
export function describeTitles(found: readonly FoundTitles[]): string {
  const lists = found.slice(0, MOST_SHEETS_NAMED).map(({ sheet, titles }) => {
    const named = titles.filter((title) => title.trim() !== '')
    const shown = named.slice(0, 12).map((title) => `« ${title} »`)
    const list = `${shown.join(', ') || 'aucune'}${named.length > 12 ? '…' : ''}`
    return sheet === null ? list : `feuille « ${sheet} » : ${list}`
  })
  const rest = found.length - MOST_SHEETS_NAMED
  return lists.join(' ; ') + (rest > 0 ? ` ; et ${rest} autres feuilles` : '')
}
