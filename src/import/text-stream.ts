import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { InspectedFile } from './inspect-file.ts'

const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf])

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
export function textStream({ path, encoding }: InspectedFile): Readable {
  const bytes = createReadStream(path, { highWaterMark: 1 << 18 })
  return encoding === 'utf-8'
    ? bytes
    : Readable.from(decode(bytes as AsyncIterable<Buffer>, encoding), { objectMode: false })
}
