import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** Any fixed number: sets the locks of keys apart from the others. */
const ADVISORY_LOCKS = 5_414_840

/** Takes a key for the length of the transaction; `false` when another process works on the same one. */
export async function lockIdempotencyKey(trx: Db, key: string): Promise<boolean> {
  const { rows } = await sql<{ is_taken: boolean }>`
    select pg_try_advisory_xact_lock(${ADVISORY_LOCKS}::integer, hashtext(${key})) as is_taken
  `.execute(trx)
  return rows[0]?.is_taken === true
}

/** The request a key was given with and what was answered, if it is known. */
export async function findIdempotencyKey(db: Db, key: string) {
  return db
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'answer'])
    .where('key', '=', key)
    .executeTakeFirst()
}

/** Keeps an answer. Of two that end together, the first stays. */
export async function insertIdempotencyKey(
  db: Db,
  { key, fingerprint, answer, at }: { key: string; fingerprint: string; answer: object; at: Date },
): Promise<void> {
  await db
    .insertInto('idempotency_keys')
    .values({ key, fingerprint, answer: JSON.stringify(answer), created_at: at })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
}

/** Forgets the keys given before an instant. */
export async function deleteIdempotencyKeysBefore(db: Db, instant: Date): Promise<void> {
  await db.deleteFrom('idempotency_keys').where('created_at', '<', instant).execute()
}

/** Forgets the keys whose answer is the ledger of this import: once it is taken back, that answer is no longer true. */
export async function deleteIdempotencyKeysOf(db: Db, importId: bigint): Promise<void> {
  await sql`delete from idempotency_keys where answer->'ledger'->>'importId' = ${String(importId)}`.execute(
    db,
  )
}
