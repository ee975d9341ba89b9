import type { Readable } from 'node:stream'
import type { Multipart, MultipartFile, MultipartValue } from '@fastify/multipart'
import type { FastifyError, FastifyRequest } from 'fastify'
import { CallerGone, FormError } from './upload-errors.ts'

/** The fields of a form, those left blank not counted; one that came several times has all its values. */
export type FormFields = Readonly<Record<string, string | string[]>>

const EXPECTED =
  'Attendu : un formulaire multipart/form-data avec une partie fichier, et au besoin les paramètres kind, fileName, listedOn, partial, force, dryRun. Rien n’a été importé.'

const MOST_PARTS = 50
const LONGEST_FIELD_BYTES = 1_000

/** What is wrong with a form that the parser gave up on. A caller who left is no longer there to be told. */
function explainBrokenForm(error: FastifyError, request: FastifyRequest): Error {
  if (request.raw.destroyed && !request.raw.complete) return new CallerGone()
  if (error.code === 'FST_PARTS_LIMIT' || error.code === 'FST_FIELDS_LIMIT')
    return new FormError(`Le formulaire a plus de ${MOST_PARTS} parties. ${EXPECTED}`)
  if (error.code === 'FST_PROTO_VIOLATION')
    return new FormError(`Une partie du formulaire porte un nom réservé. ${EXPECTED}`)
  return new FormError(
    `Le formulaire est mal formé ou coupé avant sa fin : séparateur (boundary) absent, ou partie sans en-têtes ni fin. ${EXPECTED}`,
  )
}

/** A file written: the SHA-256 of its bytes, and how many they are. */
export type Written = { digest: string; byteSize: number }
type Write = (stream: Readable) => Promise<Written>

async function countBytes(stream: AsyncIterable<Buffer>): Promise<number> {
  let bytes = 0
  for await (const chunk of stream) bytes += chunk.length
  return bytes
}

/** Takes the parts of a form one by one. It goes on after a second file: a browser hears no answer before it has sent all. */
class FormReader {
  #files = 0
  #file: { digest: string; fileName: string | undefined } | null = null
  readonly #tooLong: string[] = []
  readonly #fields: Record<string, string | string[]> = Object.create(null)
  readonly #write: Write

  constructor(write: Write) {
    this.#write = write
  }

  async add(part: Multipart): Promise<void> {
    if (part.type === 'file') await this.#addFile(part)
    else this.#addField(part as MultipartValue)
  }

  /** A browser whose user chose no file sends a file without name nor bytes. */
  async #addFile({ file, filename: fileName }: MultipartFile): Promise<void> {
    if (this.#file) {
      const byteSize = await countBytes(file)
      if (fileName || byteSize > 0) this.#files++
      return
    }
    const { digest, byteSize } = await this.#write(file)
    if (!fileName && byteSize === 0) return
    this.#files++
    this.#file = { digest, fileName }
  }

  #addField({ fieldname, value, valueTruncated }: MultipartValue & { valueTruncated?: boolean }): void {
    if (valueTruncated) this.#tooLong.push(fieldname)
    const text = String(value).trim()
    if (text === '') return
    const known = this.#fields[fieldname]
    this.#fields[fieldname] = known === undefined ? text : [known, text].flat()
  }

  get content(): ReceivedForm {
    if (this.#files > 1)
      throw new FormError(
        `Le formulaire contient ${this.#files} fichiers ; un seul est accepté par envoi. Envoyez-les un par un, chacun aura son bilan. Rien n’a été importé.`,
      )
    if (this.#file === null) throw new FormError(`Aucun fichier dans le formulaire. ${EXPECTED}`)
    if (this.#tooLong.length > 0)
      throw new FormError(
        `Champ trop long (${LONGEST_FIELD_BYTES} octets au plus) : ${this.#tooLong.join(', ')}. ${EXPECTED}`,
      )
    return { ...this.#file, fields: this.#fields }
  }
}

export type ReceivedForm = { digest: string; fileName: string | undefined; fields: FormFields }

/** Whether the file could not be written: too large, or no room. Anything else is the form's fault. */
const isOurs = ({ code, syscall }: FastifyError & NodeJS.ErrnoException) =>
  code === 'FST_ERR_CTP_BODY_TOO_LARGE' || syscall === 'write' || syscall === 'open'

/** Reads a form whole, its only file through `write`. Throws a `FormError` saying what to send instead. */
export async function receiveForm(request: FastifyRequest, write: Write): Promise<ReceivedForm> {
  const reader = new FormReader(write)
  const limits = { parts: MOST_PARTS, fieldSize: LONGEST_FIELD_BYTES, fileSize: Number.POSITIVE_INFINITY }
  try {
    for await (const part of request.parts({ limits })) await reader.add(part)
  } catch (error) {
    throw isOurs(error as FastifyError) ? error : explainBrokenForm(error as FastifyError, request)
  }
  return reader.content
}
