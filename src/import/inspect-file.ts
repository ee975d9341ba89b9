import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '../platform/errors.ts'

/** A file about to be imported: read once to know it whole before anything is written. */
export type InspectedFile = {
  path: string
  /** The name shown in ledgers and messages. */
  name: string
  byteSize: number
  /** SHA-256 of the bytes, hexadecimal. */
  digest: string
  /** First bytes, to tell the format. */
  head: Buffer
  /** The same as text, without byte-order mark. */
  headText: string
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
}

const HEAD_BYTES = 65_536
const CHUNK_BYTES = 1 << 18

/** How many bytes at the end of a chunk may belong to a character that the next chunk ends. */
function incompleteTail(chunk: Buffer): number {
  for (let back = 1; back <= Math.min(3, chunk.length); back++) {
    const byte = chunk[chunk.length - back] as number
    if ((byte & 0xc0) === 0x80) continue
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return needed > back ? back : 0
  }
  return 0
}

/** A file from first to last, each piece in the place of the one before: those of a stream pile up, 65 MB of them. */
async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path)
  try {
    const place = Buffer.allocUnsafeSlow(CHUNK_BYTES)
    for (;;) {
      const { bytesRead } = await file.read(place, 0, CHUNK_BYTES)
      if (bytesRead === 0) return
      yield place.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

/** UTF-16 when its byte-order mark says so, UTF-8 when every byte is, else Windows-1252: what French tools write. */
function encodingOf(head: Buffer, isAllUtf8: boolean): InspectedFile['encoding'] {
  const mark = head.subarray(0, 2).toString('hex')
  if (mark === 'fffe') return 'utf-16le'
  if (mark === 'feff') return 'utf-16be'
  return isAllUtf8 ? 'utf-8' : 'windows-1252'
}

async function sizeOf(path: string, name: string): Promise<number> {
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT')
      throw new AppError(
        'file-not-found',
        `Le fichier « ${name} » n'existe pas. Vérifiez le nom et le dossier.`,
      )
    throw new AppError(
      'file-unreadable',
      `Le fichier « ${name} » ne peut pas être lu (${error.code}). Vérifiez vos droits.`,
    )
  })
  if (!stats.isFile())
    throw new AppError(
      'not-a-file',
      `« ${name} » est un dossier, pas un fichier. Donnez les fichiers qu'il contient.`,
    )
  if (stats.size === 0)
    throw new AppError('file-empty', `Le fichier « ${name} » est vide (0 octet). Refaites l'export.`)
  return stats.size
}

/** Reads a file whole, keeping nothing but its digest, its encoding and its first bytes. Throws when it cannot be imported. */
export async function inspectFile(path: string, name: string = basename(path)): Promise<InspectedFile> {
  const byteSize = await sizeOf(path, name)
  const hash = createHash('sha256')
  const head: Buffer[] = []
  let headBytes = 0
  let tail: Buffer = Buffer.alloc(0)
  let isAllUtf8 = true
  try {
    for await (const chunk of chunksOf(path)) {
      hash.update(chunk)
      if (headBytes < HEAD_BYTES) head.push(Buffer.from(chunk))
      headBytes += chunk.length
      const bytes = tail.length > 0 ? Buffer.concat([tail, chunk]) : chunk
      const end = bytes.length - incompleteTail(bytes)
      isAllUtf8 &&= isUtf8(bytes.subarray(0, end))
      tail = Buffer.from(bytes.subarray(end))
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new AppError(
      'file-unreadable',
      `Le fichier « ${name} » ne peut pas être lu (${code}). Vérifiez vos droits.`,
    )
  }
  const headOfFile = Buffer.concat(head).subarray(0, HEAD_BYTES)
  const encoding = encodingOf(headOfFile, isAllUtf8 && tail.length === 0)
  return {
    path,
    name,
    byteSize,
    digest: hash.digest('hex'),
    head: headOfFile,
    headText: new TextDecoder(encoding).decode(headOfFile).replace(/^ï»¿/, ''),
    encoding,
  }
}
