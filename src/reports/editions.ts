import manifest from '../../package.json' with { type: 'json' }
import type { Db } from '../database/connect.ts'
import {
  appendWithdrawal,
  findEdition,
  findEditionFile,
  insertEdition,
  listEditions,
  type StoredEdition,
} from '../database/editions.ts'
import { lockImports } from '../database/imports.ts'
import { canonicalJson } from '../domain/edition/canonical-json.ts'
import {
  CONTRACTS_FILE,
  type EditionFileEntry,
  type EditionKind,
  type EditionParameters,
  type EditionStatement,
  FIGURES_FILE,
} from '../domain/edition/edition.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError, isStorable } from '../platform/errors.ts'
import { listCountedContracts } from './counted-contracts.ts'
import { canonicalFigures, composeEdition } from './edition-content.ts'
import { isSealed, readStatement } from './edition-statement.ts'
import { digestOf, type PublishedFile } from './publication-package.ts'
import { listSources } from './sources.ts'

/** The version of this code: part of what figures rest on. */
export const SOFTWARE_VERSION: string = manifest.version

/** Longest texts of an edition, in characters. */
export const EDITION_LIMITS = { title: 200, author: 200, note: 2_000, reason: 2_000 } as const

export type NewEditionRequest = {
  parameters: EditionParameters
  title: string
  author: string
  note: string | null
}

/** What is left to say of an edition whose statement is no longer one: what the database keeps beside it. */
type UnreadableStatement = {
  title: null
  author: null
  note: null
  publishedAt: string
  parameters: { kind: EditionKind; buyer: string }
  context: null
  figuresDigest: null
  files: readonly EditionFileEntry[]
}

/**
 * An edition as it is shown. `parameters` and all that follows `digest` were sealed with it; `isAltered`: they are no longer what was
 * sealed, `context` being `null` when they cannot even be read.
 */
export type EditionReport = {
  id: number
  digest: string
  isAltered: boolean
  withdrawal: { reason: string; author: string; withdrawnAt: string } | null
} & (EditionStatement | UnreadableStatement)

const FIELD_NAMES = { title: 'le titre', author: 'l’auteur', note: 'la note', reason: 'le motif' } as const

function textOf(field: keyof typeof EDITION_LIMITS, value: string): string {
  const text = value.trim()
  if (text === '' || text.length > EDITION_LIMITS[field] || !isStorable(text))
    throw new AppError(
      'bad-usage',
      `Une édition fait foi : ${FIELD_NAMES[field]} est attendu, en ${EDITION_LIMITS[field]} caractères au plus, sans caractère nul.`,
    )
  return text
}

const entryOf = ({ name, title, mediaType, content }: PublishedFile): EditionFileEntry => ({
  name,
  title,
  mediaType,
  bytes: content.length,
  digest: digestOf(content),
})

/** An edition as it is shown, altered or not. */
export function describeEdition(edition: StoredEdition): EditionReport {
  const { id, digest, kind, buyerId, publishedAt, withdrawal } = edition
  const statement = readStatement(edition)
  return {
    id,
    digest,
    isAltered: statement === null || !isSealed(edition),
    withdrawal:
      withdrawal === null ? null : { ...withdrawal, withdrawnAt: withdrawal.withdrawnAt.toISOString() },
    ...(statement ?? {
      title: null,
      author: null,
      note: null,
      publishedAt: publishedAt.toISOString(),
      parameters: { kind, buyer: buyerId },
      context: null,
      figuresDigest: null,
      files: [],
    }),
  }
}

/** What the figures of an edition rest on changed when this did. */
export const versionOf = async (db: Db): Promise<string> => String((await listSources(db)).asOf)

/**
 * Freezes a report or a publication: its files, its figures and the contracts behind them, sealed by a digest. Throws what the reports
 * throw, `bad-usage` for a text that will not do, and `data-changed` when the data changed meanwhile.
 */
