import { sheetOfLine } from '../domain/problem/file-line.ts'
import { AppError } from '../platform/errors.ts'
import type { CsvForm } from './cut-csv-record.ts'
import { findHeader, type Recognise } from './find-header.ts'
import type { InspectedFile } from './inspect-file.ts'
import { openSheets } from './open-sheets.ts'
import { type CsvRow, formOf, rankDelimiters, readCsv, readCsvBlocks } from './read-csv.ts'
import type { SheetOutcome, Workbook } from './sheet.ts'
import type { CsvBlock } from './split-csv-records.ts'
import { isZip } from './workbook-zip.ts'

/** One header and what stands above it: of a CSV, or of a sheet that is read. */
export type TitledTable<H> = {
  /** The name of its sheet; `null` for a CSV. */
  sheet: string | null
  header: H
  titles: readonly string[]
  /** The rows above the header: titles, notes, often a date. Of a file whose first row is its mark, that row. */
  above: readonly (readonly string[])[]
}

/** A table whose header was found, in a CSV or on the sheets of a workbook, of which it is the first. */
export type OpenTable<H> = TitledTable<H> & {
  format: 'csv' | 'json' | Workbook['format']
  /** This table, then those of the other sheets that are read; `tableOfLine` tells which a row is of. */
  tables: readonly TitledTable<H>[]
  /** The rows below the headers, sheet after sheet, each time from the first. */
  read: () => AsyncGenerator<CsvRow>
  /** The same rows, left to be read by another thread; `null` for a workbook. */
  csv: { form: CsvForm; readBlocks: () => AsyncGenerator<CsvBlock> } | null
  /** Every sheet of the workbook and what becomes of it, its rows counted as they are read; none for another file. */
  sheets: readonly SheetOutcome[]
}

/** Which sheets of a workbook are read. */
export type SheetChoice<H> = {
  /** Those that a person names, a hidden one too, and no other; none: all that may be. */
  named: readonly string[]
  /** Why each of the tables found is not read, `null` when it is. Absent: the first one is, and the others are not looked for. */
  select?: (tables: readonly TitledTable<H>[]) => readonly (string | null)[]
}

/** Titles met where a header was looked for, for the message that says it is not there. */
export type FoundTitles = { sheet: string | null; titles: readonly string[] }

export type Found<H> = OpenTable<H> | { found: FoundTitles[] }

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
    const table = { sheet: null, header, titles, above }
    return {
      ...table,
      format: 'csv',
      tables: [table],
      read: () => readCsv(file, { delimiter, afterLine: line }),
      csv: { form, readBlocks: () => readCsvBlocks(file, form, line) },
      sheets: [],
    }
  }
  return { found: found.slice(0, 1) }
}

/**
 * Finds the header of a table among the first rows of a CSV, or of each visible sheet of a workbook that is chosen. Where there
 * is none, answers the titles met instead. Nothing stays open before the rows are asked for. Throws `sheet-unknown` when a sheet
 * that a person named is not there.
 */
export const openTable = <H>(
  file: InspectedFile,
  recognise: Recognise<H>,
  choice: SheetChoice<H> = { named: [] },
): Promise<Found<H>> => (isZip(file) ? openSheets(file, recognise, choice) : openCsv(file, recognise))

/** The table that a row of a file is of. */
export const tableOfLine = <H>({ tables }: Pick<OpenTable<H>, 'tables'>, line: number): TitledTable<H> =>
  (tables.length === 1 ? tables[0] : tables[sheetOfLine(line)]) as TitledTable<H>

/** The sheets that are read, in order; `null` when the file is no workbook. */
export const sheetsRead = (sheets: readonly SheetOutcome[]): SheetOutcome[] | null =>
  sheets.length === 0 ? null : sheets.filter(({ isRead }) => isRead)

/** Throws `sheet-unknown` when sheets are named of a file that has none. */
export function refuseNamedSheets(file: InspectedFile, named: readonly string[]): void {
  if (named.length === 0 || isZip(file)) return
  throw new AppError(
    'sheet-unknown',
    `Le fichier « ${file.name} » n’est pas un classeur : il n’a pas de feuille « ${named.join(' », « ')} ». Rien n’a été importé. Envoyez-le sans --sheet.`,
  )
}

/** Says that the only sheet looked at, or that no sheet of a workbook, is such a table. */
export const describeMissing = (name: string, found: readonly FoundTitles[], what: string): string =>
  found.length === 1
    ? `La feuille « ${found[0]?.sheet} » du classeur « ${name} » n'est pas ${what}`
    : `Le classeur « ${name} » n'a pas de feuille qui soit ${what}`

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
