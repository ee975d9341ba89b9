import { AppError } from '../platform/errors.ts'
import type { InspectedFile } from './inspect-file.ts'
import { readOdsSheets } from './read-ods.ts'
import { readRelations, readXlsxBook } from './read-xlsx-book.ts'
import { readXlsxRows } from './read-xlsx-rows.ts'
import { gather } from './read-xml-part.ts'
import type { Sheet, Workbook } from './sheet.ts'
import { openWorkbookZip, readPart, type WorkbookZip, workbookUnreadable } from './workbook-zip.ts'

/** The parts that tell what a ZIP is are a few kilobytes. */
const LARGEST_MARK_BYTES = 1024 * 1024

async function readText(zip: WorkbookZip, part: string): Promise<string> {
  return (await gather(readPart(zip, part, LARGEST_MARK_BYTES))).join('')
}

const notSupported = (name: string, what: string) =>
  new AppError(
    'format-not-supported',
    `Le fichier « ${name} » est ${what} : ce format n'est pas lu. Enregistrez le tableau en XLSX, en ODS ou en CSV. Rien n'a été importé.`,
  )

async function openXlsx(zip: WorkbookZip): Promise<Workbook> {
  const relations = await readRelations(zip, '')
  const bookPart = [...relations.values()].find(({ type }) => type === 'officeDocument')?.part ?? ''
  if (bookPart.endsWith('.bin')) throw notSupported(zip.file.name, 'un classeur binaire (XLSB)')
  if (!(await readText(zip, '[Content_Types].xml')).includes('spreadsheetml'))
    throw notSupported(zip.file.name, 'un document Office qui n’est pas un classeur')
  const book = await readXlsxBook(zip, bookPart)
  const readSheets = async function* (): AsyncGenerator<Sheet> {
    for (const { name, isHidden, part } of book.sheets)
      yield { name, isHidden, rows: readXlsxRows(zip, book, part) }
  }
  return { format: 'xlsx', sheets: readSheets }
}

async function openOds(zip: WorkbookZip): Promise<Workbook> {
  const type = (await readText(zip, 'mimetype')).trim()
  if (!type.includes('opendocument.spreadsheet'))
    throw notSupported(zip.file.name, 'un document qui n’est pas un classeur')
  const manifest = zip.parts.has('meta-inf/manifest.xml') ? await readText(zip, 'META-INF/manifest.xml') : ''
  if (manifest.includes('encryption-data'))
    throw workbookUnreadable(zip.file.name, 'il est protégé par un mot de passe')
  return { format: 'ods', sheets: () => readOdsSheets(zip) }
}

/** Opens a workbook, XLSX or ODS by what it holds. Throws an `AppError` in French when it is another document or damaged. */
export async function openWorkbook(file: InspectedFile): Promise<Workbook> {
  const zip = await openWorkbookZip(file)
  if (zip.parts.has('[content_types].xml')) return openXlsx(zip)
  if (zip.parts.has('mimetype')) return openOds(zip)
  throw notSupported(file.name, 'une archive sans classeur')
}
