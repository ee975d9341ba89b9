import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { type Entry, openPromise } from 'yauzl'
import { AppError } from '../platform/errors.ts'
import { BrokenFile, whyZip } from './broken-file.ts'

/** A file to import and the name to show; or what could not be opened, and why. */
export type UnpackedFile = { name: string; path: string } | { name: string; error: AppError }

/** Text shrinks some twenty times: an archive that grows beyond this was made to fill a disk. */
const LARGEST_GROWTH = 200
/** Below this size growth is not looked at. */
const SMALLEST_LIMIT_BYTES = 64 * 1024 * 1024
const MOST_ENTRIES = 10_000

const [GZIP, ZIP] = ['1f8b', '504b0304']

/** Entries that are no data: folders, hidden files, what macOS adds. */
const isNoise = (name: string) => name.endsWith('/') || /(^|\/)(\.|__MACOSX\/)/.test(name)

async function firstBytes(path: string): Promise<string> {
  const file = await open(path)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0).finally(() => file.close())
  return buffer.subarray(0, bytesRead).toString('hex')
}

function limitGrowth(packedBytes: number, name: string): Transform {
  const limit = Math.max(SMALLEST_LIMIT_BYTES, packedBytes * LARGEST_GROWTH)
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes <= limit) return done(null, chunk)
      done(
        new AppError(
          'archive-unreadable',
          `« ${name} » grossit plus de ${LARGEST_GROWTH} fois en se décompressant : ce n'est pas un fichier de données. Rien n'en a été importé.`,
        ),
      )
    },
  })
}

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT'])

function broken(name: string, error: unknown): AppError {
  if (error instanceof AppError) return error
  if (NO_ROOM.has((error as NodeJS.ErrnoException).code ?? ''))
    return new AppError(
      'disk-full',
      `Plus de place dans le dossier temporaire (${tmpdir()}) pour décompresser « ${name} ». Rien n'en a été importé. Libérez de la place, ou donnez un autre dossier par la variable TMPDIR.`,
    )
  return new AppError(
    'archive-unreadable',
    `L'archive « ${name} » ne peut pas être ouverte : ${whyZip(error)}. Rien n'en a été importé. Refaites le téléchargement.`,
    {},
    { cause: error },
  )
}

/** Writes one compressed stream to a temporary file, hands it over, and removes it. */
async function* extract(source: Readable[], packedBytes: number, name: string): AsyncGenerator<UnpackedFile> {
  const folder = await mkdtemp(join(tmpdir(), 'spaser-'))
  try {
    const path = join(folder, 'data')
    const isExtracted = await pipeline([
      ...source,
      limitGrowth(packedBytes, name),
      createWriteStream(path),
    ]).then(
      () => null,
      (error) => broken(name, error),
    )
    yield isExtracted === null ? { name, path } : { name, error: isExtracted }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function* unzip(path: string, name: string, isAlone: boolean): AsyncGenerator<UnpackedFile> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false })
  try {
    const entries: Entry[] = []
    for await (const entry of zip.eachEntry()) {
      if (!isNoise(entry.fileName)) entries.push(entry)
      if (entries.length > MOST_ENTRIES)
        throw new BrokenFile(`elle contient plus de ${MOST_ENTRIES} fichiers`)
    }
    const isWorkbook = entries.some(({ fileName }) => /^(\[Content_Types\]\.xml|mimetype)$/.test(fileName))
    if (isAlone && !isWorkbook && entries.length !== 1)
      throw new AppError(
        'archive-unreadable',
        `L'archive « ${name} » contient ${entries.length} fichiers : un seul est attendu ici. Envoyez-les un par un.`,
      )
    if (isWorkbook) yield { name, path }
    else
      for (const entry of entries.sort((a, b) => (a.fileName < b.fileName ? -1 : 1)))
        yield* extract(
          [await zip.openReadStreamPromise(entry)],
          entry.compressedSize,
          `${name}/${entry.fileName}`,
        )
  } finally {
    zip.close()
  }
}

async function* unpackFile(path: string, name: string, isAlone: boolean): AsyncGenerator<UnpackedFile> {
  try {
    const start = await firstBytes(path)
    if (start === ZIP) yield* unzip(path, name, isAlone)
    else if (start.startsWith(GZIP)) {
      const { size } = await stat(path)
      yield* extract([createReadStream(path), createGunzip()], size, name)
    } else yield { name, path }
  } catch (error) {
    yield { name, error: broken(name, error) }
  }
}

/**
 * The files to import that a path stands for, one after the other: itself, what a `.gz` or `.zip` holds (told by its first
 * bytes), or all that a folder holds, in alphabetical order. What is unpacked is removed when the next one is asked for.
 * What cannot be opened is given with its reason and does not stop the rest; a path that is not there is given as it is.
 */
export async function* unpack(path: string, name: string = basename(path)): AsyncGenerator<UnpackedFile> {
  const stats = await stat(path).catch(() => null)
  if (stats?.isDirectory()) {
    const names = (await readdir(path)).filter((inner) => !isNoise(inner)).sort()
    for (const inner of names) yield* unpack(join(path, inner), `${name}/${inner}`)
  } else if (stats?.isFile()) yield* unpackFile(path, name, false)
  else yield { name, path }
}

/**
 * Does `work` on the one file that a file stands for: itself, or what a `.gz` or `.zip` holds. Throws `archive-unreadable`
 * when that is none or several. What was unpacked is removed in the end.
 */
export async function withOnlyFile<T>(
  path: string,
  name: string,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const stats = await stat(path).catch(() => null)
  if (!stats?.isFile()) return work(path)
  for await (const file of unpackFile(path, name, true)) {
    if ('error' in file) throw file.error
    return await work(file.path)
  }
  return work(path)
}
