/** The last row that spreadsheets have. */
export const LAST_ROW = 1_048_576

/** Sheets of one workbook that can be read together: their lines are stored as 32-bit integers. */
export const MOST_SHEETS_READ = 2_000

/**
 * A row of a workbook as one number, so that a line of a file is one integer whatever the file: those of each sheet read go on
 * after the last that the sheet before could have. `sheet` counts the sheets read from 0, `row` is what the spreadsheet shows.
 */
export const toFileLine = (sheet: number, row: number): number => sheet * LAST_ROW + row

/** Which of the sheets read a line of a workbook is on, from 0. */
export const sheetOfLine = (line: number): number => Math.max(0, Math.floor((line - 1) / LAST_ROW))

/** Where a row stands as a person finds it again; `sheet` is `null` where the file has none. */
export type FilePlace = { sheet: string | null; line: number }

/** The place of a line, `sheets` being those that were read (`null`: no workbook). Line 0 is the whole file, on no sheet. */
export function placeOfLine(sheets: readonly string[] | null, line: number): FilePlace {
  if (sheets === null || line < 1) return { sheet: null, line }
  const sheet = sheetOfLine(line)
  return { sheet: sheets[sheet] ?? null, line: line - sheet * LAST_ROW }
}

/** "feuille « 2021 », ligne 14", or "ligne 14". */
export const describePlace = ({ sheet, line }: FilePlace): string =>
  sheet === null ? `ligne ${line}` : `feuille « ${sheet} », ligne ${line}`
