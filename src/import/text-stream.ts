import { createReadStream, type ReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { InspectedFile } from './inspect-file.ts'

const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf])
/** The stream each file is being read through. */
const streams = new WeakMap<InspectedFile, ReadStream>()

/** The part of a file's bytes that was read as text so far, 0 to 1; `null` when it is not read as text. */
export function readShareOf(file: InspectedFile): number | null {
  const stream = streams.get(file)
  return stream ? stream.bytesRead / file.byteSize : null
}

async function* decode(
  chunks: AsyncIterable<Buffer>,
  encoding: InspectedFile['encoding'],
): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding)
  let isFirst = true
  for await (const chunk of chunks) {
    const hasForeignBom = isFirst && chunk.subarray(0, 3).equals(UTF8_BOM)
    isFirst = false
    yield Buffer.from(decoder.decode(hasForeignBom ? chunk.subarray(3) : chunk, { stream: true }))
  }
  yield Buffer.from(decoder.decode())
}

/**
 * The text of a file as UTF-8 bytes, whatever its encoding, piece by piece. A byte-order mark goes, also the UTF-8 one that
 * some tools write before a Windows-1252 body.
 */
export function textStream(file: InspectedFile): Readable {
  const { path, encoding } = file
  const bytes = createReadStream(path, { highWaterMark: 1 << 18 })
  streams.set(file, bytes)
  return encoding === 'utf-8'
    ? bytes
    : Readable.from(decode(bytes as AsyncIterable<Buffer>, encoding), { objectMode: false })
}
