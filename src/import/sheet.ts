import type { CsvRow } from './read-csv.ts'

/** A sheet of a workbook. `line` of its rows is the number the spreadsheet shows; rows without any text are left out. */
export type Sheet = { name: string; isHidden: boolean; rows: AsyncGenerator<CsvRow> }

/** A workbook: its sheets in order, each time from the first; those whose rows are not asked for are passed over. */
export type Workbook = { format: 'xlsx' | 'ods'; sheets: () => AsyncGenerator<Sheet> }

/** What one row may hold: no table of contracts has a tenth of it, and a workbook can announce 16 384 cells in few bytes. */
export const MOST_CELLS = 1_024

/** Why a sheet is not read when a person names others. */
export const NOT_ASKED = 'non demandée'

/** What becomes of a sheet of a workbook. */
export type SheetOutcome = {
  name: string
  isRead: boolean
  /** Rows read below its titles. */
  rows: number
  /** Whether it is a table that could be imported and yet is not read: somebody has to be told. */
  isLeftOut: boolean
  /** Why it is not read, in French; `null` for one that is, and for one that is no table to import. */
  reason: string | null
}
