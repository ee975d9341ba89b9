import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import type { Test } from 'tap'
import {
  type Connection,
  connect,
  connectToPglite,
  type Db,
  PGLITE_EXTENSIONS,
} from '../../src/database/connect.ts'
import { listMigrations, migrate } from '../../src/database/migrate.ts'
import { STORED_METHOD } from '../../src/database/stored-figures.ts'
import { refreshStaleFigures } from '../../src/import/reclassify.ts'
import type { Clock } from '../../src/platform/clock.ts'

const ROOT = join(import.meta.dirname, '../..')
const CACHE_FOLDER = join(ROOT, '.tap/cache')
/** Any fixed number: test files that start together must not both create the template. */
const ADVISORY_LOCK = 5_414_838

/** The day every test takes place: eleven in the morning in France, 23 November 2026. */
export const FIXED_CLOCK: Clock = { now: () => new Date('2026-11-23T10:00:00Z') }

/**
 * How often a costly property is tried. Both engines run the same code of ours; the embedded one takes three times longer, and
 * proves what is its own with fewer.
 */
export const runs = (onServer: number, embedded = Math.ceil(onServer / 3)): number =>
  process.env.TEST_ENGINE === 'server' ? onServer : embedded

/** The path of a file of `fixtures/`: `fixture('demo/siae.csv')`. */
export const fixture = (name: string): string => join(ROOT, 'fixtures', name)

/** Names what an empty database is made of: another set of migrations, or another PGlite, is another database. */
async function digestOfSchema(): Promise<string> {
  const pglite = await readFile(new URL('../package.json', import.meta.resolve('@electric-sql/pglite')))
  const hash = createHash('sha256').update(pglite).update(Object.keys(PGLITE_EXTENSIONS).join())
  hash.update(STORED_METHOD)
  for (const { name, digest } of await listMigrations()) hash.update(`${name} ${digest}\n`)
  return hash.digest('hex').slice(0, 16)
}

/** An empty database as the product opens it. */
async function fillTemplate(db: Db): Promise<void> {
  await migrate(db)
  await refreshStaleFigures(db, FIXED_CLOCK)
}

/** The dump of a migrated database: made by the first file that needs it (4 s), loaded by the others (0.3 s). */
async function readDump(): Promise<Blob> {
  const path = join(CACHE_FOLDER, `${await digestOfSchema()}.tar`)
  if (!existsSync(path)) {
    const pglite = await PGlite.create({ extensions: PGLITE_EXTENSIONS })
    const connection = connectToPglite(pglite)
    await fillTemplate(connection.db)
    const dump = await pglite.dumpDataDir('none')
    await connection.close()
    const draft = `${path}.${randomUUID()}`
    await mkdir(CACHE_FOLDER, { recursive: true })
    await writeFile(draft, Buffer.from(await dump.arrayBuffer()))
    await rename(draft, path)
  }
  return new Blob([await readFile(path)])
}

const connectEmbedded = async () => ({
  ...connectToPglite(await PGlite.create({ loadDataDir: await readDump(), extensions: PGLITE_EXTENSIONS })),
  databaseUrl: null,
})

function urlOf(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

/** Creates the template of these migrations under another name first, so that nobody copies half of one. */
async function createTemplate(client: pg.Client, server: string, template: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [template])
  if (rowCount) return
  const draft = `${template}_draft`
  await client.query(`drop database if exists ${draft} with (force)`)
  await client.query(`create database ${draft}`)
  const connection = await connect({ databaseUrl: urlOf(server, draft), dataDir: '' })
  await fillTemplate(connection.db).finally(connection.close)
  await client.query(`alter database ${draft} rename to ${template}`)
}

async function withClient(server: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

/** Lays a migrated database in a folder, so that the program starts on it in half a second. */
export async function fillFolder(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  const pglite = await PGlite.create({
    dataDir: join(dataDir, 'postgresql'),
    loadDataDir: await readDump(),
    extensions: PGLITE_EXTENSIONS,
  })
  await pglite.close()
}

/** A database of its own on the server, dropped by `close`. */
async function connectToServer(server: string): Promise<Connection & { databaseUrl: string }> {
  const template = `spaser_test_${await digestOfSchema()}`
  const database = `${template}_${randomUUID().slice(0, 8)}`
  await withClient(server, async (client) => {
    await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCK])
    await createTemplate(client, server, template)
    await client.query(`create database ${database} template ${template}`)
  })
  const databaseUrl = urlOf(server, database)
  const connection = await connect({ databaseUrl, dataDir: '' })
  const close = async () => {
    await connection.close()
    await withClient(server, (client) => client.query(`drop database ${database} with (force)`))
  }
  return { ...connection, databaseUrl, close }
}

/** An empty, migrated database, of its own: in this process, or on the PostgreSQL server of this address. */
export const connectToEmpty = (
  server: string | null,
): Promise<Connection & { databaseUrl: string | null }> =>
  server === null ? connectEmbedded() : connectToServer(server)

/**
 * An empty, migrated database for one test, closed at its end: in this process, or with TEST_ENGINE=server on the
 * PostgreSQL server of TEST_DATABASE_URL; `databaseUrl` then names it, for a test that runs the program itself.
 */
export async function openTestDatabase(
  t: Test,
): Promise<{ db: Db; engine: 'embedded' | 'server'; databaseUrl: string | null }> {
  const { TEST_ENGINE: asked = 'embedded', TEST_DATABASE_URL: server } = process.env
  if (asked === 'server' && !server) throw new Error('TEST_ENGINE=server needs TEST_DATABASE_URL')
  const { db, engine, databaseUrl, close } = await connectToEmpty(
    asked === 'server' ? (server ?? null) : null,
  )
  t.teardown(close)
  return { db, engine, databaseUrl }
}
