import writeExcelFile, { type Feature } from 'write-excel-file/node'
import { getOrderOfSiblings, insertElementMarkupAccordingToOrderOfSiblings } from 'write-excel-file/utility'

/** A share in 0..1 shown in percent, euros with their cents, a day. */
export type FormattedCell = { percent: number | null } | { euros: number } | { day: string }
/** Text stays text whatever it starts with, a number is a number. */
export type WorkbookCell = string | number | null | FormattedCell

/** Cells of a column, from the second row down, that take their value from a range: `Listes!$A$2:$A$9`. Columns count from 0. */
export type ChoiceList = { column: number; range: string }

/** A sheet to write: its first row is its titles, kept in sight. Widths in characters. */
export type WorkbookSheet = {
  name: string
  widths: readonly number[]
  titles: readonly string[]
  rows: readonly (readonly WorkbookCell[])[]
  choices?: readonly ChoiceList[]
}

const LAST_ROW = 10_000

/** 0 → "A", 26 → "AA" */
export const columnLetter = (column: number): string =>
  column < 26
    ? String.fromCharCode(65 + column)
    : columnLetter(Math.floor(column / 26) - 1) + columnLetter(column % 26)

function validationMarkup(choices: readonly ChoiceList[]): string {
  const validations = choices.map(({ column, range }) => {
    const letter = columnLetter(column)
    return `<dataValidation type="list" allowBlank="1" showErrorMessage="0" sqref="${letter}2:${letter}${LAST_ROW}"><formula1>${range}</formula1></dataValidation>`
  })
  return `<dataValidations count="${choices.length}">${validations.join('')}</dataValidations>`
}

function cellOf(cell: WorkbookCell) {
  if (cell === null) return null
  if (typeof cell === 'number') return { value: cell, type: Number }
  if (typeof cell === 'string') return { value: cell, type: String, wrap: true }
  if ('day' in cell) return { value: new Date(`${cell.day}T00:00:00Z`), type: Date, format: 'dd/mm/yyyy' }
  if ('euros' in cell) return { value: cell.euros, type: Number, format: '#,##0.00\\ "€"' }
  return cell.percent === null ? null : { value: cell.percent, type: Number, format: '0.0%' }
}

const SHEET = 'xl/worksheets/sheet{id}.xml'

/** Lists to choose from, which the library leaves to whoever needs them. Values beyond the list are accepted: an import reads them. */
const choiceLists = (sheets: readonly WorkbookSheet[]): Feature<never> => ({
  files: {
    transform: {
      [SHEET]: {
        transform: (xml: string, _options: unknown, { sheetIndex }: { sheetIndex: number }) => {
          const choices = sheets[sheetIndex]?.choices ?? []
          if (choices.length === 0) return xml
          return insertElementMarkupAccordingToOrderOfSiblings(
            xml,
            validationMarkup(choices),
            getOrderOfSiblings(SHEET, 'worksheet') ?? [],
            'worksheet',
          )
        },
      },
    },
  },
})

/**
 * The bytes of an XLSX. Text is written as text, whatever it starts with: a spreadsheet never takes it for a formula.
 */
export async function writeWorkbook(sheets: readonly WorkbookSheet[]): Promise<Buffer> {
  const content = sheets.map(({ name, widths, titles, rows }) => ({
    sheet: name,
    columns: widths.map((width) => ({ width })),
    stickyRowsCount: 1,
    data: [
      titles.map((value) => ({ value, type: String, fontWeight: 'bold' as const, wrap: true })),
      ...rows.map((row) => row.map(cellOf)),
    ],
  }))
  return writeExcelFile(
    content as Parameters<typeof writeExcelFile>[0],
    { features: [choiceLists(sheets)] } as never,
  ).toBuffer()
}
