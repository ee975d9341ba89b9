import { crc32 } from 'node:zlib'
import { type Entry, openPromise } from 'yauzl'
import { AppError } from '../platform/errors.ts'
import { BrokenFile, whyZip } from './broken-file.ts'
import type { InspectedFile } from './inspect-file.ts'

/** The parts of a workbook, by name in lower case. Nothing stays open between two readings. */
export type WorkbookZip = { file: InspectedFile; parts: ReadonlyMap<string, Entry> }

/** One gigabyte of XML: of 17 columns, all the rows that Excel has, or 500 000 in ODS; a minute or two of reading. */
const LARGEST_PART_BYTES = 1024 * 1024 * 1024
const MOST_PARTS = 10_000

const ZIP_MARK = '504b0304'

/** Whether a file starts as a ZIP does: XLSX, ODS and other documents of office suites. */
export const isZip = ({ head }: InspectedFile): boolean => head.subarray(0, 4).toString('hex') === ZIP_MARK

/** What stops the reading of a workbook that is damaged. `reason`: in French; `cause`: what a library threw. */
export const workbookUnreadable = (name: string, reason: string, cause?: unknown): AppError =>
  new AppError(
    'workbook-unreadable',
    `Le classeur « ${name} » ne peut pas être lu (${reason}). Rien n'a été importé. Ouvrez-le et enregistrez-le de nouveau, ou enregistrez la feuille utile en CSV.`,
    {},
    { cause },
  )

const inMegabytes = (bytes: number) => `${Math.ceil(bytes / 1024 / 1024)} Mo`

function tooLarge(name: string, bytes: number, limit: number): AppError {
  return new AppError(
    'workbook-too-large',
    `Le classeur « ${name} » est trop grand : une fois décompressée, une de ses parties fait ${inMegabytes(bytes)}, et ${inMegabytes(limit)} au plus sont lus. Rien n'a été importé. Enregistrez la feuille utile en CSV, qui n'a pas cette limite.`,
  )
}

const openZip = (path: string) => openPromise(path, { lazyEntries: true, autoClose: false })

/** Lists the parts of a ZIP. Throws `workbook-unreadable` when it is damaged. */
export async function openWorkbookZip(file: InspectedFile): Promise<WorkbookZip> {
  const parts = new Map<string, Entry>()
  try {
    const zip = await openZip(file.path)
    try {
      for await (const entry of zip.eachEntry()) {
        parts.set(entry.fileName.toLowerCase(), entry)
        if (parts.size > MOST_PARTS) throw new BrokenFile(`il a plus de ${MOST_PARTS} parties`)
      }
    } finally {
      zip.close()
    }
  } catch (error) {
    throw workbookUnreadable(file.name, whyZip(error), error)
  }
  return { file, parts }
}

/**
 * The text of a part, piece by piece. Throws `workbook-too-large` before reading when the part is above `limitBytes`; the
 * size a part announces is the size it has: yauzl stops at the first byte beyond. One changed byte ends in an error.
 */
export async function* readPart(
  { file, parts }: WorkbookZip,
  name: string,
  limitBytes: number = LARGEST_PART_BYTES,
): AsyncGenerator<string> {
  const entry = parts.get(name.toLowerCase())
  if (!entry) throw workbookUnreadable(file.name, `« ${name} » y manque`)
  if (entry.isEncrypted()) throw workbookUnreadable(file.name, 'il est protégé par un mot de passe')
  if (entry.uncompressedSize > limitBytes) throw tooLarge(file.name, entry.uncompressedSize, limitBytes)
  try {
    const zip = await openZip(file.path)
    try {
      const decoder = new TextDecoder()
      let sum = 0
      for await (const piece of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
        sum = crc32(piece, sum)
        yield decoder.decode(piece, { stream: true })
      }
      if (sum !== entry.crc32) throw new BrokenFile(`« ${name} » y est altéré`)
      yield decoder.decode()
    } finally {
      zip.close()
    }
  } catch (error) {
    throw workbookUnreadable(file.name, whyZip(error), error)
  }
}
