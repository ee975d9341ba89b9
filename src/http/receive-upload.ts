import { createHash } from 'node:crypto'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { errorCodes, type FastifyReply } from 'fastify'
import { AppError } from '../platform/errors.ts'
import { type FormFields, receiveForm, type Written } from './receive-form.ts'

/** A file received: where it is, the SHA-256 of its bytes, and what a form said beside it. */
export type ReceivedFile = { path: string; digest: string; fileName?: string | undefined; fields: FormFields }

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT'])

const diskFull = () =>
  new AppError(
    'disk-full',
    'Le service n’a plus de place pour recevoir le fichier : son dossier temporaire est plein. Rien n’a été importé. Prévenez la personne qui tient le service : il faut y libérer de la place, ou lui donner un autre dossier (variable TMPDIR).',
  )

/** Writes a stream to a file as it comes. The stream is left alive on failure: the refusal goes out on its socket. */
async function writeToFile(stream: Readable, path: string, limitBytes: number): Promise<Written> {
  const file = await open(path, 'w')
  const hash = createHash('sha256')
  let byteSize = 0
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      byteSize += chunk.length
      if (byteSize > limitBytes) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
      hash.update(chunk)
      // Not `write`: on a disk about to be full it writes the start of the chunk and calls it done.
      await file.writeFile(chunk)
    }
  } finally {
    await file.close()
  }
  return { digest: hash.digest('hex'), byteSize }
}

/** What a form adds to its file: its separators, the names and values of its fields. */
const FORM_MARGIN_BYTES = 64 * 1024

async function receive(reply: FastifyReply, path: string): Promise<ReceivedFile> {
  const { request } = reply
  const { bodyLimit } = request.routeOptions
  const isForm = request.isMultipart()
  const announced = Number(request.headers['content-length'] ?? 0)
  if (announced > bodyLimit + (isForm ? FORM_MARGIN_BYTES : 0))
    throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
  // A caller who waits for a word before sending the file (curl, our own command line) hears of every refusal but this far.
  if (request.headers.expect !== undefined) reply.raw.writeContinue()
  const write = (stream: Readable) => writeToFile(stream, path, bodyLimit)
  if (isForm) return { path, ...(await receiveForm(request, write)) }
  return { path, digest: (await write(request.raw)).digest, fields: {} }
}

/**
 * Hands the file of a request over, its body or the file of its form, as a temporary file removed whatever happens. Nothing
 * of it is kept in memory. Throws when it passes the body limit of the route, before reading when its length is announced.
 */
export async function withUploadedFile<T>(
  reply: FastifyReply,
  work: (file: ReceivedFile) => Promise<T>,
): Promise<T> {
  let folder: string | null = null
  try {
    folder = await mkdtemp(join(tmpdir(), 'spaser-upload-'))
    return await work(await receive(reply, join(folder, 'upload')))
  } catch (error) {
    throw NO_ROOM.has((error as NodeJS.ErrnoException).code ?? '') ? diskFull() : error
  } finally {
    if (folder !== null) await rm(folder, { recursive: true, force: true })
  }
}
