import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import yazl from 'yazl'
import manifest from '../../package.json' with { type: 'json' }
import type { Db } from '../database/connect.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { type Publication, type PublicationRequest, reportPublication } from './publication.ts'
import { CONTRACTS_SCHEMA, writeContractsCsv } from './publication-contracts.ts'
import { FIGURES_SCHEMA, writeFiguresCsv } from './publication-figures.ts'
import { writeMethodNote } from './publication-method.ts'
import { writePublicationPage } from './publication-page.ts'
import { listSources } from './sources.ts'

/** A file as it is published. */
export type PublishedFile = { name: string; title: string; mediaType: string; content: Buffer }

/** SHA-256, in hexadecimal: what `sha256sum` prints. */
export const digestOf = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex')

const HTML = 'text/html; charset=utf-8'
const CSV = 'text/csv; charset=utf-8'
const JSON_TYPE = 'application/json; charset=utf-8'

/** The year a ZIP begins to count from: the same for each file, whatever the day and the machine. Read by its local parts, as written. */
const FILE_TIME = new Date(1980, 0, 1)

/**
 * A ZIP whose bytes depend on its files alone. Stored as they are: what a compressor writes changes with its version, and these are read
 * once.
 */
export async function writeZip(files: readonly PublishedFile[]): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  for (const { name, content } of files)
    zip.addBuffer(content, name, {
      mtime: FILE_TIME,
      forceDosTimestamp: true,
      mode: 0o100644,
      compress: false,
    })
  zip.end()
  return buffer(zip.outputStream as Readable)
}

const jsonOf = (value: unknown) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`)

/** The manifest: what the package is, and the digest of each of its files. */
function manifestOf(publication: Publication, files: readonly PublishedFile[]): Buffer {
  const { buyer, fromYear, toYear, asOf, rulesVersion, sources } = publication
  return jsonOf({
    title: 'Publication des indicateurs de l’article L2111-3 du code de la commande publique',
    buyer,
    fromYear,
    toYear,
    asOf,
    rulesVersion,
    softwareVersion: manifest.version,
    sources: sources.map(({ id, title, listedOn, isComplete, entries }) => ({
      id,
      title,
      listedOn,
      isComplete,
      entries,
    })),
    files: files.map(({ name, title, mediaType, content }) => ({
      name,
      title,
      mediaType,
      bytes: content.length,
      sha256: digestOf(content),
    })),
  })
}

/** The name of the package: `l2111-3-123456789-2024-2025.zip`. */
export const packageNameOf = ({ buyer, fromYear, toYear }: PublicationRequest): string =>
  `l2111-3-${buyer}-${fromYear}-${toYear}.zip`

/**
 * The publication and its files: two pages, two tables with their Table Schema, and the manifest, which comes last. The same data give
 * the same bytes. Throws what `reportPublication` throws, and `too-many-rows`.
 */
export async function writePublication(
  db: Db,
  clock: Clock,
  request: PublicationRequest,
): Promise<{ publication: Publication; files: PublishedFile[] }> {
  const publication = await reportPublication(db, clock, request)
  const contracts = await writeContractsCsv(db, clock, request)
  if ((await listSources(db)).asOf !== publication.asOf)
    throw new AppError(
      'data-changed',
      'Les données ont changé pendant la rédaction (un import s’est terminé entre-temps) : les marchés ne seraient plus ceux des chiffres. Demandez la publication de nouveau.',
    )
  const files: PublishedFile[] = [
    {
      name: 'publication.html',
      title: 'La publication, à lire et à imprimer',
      mediaType: HTML,
      content: Buffer.from(writePublicationPage(publication)),
    },
    {
      name: 'note-de-methode.html',
      title: 'Note de méthode',
      mediaType: HTML,
      content: Buffer.from(writeMethodNote(publication)),
    },
    {
      name: 'indicateurs.csv',
      title: 'Les indicateurs, un chiffre par ligne',
      mediaType: CSV,
      content: writeFiguresCsv(publication),
    },
    {
      name: 'indicateurs.schema.json',
      title: 'Schéma tabulaire des indicateurs',
      mediaType: JSON_TYPE,
      content: jsonOf(FIGURES_SCHEMA),
    },
    {
      name: 'marches.csv',
      title: 'Les marchés derrière les indicateurs',
      mediaType: CSV,
      content: contracts,
    },
    {
      name: 'marches.schema.json',
      title: 'Schéma tabulaire des marchés',
      mediaType: JSON_TYPE,
      content: jsonOf(CONTRACTS_SCHEMA),
    },
  ]
  const whole = {
    name: 'manifeste.json',
    title: 'Empreintes des fichiers',
    mediaType: JSON_TYPE,
    content: manifestOf(publication, files),
  }
  return { publication, files: [...files, whole] }
}
