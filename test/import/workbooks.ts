import { buffer } from 'node:stream/consumers'
import XLSX from '@e965/xlsx'
import type { Test } from 'tap'
import yazl from 'yazl'
import { openWorkbook } from '../../src/import/open-workbook.ts'
import { drain, inspected } from './temporary-file.ts'

/** What a cell of a test holds: a day is written as a date cell, `null` as no cell, `{ error }` and `{ formula }` as such. */
export type TestCell = string | number | boolean | Date | null | { [key: string]: unknown }
export type TestSheet = { name: string; rows: readonly (readonly TestCell[])[]; isHidden?: boolean }
export type WorkbookFormat = 'xlsx' | 'ods'

export const day = (text: string): Date => new Date(`${text}T00:00:00Z`)

/** The bytes of a workbook as another program writes it (SheetJS). */
export function workbook(format: WorkbookFormat, sheets: readonly TestSheet[], date1904 = false): Buffer {
  const book = XLSX.utils.book_new()
  for (const { name, rows } of sheets) {
    const sheet = XLSX.utils.aoa_to_sheet(rows as unknown[][], { cellDates: true, UTC: true })
    XLSX.utils.book_append_sheet(book, sheet, name)
  }
  book.Workbook = {
    Sheets: sheets.map(({ isHidden }) => ({ Hidden: isHidden ? 1 : 0 })),
    WBProps: { date1904 },
  }
  return XLSX.write(book, { type: 'buffer', bookType: format, compression: true }) as Buffer
}

/** A ZIP with these parts, for workbooks that no library writes. */
export function zipOf(parts: Readonly<Record<string, string>>, isStored = false): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  for (const [name, content] of Object.entries(parts))
    zip.addBuffer(Buffer.from(content), name, { compress: !isStored })
  zip.end()
  return buffer(zip.outputStream)
}

const CONTENT_TYPES =
  '<Types><Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
const relations = (...targets: readonly (readonly [type: string, target: string])[]) =>
  `<Relationships>${targets.map(([type, target], i) => `<Relationship Id="r${i + 1}" Type="http://x/${type}" Target="${target}"/>`).join('')}</Relationships>`

/** An XLSX of one sheet whose rows, shared texts and styles are this XML. */
export const xlsxOf = (
  rows: string,
  { texts = '', styles = '', more = {}, isStored = false } = {},
): Promise<Buffer> =>
  zipOf(
    {
      '[Content_Types].xml': CONTENT_TYPES,
      '_rels/.rels': relations(['officeDocument', '/xl/workbook.xml']),
      'xl/workbook.xml': '<workbook><sheets><sheet name="Feuil1" sheetId="1" r:id="r1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels': relations(
        ['worksheet', 'worksheets/sheet1.xml'],
        ['sharedStrings', 'sharedStrings.xml'],
        ['styles', 'styles.xml'],
      ),
      'xl/sharedStrings.xml': `<sst>${texts}</sst>`,
      'xl/styles.xml': `<styleSheet>${styles}</styleSheet>`,
      'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
      ...more,
    },
    isStored,
  )

/** An ODS whose spreadsheet (and automatic styles) are this XML. */
export const odsOf = (tables: string, styles = ''): Promise<Buffer> =>
  zipOf({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': `<office:document-content><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`,
  })

/** A text cell, a sheet and a row of an ODS. */
export const odsCell = (text: string, attributes = '') =>
  `<table:table-cell office:value-type="string" ${attributes}><text:p>${text}</text:p></table:table-cell>`
export const odsTable = (rows: string, name = 'F') =>
  `<table:table table:name="${name}">${rows}</table:table>`
export const odsRow = (cells: string, attributes = '') =>
  `<table:table-row ${attributes}>${cells}</table:table-row>`

/** The rows of each sheet of a workbook: `name` → `"line cell|cell"`. */
export async function readSheets(t: Test, content: Buffer): Promise<Record<string, string[]>> {
  const { sheets } = await openWorkbook(await inspected(t, content, 'classeur'))
  const read: Record<string, string[]> = {}
  for await (const { name, rows } of sheets()) {
    const { items, error } = await drain(rows)
    if (error) throw error
    read[name] = items.map(({ line, cells }) => `${line} ${cells.join('|')}`)
  }
  return read
}
