import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { errorCodes, type FastifyRequest } from 'fastify'

/** Writes a stream to a file as it comes. The stream is left alive on failure: the refusal goes out on its socket. */
async function writeToFile(stream: Readable, path: string, limitBytes: number): Promise<void> {
  const file = await open(path, 'wx')
  try {
    let received = 0
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      received += chunk.length
      if (received > limitBytes) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
      await file.write(chunk)
    }
  } finally {
    await file.close()
  }
}

/**
 * Hands the body of a request over as a temporary file, removed whatever happens. Nothing of it is kept in memory.
 * Throws when it passes the body limit of the route, before reading when its length is announced.
 */
export async function withUploadedFile<T>(
  request: FastifyRequest,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const { bodyLimit } = request.routeOptions
  if (Number(request.headers['content-length'] ?? 0) > bodyLimit)
    throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
  const folder = await mkdtemp(join(tmpdir(), 'spaser-upload-'))
  try {
    const path = join(folder, 'upload')
    await writeToFile(request.raw, path, bodyLimit)
    return await work(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
