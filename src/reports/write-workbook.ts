import writeExcelFile, { type Feature } from 'write-excel-file/node'
import { getOrderOfSiblings, insertElementMarkupAccordingToOrderOfSiblings } from 'write-excel-file/utility'

/** A share in 0..1 shown in percent, euros with their cents, a number shown to the hundredth, a day. */
export type FormattedCell =
  | { percent: number | null }
  | { euros: number }
  | { decimal: number }
  | { day: string }
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
  const alignVertical = 'top' as const
  if (cell === null) return null
  if (typeof cell === 'number') return { value: cell, type: Number, alignVertical }
  if (typeof cell === 'string') return { value: cell, type: String, wrap: true, alignVertical }
  if ('day' in cell)
    return { value: new Date(`${cell.day}T00:00:00Z`), type: Date, format: 'dd/mm/yyyy', alignVertical }
  const [value, format] =
    'euros' in cell
      ? [cell.euros, '#,##0.00\\ "€"']
      : 'decimal' in cell
        ? [cell.decimal, '#,##0.00']
        : [cell.percent, '0.0\\ %']
  return value === null ? null : { value, type: Number, format, alignVertical }
}

const SHEET = 'xl/worksheets/sheet{id}.xml'

/** Printed on A4 across, every column on the page. */
const LAYOUT = [
  '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
  '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>',
]

const insert = (xml: string, markup: string): string =>
  insertElementMarkupAccordingToOrderOfSiblings(
    xml,
    markup,
    getOrderOfSiblings(SHEET, 'worksheet') ?? [],
    'worksheet',
  )

/**
 * What the library leaves to whoever needs it: how sheets are printed, and lists to choose from. Values beyond a list are
 * accepted: an import reads them.
 */
const additions = (sheets: readonly WorkbookSheet[]): Feature<never> => ({
  files: {
    transform: {
      [SHEET]: {
        transform: (xml: string, _options: unknown, { sheetIndex }: { sheetIndex: number }) => {
          const choices = sheets[sheetIndex]?.choices ?? []
          return [...LAYOUT, ...(choices.length === 0 ? [] : [validationMarkup(choices)])].reduce(insert, xml)
        },
      },
    },
  },
})

const LINE_POINTS = 15

/** A row as high as the longest of its texts once folded: a spreadsheet that does not measure them would lay one over the other. */
function highEnough(cells: readonly ({ value: unknown } | null)[], widths: readonly number[]) {
  const lines = cells.map((cell, column) =>
    typeof cell?.value === 'string' ? Math.ceil(cell.value.length / (widths[column] ?? 10)) : 1,
  )
  const most = Math.max(1, ...lines)
  return most === 1 ? cells : cells.map((cell) => cell && { ...cell, height: most * LINE_POINTS })
}

/**
 * The bytes of an XLSX. Text is written as text, whatever it starts with: a spreadsheet never takes it for a formula.
 */
export async function writeWorkbook(sheets: readonly WorkbookSheet[]): Promise<Buffer> {
  const content = sheets.map(({ name, widths, titles, rows }) => ({
    sheet: name,
    columns: widths.map((width) => ({ width })),
    stickyRowsCount: 1,
    data: [
      highEnough(
        titles.map((value) => ({ value, type: String, fontWeight: 'bold', wrap: true })),
        widths,
      ),
      ...rows.map((row) => highEnough(row.map(cellOf), widths)),
    ],
  }))
  return writeExcelFile(
    content as Parameters<typeof writeExcelFile>[0],
    { features: [additions(sheets)] } as never,
  ).toBuffer()
}
