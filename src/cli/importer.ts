import type { Db } from '../database/connect.ts'
import { SOURCE_IDS, type SourceId } from '../domain/supplier/facts.ts'
import { type FileKind, importFile } from '../import/import-file.ts'
import { importPlan } from '../import/import-plan.ts'
import { importReference } from '../import/import-reference.ts'
import type { Ledger } from '../import/ledger.ts'
import type { KeepChoice } from '../import/select-units.ts'
import type { Clock } from '../platform/clock.ts'
import { type CliContext, withDatabase } from './context.ts'
import type { FileProgress } from './progress-bar.ts'
import { openService, type Service } from './service-client.ts'

/** What a file is and how it is to be imported, here or by a service. */
export type ImportRequest = {
  /** Told by the content of the file when it is not said: contracts or payments. */
  kind: FileKind | 'plan' | SourceId | undefined
  isDryRun: boolean
  listedOn?: string
  isComplete?: boolean
  largestLossPercent?: number
  keep?: KeepChoice
  force?: boolean
  /** The sheets of workbooks to read; none: those that may be. */
  sheets?: readonly string[]
  buyer?: string | undefined
  acceptGuesses?: boolean
  /** Whose table of hours it is, and the import that it takes the place of. */
  facilitator?: string | undefined
  replaces?: bigint | undefined
  period?: string | undefined
  tax?: string | undefined
  /** Who confirms the guesses, as this machine names them. */
  author?: string | null
}

/** A file on disk, the name to show, and who follows it. */
export type WatchedFile = {
  path: string
  name: string
  abort: AbortSignal
  onProgress: (progress: FileProgress) => void
}

/** Imports one file; the same ledger whoever does it. */
export type Importer = (file: WatchedFile) => Promise<Ledger>

const isSource = (kind: string | undefined): kind is SourceId => SOURCE_IDS.some((source) => source === kind)

function importHere(db: Db, clock: Clock, { kind, ...request }: ImportRequest): Importer {
  return ({ path, name, abort, onProgress }) => {
    const options = {
      ...request,
      name,
      onProgress: (progress: FileProgress) => {
        abort.throwIfAborted()
        onProgress(progress)
      },
    }
    if (isSource(kind)) return importReference(db, clock, kind, path, options)
    if (kind === 'plan') return importPlan(db, clock, path, options)
    return importFile(db, clock, path, { ...options, kind })
  }
}

const LONGEST_NAME = 200

/** The request as the parameters of `POST /v1/imports`; what the service does by itself is left out. */
function toParameters(request: ImportRequest, name: string): Record<string, string | readonly string[]> {
  const {
    kind,
    isDryRun,
    listedOn,
    isComplete,
    force,
    buyer,
    acceptGuesses,
    period,
    tax,
    facilitator,
    replaces,
  } = request
  const { largestLossPercent, keep, sheets = [] } = request
  return {
    ...(kind !== undefined && { kind }),
    fileName: (name.split('/').at(-1) ?? name).slice(-LONGEST_NAME),
    ...(listedOn !== undefined && { listedOn }),
    ...(isComplete !== undefined && { partial: String(!isComplete) }),
    ...(largestLossPercent !== undefined && { maxLoss: String(largestLossPercent) }),
    ...(keep !== undefined && { keep }),
    ...(force === true && { force: 'true' }),
    ...(sheets.length > 0 && { sheet: sheets }),
    ...(buyer !== undefined && { buyer }),
    ...(acceptGuesses === true && { acceptGuesses: 'true' }),
    ...(facilitator !== undefined && { facilitator }),
    ...(replaces !== undefined && { replaces: String(replaces) }),
    ...(period !== undefined && { period }),
    ...(tax !== undefined && { tax }),
    ...(isDryRun && { dryRun: 'true' }),
  }
}

const sendTo =
  ({ send }: Service, request: ImportRequest): Importer =>
  (file) =>
    send({ ...file, parameters: toParameters(request, file.name) })

/** Hands over what imports: the database of this machine, or the service that `server` names, found to be one. */
export async function withImporter<T>(
  context: CliContext,
  { server, abort }: { server: string | undefined; abort: AbortSignal },
  request: ImportRequest,
  work: (importer: Importer) => Promise<T>,
): Promise<T> {
  if (server === undefined)
    return withDatabase(context, ({ db }) => work(importHere(db, context.clock, request)))
  return work(sendTo(await openService(server, abort), request))
}
