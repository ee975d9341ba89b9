import { LAST_ROW } from '../domain/problem/file-line.ts'
import { BrokenFile } from './broken-file.ts'
import { plainNumber } from './number-format.ts'
import { readXmlPart, type XmlAttributes, type XmlListener } from './read-xml-part.ts'
import { MOST_CELLS, type Sheet } from './sheet.ts'
import type { WorkbookZip } from './workbook-zip.ts'

/** What comes along in `content.xml`: a sheet begins, or a row stands `times` times from `line` on. */
type OdsItem =
  | { sheet: { name: string; isHidden: boolean } }
  | { line: number; times: number; cells: readonly string[] }

/** Inside these, text is no value of the cell: notes, drawings, what tracked changes keep. */
const NOT_VALUES = new Set([
  'office:annotation',
  'table:shapes',
  'draw:frame',
  'draw:custom-shape',
  'table:tracked-changes',
])

type Cell = { attributes: XmlAttributes; paragraphs: string[] }

const countOf = (written: string | undefined, most: number) =>
  /^\d{1,9}$/.test(written ?? '') ? Math.min(Math.max(Number(written), 1), most) : 1

/** A number as shown when it is shown padded with zeros (`00042`), else its value. */
function readNumber(value: string, shown: string): string {
  const isPadded = /^0\d+$/.test(shown) && Number(shown) === Number(value)
  return isPadded ? shown : plainNumber(value)
}

/** A cell as the text that a CSV of the sheet would hold, but for days, which are ISO. A formula is its last result. */
function textOfCell({ attributes, paragraphs }: Cell): string {
  const shown = paragraphs.join('\n')
  if (attributes['calcext:value-type'] === 'error') return shown
  switch (attributes['office:value-type']) {
    case 'float':
    case 'currency':
    case 'percentage':
      return readNumber(attributes['office:value'] ?? '', shown)
    case 'date':
      return attributes['office:date-value']?.slice(0, 10) ?? shown
    case 'boolean':
      return attributes['office:boolean-value'] === 'true' ? 'oui' : 'non'
    default:
      return attributes['office:string-value'] ?? shown
  }
}

/** Builds the sheets and rows of an ODS as its XML goes by. */
class OdsBuilder implements XmlListener<OdsItem> {
  readonly #hiddenStyles = new Set<string>()
  #style = ''
  #items: OdsItem[] = []
  /** Where text stops being a value, and how deep in it we are. */
  #outside = 0
  #tables = 0
  #line = 1
  #times = 1
  #cells: string[] = []
  #cell: Cell | null = null
  #paragraph: string | null = null

  enter(name: string, attributes: XmlAttributes): void {
    if (this.#outside > 0 || NOT_VALUES.has(name)) this.#outside++
    else if (name === 'table:table') this.#enterTable(attributes)
    else if (name === 'style:style') this.#style = attributes['style:name'] ?? ''
    else if (name === 'style:table-properties' && attributes['table:display'] === 'false')
      this.#hiddenStyles.add(this.#style)
    else if (this.#tables === 1) this.#enterContent(name, attributes)
  }

  text(text: string): void {
    if (this.#outside === 0 && this.#paragraph !== null) this.#paragraph += text
  }

  leave(name: string): void {
    if (this.#outside > 0) this.#outside--
    else if (name === 'table:table') this.#tables--
    else if (this.#tables !== 1) return
    else if (name === 'text:p') this.#leaveParagraph()
    else if (name === 'table:table-cell' || name === 'table:covered-table-cell') this.#leaveCell()
    else if (name === 'table:table-row') this.#leaveRow()
  }

  take(): OdsItem[] {
    const items = this.#items
    this.#items = []
    return items
  }

  #enterTable(attributes: XmlAttributes): void {
    this.#tables++
    if (this.#tables > 1) return
    this.#line = 1
    const isHidden = this.#hiddenStyles.has(attributes['table:style-name'] ?? '')
    this.#items.push({ sheet: { name: attributes['table:name'] ?? '', isHidden } })
  }

  #enterContent(name: string, attributes: XmlAttributes): void {
    if (name === 'table:table-row') {
      this.#times = countOf(attributes['table:number-rows-repeated'], LAST_ROW)
      this.#cells = []
    } else if (name === 'table:table-cell' || name === 'table:covered-table-cell')
      this.#cell = { attributes, paragraphs: [] }
    else if (name === 'text:p') this.#paragraph = ''
    else if (this.#paragraph === null) return
    else if (name === 'text:s') this.#paragraph += ' '.repeat(countOf(attributes['text:c'], 100))
    else if (name === 'text:tab') this.#paragraph += '\t'
    else if (name === 'text:line-break') this.#paragraph += '\n'
  }

  #leaveParagraph(): void {
    if (this.#paragraph !== null) this.#cell?.paragraphs.push(this.#paragraph)
    this.#paragraph = null
  }

  #leaveCell(): void {
    const cell = this.#cell
    this.#cell = null
    if (cell === null) return
    const text = textOfCell(cell)
    const times = countOf(cell.attributes['table:number-columns-repeated'], MOST_CELLS)
    for (let i = 0; i < times && this.#cells.length < MOST_CELLS; i++) this.#cells.push(text)
  }

  #leaveRow(): void {
    const line = this.#line
    this.#line += this.#times
    const last = this.#cells.findLastIndex((text) => text.trim() !== '')
    if (last === -1) return
    if (this.#line > LAST_ROW + 1) throw new BrokenFile(`une ligne ${this.#line - 1}`)
    this.#items.push({ line, times: this.#times, cells: this.#cells.slice(0, last + 1) })
  }
}

/** The sheets of an ODS, in order. All stand in one part: rows that nobody asks for are read and passed over. */
export async function* readOdsSheets(zip: WorkbookZip): AsyncGenerator<Sheet> {
  const items = readXmlPart(zip, 'content.xml', new OdsBuilder())
  try {
    let item = await items.next()
    const readRows = async function* (): Sheet['rows'] {
      while (!item.done && 'cells' in item.value) {
        const { line, times, cells } = item.value
        for (let i = 0; i < times; i++) yield { line: line + i, cells: [...cells] }
        item = await items.next()
      }
    }
    while (!item.done) {
      if ('sheet' in item.value) {
        const { sheet } = item.value
        item = await items.next()
        yield { ...sheet, rows: readRows() }
      }
      while (!item.done && 'cells' in item.value) item = await items.next()
    }
  } finally {
    await items.return(undefined)
  }
}
