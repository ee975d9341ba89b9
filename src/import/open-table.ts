import type { CsvForm } from './cut-csv-record.ts'
import type { InspectedFile } from './inspect-file.ts'
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

async function findHeader<H>(rows: AsyncGenerator<CsvRow>, recognise: Recognise<H>): Promise<Search<H>> {
  let widest: readonly string[] = []
  const above: string[][] = []
  for await (const { line, cells } of rows) {
    const header = recognise(cells)
    if (header !== null) return { place: { header, titles: cells, above, line }, widest: cells }
    if (countFilled(cells) > countFilled(widest)) widest = cells
    if (above.push(cells) === MOST_ROWS_ABOVE) break
  }
  return { place: null, widest }
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

async function* readSheet(
  workbook: Workbook,
  rank: number,
  line: number,
  others: string[],
): AsyncGenerator<CsvRow> {
  let at = 0
  others.length = 0
  for await (const sheet of workbook.sheets())
    if (at++ !== rank) others.push(labelOf(sheet))
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
      const { header, titles, above, line } = place
      const ignoredSheets: string[] = []
      const read = () => readSheet(workbook, rank, line, ignoredSheets)
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
