import { createHash } from 'node:crypto'
import type { Db } from '../database/connect.ts'
import { explainFailure } from '../database/failures.ts'
import {
  deleteIdempotencyKeysBefore,
  findIdempotencyKey,
  insertIdempotencyKey,
  lockIdempotencyKey,
} from '../database/idempotency-keys.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError, ERROR_STATUS, type ErrorCode } from '../platform/errors.ts'
import type { Ledger } from './ledger.ts'

/** How long a key is remembered. */
export const KEY_LIFETIME_HOURS = 24

/** A request that may come twice: the key its sender chose, and what makes it this request. */
export type KeyedRequest = { key: string; parameters: object; fileDigest: string }

type Answer = { ledger: Ledger } | { error: { code: ErrorCode; message: string; details: object } }

/** What was answered, now or the first time. */
export type Outcome<L extends Ledger> = { isReplayed: boolean } & ({ ledger: L } | { error: AppError })

const fingerprintOf = ({ parameters, fileDigest }: KeyedRequest) =>
  createHash('sha256')
    .update(JSON.stringify([Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)), fileDigest]))
    .digest('hex')

const inUse = () =>
  new AppError(
    'idempotency-key-in-use',
    "Une demande avec cette clé (Idempotency-Key) est encore en cours. Rien de plus n'est importé. Renvoyez la même demande quand elle sera finie : vous recevrez sa réponse.",
  )

const reused = () =>
  new AppError(
    'idempotency-key-reused',
    `Cette clé (Idempotency-Key) a déjà servi, il y a moins de ${KEY_LIFETIME_HOURS} heures, pour un autre fichier ou d'autres paramètres. Rien n'est importé. Prenez une nouvelle clé pour une nouvelle demande.`,
  )

/** What was kept for a key, read again. Throws when it was kept for another request. */
async function replay<L extends Ledger>(
  db: Db,
  key: string,
  fingerprint: string,
): Promise<Outcome<L> | null> {
  const known = await findIdempotencyKey(db, key)
  if (known === undefined) return null
  if (known.fingerprint !== fingerprint) throw reused()
  const answer = known.answer as unknown as Answer
  if ('ledger' in answer) return { isReplayed: true, ledger: answer.ledger as L }
  const { code, message, details } = answer.error
  return { isReplayed: true, error: new AppError(code, message, details as Record<string, unknown>) }
}

/** A file that is refused is refused again in the same words; a failure of ours is not an answer to keep. */
const isRefusal = (error: unknown): error is AppError =>
  error instanceof AppError && ERROR_STATUS[error.code] < 500

/** Carries a refusal out of the transaction that it takes back. */
class Refused extends Error {
  readonly error: AppError

  constructor(error: AppError) {
    super(error.message)
    this.error = error
  }
}

/**
 * Lets one job at a time work for a key in this process; throws `idempotency-key-in-use` for another, without waiting. The
 * embedded database needs it: all work there goes through one connection, which locks nothing out from itself.
 */
export function oneJobPerKey(): <T>(key: string, job: () => Promise<T>) => Promise<T> {
  const underWay = new Set<string>()
  return async (key, job) => {
    if (underWay.has(key)) throw inUse()
    underWay.add(key)
    try {
      return await job()
    } finally {
      underWay.delete(key)
    }
  }
}

/**
 * Imports a file that may be sent twice: the second time, what was answered the first comes back and nothing is imported.
 * The answer is written by the transaction of the import: killed at any moment, a process leaves both or neither. A refused
 * file changed nothing; its refusal is kept just after. A failure of ours leaves no key. Throws `idempotency-key-in-use` while
 * another process works for the key, and `idempotency-key-reused` when it was given with another request. Not for trials.
 */
export async function importOnce<L extends Ledger>(
  db: Db,
  clock: Clock,
  request: KeyedRequest,
  importFile: (db: Db) => Promise<L>,
): Promise<Outcome<L>> {
  const { key } = request
  const fingerprint = fingerprintOf(request)
  const keep = (to: Db, answer: Answer) =>
    insertIdempotencyKey(to, { key, fingerprint, answer, at: clock.now() })
  try {
    return await db.transaction().execute(async (trx) => {
      if (!(await lockIdempotencyKey(trx, key))) throw inUse()
      const oldestMs = clock.now().getTime() - KEY_LIFETIME_HOURS * 3_600_000
      await deleteIdempotencyKeysBefore(trx, new Date(oldestMs))
      const known = await replay<L>(trx, key, fingerprint)
      if (known) return known
      const ledger = await importFile(trx).catch((error) => {
        throw isRefusal(error) ? new Refused(error) : error
      })
      await keep(trx, { ledger })
      return { isReplayed: false, ledger }
    })
  } catch (error) {
    if (!(error instanceof Refused)) throw explainFailure(error as Error)
    const { code, message, details } = error.error
    await keep(db, { error: { code, message, details } })
    return { isReplayed: false, error: error.error }
  }
}
