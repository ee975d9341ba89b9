import fs, { type ReadStream, type Stats } from 'node:fs'
import fsPromises, { type FileHandle } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { Readable } from 'node:stream'

const held = new Map<string, Buffer>()

/** What reads a held file piece by piece, as a handle does. */
function handleOf(bytes: Buffer): FileHandle {
  let position = 0
  const read = async (place: Buffer, offset: number, length: number) => {
    const bytesRead = bytes.copy(place, offset, position, position + length)
    position += bytesRead
    return { bytesRead, buffer: place }
  }
  return { read, close: async () => undefined } as Pick<FileHandle, 'close'> as FileHandle
}

/**
 * Makes this thread read the files that `holdInMemory` names from memory: a file costs ten calls to the system, more than
 * all that is done with its few kilobytes. Other files are read as ever.
 */
export function readFromMemory(): void {
  const { createReadStream } = fs
  const { open, stat } = fsPromises
  fs.createReadStream = (path, options) => {
    const bytes = held.get(String(path))
    if (bytes === undefined) return createReadStream(path, options)
    return Readable.from([bytes], { objectMode: false }) as ReadStream
  }
  fsPromises.open = async (path, ...options) => {
    const bytes = held.get(String(path))
    return bytes === undefined ? open(path, ...options) : handleOf(bytes)
  }
  fsPromises.stat = (async (path: string) => {
    const bytes = held.get(path)
    return bytes === undefined ? stat(path) : ({ size: bytes.length, isFile: () => true } as Stats)
  }) as typeof stat
  syncBuiltinESMExports()
}

/** Does `work` while `path` is in memory only. */
export async function holdInMemory<T>(path: string, bytes: Buffer, work: () => Promise<T>): Promise<T> {
  held.set(path, bytes)
  try {
    return await work()
  } finally {
    held.delete(path)
  }
}
