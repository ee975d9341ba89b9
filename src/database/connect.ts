import { join } from 'node:path'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { unaccent } from '@electric-sql/pglite/contrib/unaccent'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { type Clock, systemClock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { clientThatCopies } from './copy-rows.ts'
import { lockFolder } from './folder-lock.ts'
import type { Schema } from './schema.ts'

/** A Kysely instance or a transaction: what every query takes first. */
export type Db = Kysely<Schema>

/**
 * An open database. `engine` says which PostgreSQL answers; `close` ends it and gives the folder back. `publishAddress` tells
 * those who find an embedded folder held where the service that holds it answers.
 */
export type Connection = {
  db: Db
  engine: 'embedded' | 'server'
  close: () => Promise<void>
  publishAddress: (address: string) => Promise<void>
}

const NOT_HELD = async () => undefined

/** Days stay text (a time zone never moves them), 64-bit integers are `bigint` (cents do not fit a number). */
const TYPE_PARSERS = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.DATE, (text) => text],
  [pg.types.builtins.INT8, BigInt],
])

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format: 'text' | 'binary') =>
    TYPE_PARSERS.get(oid) ?? pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
}

function kyselyOn(pool: pg.Pool): Db {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
}

/** Reasons PostgreSQL gives by a code, in French. */
const REFUSALS: Readonly<Record<string, string>> = {
  '3D000': 'la base de ce nom n’existe pas ; créez-la',
  '28P01': 'le compte ou le mot de passe est refusé',
  '28000': 'le compte est refusé',
  '53300': 'trop de connexions sont ouvertes',
  ECONNREFUSED: 'aucun serveur ne répond à cette adresse',
  ENOTFOUND: 'ce nom de serveur est inconnu',
}

function unreachable({ code = '', message }: Error & { code?: string }): AppError {
  return new AppError(
    'database-unreachable',
    `Le serveur PostgreSQL de DATABASE_URL ne peut pas servir : ${REFUSALS[code] ?? (message || code)}. Vérifiez l'adresse, le compte et que le serveur est démarré.`,
  )
}

/** Connects to a server. A pool of ten; a connection that cannot be had in 10 s is an error, not a wait. */
async function connectToServer(databaseUrl: string): Promise<Connection> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: 10_000,
    application_name: 'spaser',
    // Compiling our short queries costs more than it saves: 383 of the 407 ms of an import's heaviest one.
    options: '-c jit=off',
    Client: clientThatCopies(null),
    types,
  })
  pool.on('error', () => undefined)
  // A connection lost between two queries of a transaction fails the next one; without this it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  try {
    await pool.query('select 1')
  } catch (error) {
    await pool.end()
    throw unreachable(error as Error & { code?: string })
  }
  const db = kyselyOn(pool)
  return { db, engine: 'server', close: () => db.destroy(), publishAddress: NOT_HELD }
}

/** The extensions that the migrations create: a PGlite instance that lacks them cannot hold a database of ours. */
export const PGLITE_EXTENSIONS = { pg_trgm, unaccent } satisfies PGliteOptions['extensions']

/** Wraps a PGlite instance. One connection only: a transaction makes every other query wait. */
export function connectToPglite(pglite: PGlite): Connection {
  const pool = new pg.Pool({ ...createPgConfig(pglite), max: 1, types, Client: clientThatCopies(pglite) })
  const db = kyselyOn(pool)
  return {
    db,
    engine: 'embedded',
    publishAddress: NOT_HELD,
    close: async () => {
      await db.destroy()
      await pglite.close()
    },
  }
}

/** Tried on a full disk: the engine needs some 16 MB to start, says nothing of it, and finds all its rows again once it has them. */
const unopened = (dataDir: string, { message }: Error) =>
  new AppError(
    'folder-unusable',
    `La base embarquée « ${dataDir} » ne s'ouvre pas (${message}). Si son disque est plein, libérez-y de la place et recommencez : ce qui est enregistré n'est pas perdu. Sinon, restaurez une copie du dossier.`,
  )

async function connectToFolder(dataDir: string, clock: Clock): Promise<Connection> {
  const { release, publishAddress } = await lockFolder(dataDir, clock)
  try {
    const pglite = await PGlite.create({
      dataDir: join(dataDir, 'postgresql'),
      extensions: PGLITE_EXTENSIONS,
    }).catch((error) => {
      throw unopened(dataDir, error)
    })
    const connection = connectToPglite(pglite)
    return { ...connection, publishAddress, close: () => connection.close().finally(release) }
  } catch (error) {
    await release()
    throw error
  }
}

/** Opens the server of `databaseUrl`, or the embedded database of `dataDir` when it is `null`. */
export function connect(
  config: { databaseUrl: string | null; dataDir: string },
  clock: Clock = systemClock,
): Promise<Connection> {
  return config.databaseUrl ? connectToServer(config.databaseUrl) : connectToFolder(config.dataDir, clock)
}
