import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { AppError } from '../platform/errors.ts'
import type { Db } from './connect.ts'

const MIGRATIONS_FOLDER = new URL('../../sql/migrations/', import.meta.url)
/** Any fixed number: two services that start together must not both migrate. */
const ADVISORY_LOCK = 5_414_837

export type Migration = { name: string; text: string; digest: string }

/** The migrations of `sql/migrations`, in order of their number. */
export async function listMigrations(): Promise<Migration[]> {
  const names = (await readdir(MIGRATIONS_FOLDER)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, MIGRATIONS_FOLDER), 'utf8')
      return { name, text, digest: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

/** A migration that cannot apply says why itself, in French (`raise exception`). */
function refuse(error: Error & { code?: string }): never {
  throw error.code === 'P0001' ? new AppError('database-other-version', error.message) : error
}

/**
 * Applies the migrations not applied yet, all or none, and returns their names. Throws when an applied migration was edited
 * or is unknown here: the database then belongs to another version of the product.
 */
export function migrate(db: Db): Promise<string[]> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${ADVISORY_LOCK})`.execute(trx)
    await sql`create table if not exists migrations (name text primary key, digest text not null, applied_at timestamptz not null default now())`.execute(
      trx,
    )
    const { rows } = await sql<{ name: string; digest: string }>`select name, digest from migrations`.execute(
      trx,
    )
    const known = await listMigrations()
    for (const applied of rows) {
      if (known.find(({ name }) => name === applied.name)?.digest !== applied.digest)
        throw new AppError(
          'database-other-version',
          `La base a été créée par une autre version de l'outil (migration ${applied.name}). Reprenez cette version, ou désignez une autre base (DATABASE_URL, SPASER_DATA_DIR).`,
        )
    }
    const pending = known.filter(({ name }) => !rows.some((row) => row.name === name))
    for (const { name, text, digest } of pending) {
      await sql.raw(text).execute(trx).catch(refuse)
      await sql`insert into migrations (name, digest) values (${name}, ${digest})`.execute(trx)
    }
    return pending.map(({ name }) => name)
  })
}