export async function publishEdition(
  db: Db,
  clock: Clock,
  { parameters, ...given }: NewEditionRequest,
): Promise<EditionReport> {
  const title = textOf('title', given.title)
  const author = textOf('author', given.author)
  const note = given.note === null || given.note.trim() === '' ? null : textOf('note', given.note)
  const publishedAt = clock.now()
  const version = await versionOf(db)
  const { figures, counted, plans, context, files } = await composeEdition(db, clock, parameters, true)
  const contracts = await listCountedContracts(db, counted)
  const canonical = canonicalFigures(parameters, figures)
  const frozen: PublishedFile[] = [
    ...files,
    {
      name: FIGURES_FILE,
      title: 'Les chiffres, sous la forme dont l’empreinte est prise',
      mediaType: 'application/json; charset=utf-8',
      content: Buffer.from(canonical),
    },
    {
      name: CONTRACTS_FILE,
      title: 'Les marchés derrière les chiffres, et ce qu’ils y répondent',
      mediaType: 'application/json; charset=utf-8',
      content: Buffer.from(canonicalJson(contracts)),
    },
  ]
  const statement = canonicalJson({
    title,
    author,
    note,
    publishedAt: publishedAt.toISOString(),
    parameters,
    context: { ...context, softwareVersion: SOFTWARE_VERSION, plans },
    figuresDigest: digestOf(canonical),
    files: frozen.map(entryOf),
  } satisfies EditionStatement)
  const id = await db.transaction().execute(async (trx) => {
    await lockImports(trx)
    if ((await versionOf(trx)) !== version)
      throw new AppError(
        'data-changed',
        'Les données ont changé pendant que l’édition se figeait (un import s’est terminé entre-temps) : rien n’est publié. Recommencez.',
      )
    const { kind, buyer: buyerId } = parameters
    const edition = { kind, buyerId, publishedAt, statement, digest: digestOf(statement) }
    return insertEdition(trx, edition, frozen)
  })
  return getEdition(db, id)
}

/** The stored edition of this number. Throws `not-found`. */
export async function getStoredEdition(db: Db, id: number): Promise<StoredEdition> {
  const edition = await findEdition(db, id)
  if (edition) return edition
  throw new AppError('not-found', `Aucune édition n’a le numéro ${id}.`)
}

/** The edition of this number, withdrawn or not. Throws `not-found`. */
export const getEdition = async (db: Db, id: number): Promise<EditionReport> =>
  describeEdition(await getStoredEdition(db, id))

/** A page of editions, the latest first. `buyer` `null`: of every buyer. */
export async function listEditionReports(
  db: Db,
  buyer: string | null,
  page: { limit: number; offset: number },
): Promise<{ editions: EditionReport[]; total: number }> {
  const { editions, total } = await listEditions(db, buyer, page)
  return { editions: editions.map(describeEdition), total }
}

/** A file of an edition, byte for byte as it was frozen, even once it is withdrawn. Throws `not-found`. */
export async function getEditionFile(
  db: Db,
  id: number,
  name: string,
): Promise<EditionFileEntry & { content: Buffer }> {
  const { files, context } = await getEdition(db, id)
  if (context === null)
    throw new AppError(
      'not-found',
      `Ce que l’édition n° ${id} dit d’elle-même a été altéré après la publication : ses fichiers ne s’y retrouvent plus. Voyez « edition verify ${id} ».`,
    )
  const entry = files.find((file) => file.name === name)
  const content = entry && (await findEditionFile(db, id, name))
  if (!entry || !content)
    throw new AppError(
      'not-found',
      `L’édition n° ${id} n’a pas de fichier « ${name} ». Ceux qu’elle a : ${files.map((file) => file.name).join(', ')}.`,
    )
  return { ...entry, content }
}

/** Notes that an edition no longer holds; it stays, with who withdrew it and why. Throws `not-found`, `edition-withdrawn`. */
export async function withdrawEdition(
  db: Db,
  clock: Clock,
  id: number,
  given: { reason: string; author: string },
): Promise<EditionReport> {
  const reason = textOf('reason', given.reason)
  const author = textOf('author', given.author)
  await getStoredEdition(db, id)
  if (!(await appendWithdrawal(db, id, { reason, author, withdrawnAt: clock.now() })))
    throw new AppError(
      'edition-withdrawn',
      `L’édition n° ${id} est déjà retirée : voyez « edition show ${id} ».`,
    )
  return getEdition(db, id)
}
