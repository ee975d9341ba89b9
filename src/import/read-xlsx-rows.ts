import { dayOfSerial } from '../domain/dates/serial-day.ts'
import { LAST_ROW } from '../domain/problem/file-line.ts'
import { BrokenFile } from './broken-file.ts'
import { plainNumber } from './number-format.ts'
import type { CsvRow } from './read-csv.ts'
import { RichText, withEscapesRead, type XlsxBook } from './read-xlsx-book.ts'
import { readXmlPart, withoutPrefix, type XmlAttributes, type XmlListener } from './read-xml-part.ts'
import { MOST_CELLS } from './sheet.ts'
import type { WorkbookZip } from './workbook-zip.ts'

/** "C12" → 2, the rank of the column; `null` when the cell does not say where it is. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^[A-Za-z]{1,3}/.exec(reference ?? '')?.[0]
  if (letters === undefined) return null
  let rank = 0
  for (const letter of letters.toUpperCase()) rank = rank * 26 + letter.charCodeAt(0) - 64
  return rank - 1
}

type Cell = { column: number; type: string; style: number; value: string; lacksResult: boolean }

function readNumber(value: string, style: number, { readings, dateSystem }: XlsxBook): string {
  const reading = readings[style] ?? 'plain'
  if (reading === 'plain' || value === '') return plainNumber(value)
  if (reading === 'day') return dayOfSerial(Number(value), dateSystem) ?? plainNumber(value)
  const text = plainNumber(value)
  return /^\d+$/.test(text) ? text.padStart(reading.digits, '0') : text
}

/** A cell as the text that a CSV of the sheet would hold, but for days, which are ISO. A formula is its last result. */
function textOfCell({ type, style, value }: Cell, book: XlsxBook): string {
  switch (type) {
    case 's':
      return book.texts[Number(value)] ?? ''
    case 'b':
      return value === '' ? '' : value === '1' ? 'oui' : 'non'
    case 'd':
      return value.slice(0, 10)
    case 'str':
      return withEscapesRead(value)
    case 'inlineStr':
    case 'e':
      return value
    default:
      return readNumber(value, style, book)
  }
}

/** A formula that the program which wrote the file did not compute, as opposed to one whose result is empty. */
const NO_RESULT = '#CALC!'

/** Builds the rows of one worksheet as its XML goes by. */
class XlsxRowBuilder implements XmlListener<CsvRow> {
  readonly #book: XlsxBook
  readonly #rich = new RichText()
  #rows: CsvRow[] = []
  #line = 0
  #cells: string[] = []
  #hasText = false
  #cell: Cell | null = null
  #column = -1
  #isInValue = false

  constructor(book: XlsxBook) {
    this.#book = book
  }

  enter(prefixed: string, attributes: XmlAttributes): void {
    const name = withoutPrefix(prefixed)
    if (name === 'c') this.#enterCell(attributes)
    else if (name === 'row') this.#enterRow(attributes)
    else if (this.#cell !== null) {
      this.#isInValue = name === 'v'
      if (name === 'f') this.#cell.lacksResult = true
      else if (name === 'v') this.#cell.lacksResult = false
      this.#rich.enter(name)
    }
  }

  text(text: string): void {
    if (this.#cell === null) return
    if (this.#isInValue) this.#cell.value += text
    else this.#rich.add(text)
  }

  leave(prefixed: string): void {
    const name = withoutPrefix(prefixed)
    if (name === 'c') this.#leaveCell()
    else if (name === 'row') this.#leaveRow()
    else if (this.#cell !== null) {
      this.#isInValue = false
      this.#rich.leave(name)
    }
  }

  take(): CsvRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  #enterRow({ r }: XmlAttributes): void {
    this.#line = r !== undefined && /^\d{1,7}$/.test(r) ? Number(r) : this.#line + 1
    if (this.#line > LAST_ROW) throw new BrokenFile(`une ligne ${this.#line}`)
    this.#cells = []
    this.#hasText = false
    this.#column = -1
  }

  #enterCell({ r, t, s }: XmlAttributes): void {
    this.#column = columnOf(r) ?? this.#column + 1
    this.#cell = {
      column: this.#column,
      type: t ?? 'n',
      style: Number(s ?? 0),
      value: '',
      lacksResult: false,
    }
    this.#isInValue = false
  }

  #leaveCell(): void {
    const cell = this.#cell
    this.#cell = null
    if (cell === null) return
    if (cell.type === 'inlineStr') cell.value = this.#rich.take()
    const text = cell.value === '' ? (cell.lacksResult ? NO_RESULT : '') : textOfCell(cell, this.#book)
    if (text === '' || cell.column >= MOST_CELLS) return
    while (this.#cells.length < cell.column) this.#cells.push('')
    this.#cells[cell.column] = text
    this.#hasText ||= text.trim() !== ''
  }

  #leaveRow(): void {
    if (this.#hasText) this.#rows.push({ line: this.#line, cells: this.#cells })
  }
}

/** The rows of one worksheet, those without text left out. Throws when it is missing, damaged or too large. */
export const readXlsxRows = (zip: WorkbookZip, book: XlsxBook, part: string): AsyncGenerator<CsvRow> =>
  readXmlPart(zip, part, new XlsxRowBuilder(book))
