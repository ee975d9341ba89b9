import pg from 'pg'

/** The server to measure on: BENCH_DATABASE_URL, else DATABASE_URL. Each measure has a database of its own there. */
function serverUrl(): string {
  const url = process.env.BENCH_DATABASE_URL || process.env.DATABASE_URL
  if (url) return url
  throw new Error(
    'Aucun serveur PostgreSQL : donnez son adresse dans BENCH_DATABASE_URL ou DATABASE_URL (postgres://compte@hôte:5432/postgres).',
  )
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Does `work` with the address of a new, empty database, dropped at the end whatever happens. */
export async function withEmptyDatabase<T>(work: (databaseUrl: string) => Promise<T>): Promise<T> {
  const name = `spaser_bench_${process.pid}_${Math.random().toString(36).slice(2, 8)}`
  const server = serverUrl()
  const url = new URL(server)
  url.pathname = `/${name}`
  await withClient(server, (client) => client.query(`create database ${name}`))
  try {
    return await work(url.href)
  } finally {
    await withClient(server, (client) => client.query(`drop database ${name} with (force)`))
  }
}

/** The address of the database of this name, and whether it had to be created: it stays from one run to the next. */
export async function openKeptDatabase(name: string): Promise<{ databaseUrl: string; isNew: boolean }> {
  const server = serverUrl()
  const url = new URL(server)
  url.pathname = `/${name}`
  const isNew = await withClient(server, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount) return false
    await client.query(`create database ${name}`)
    return true
  })
  return { databaseUrl: url.href, isNew }
}

/** Drops a database of `openKeptDatabase`: one that was not filled whole must not serve. */
export const dropKeptDatabase = (name: string): Promise<unknown> =>
  withClient(serverUrl(), (client) => client.query(`drop database if exists ${name} with (force)`))

/** "15.4" */
export function readServerVersion(): Promise<string> {
  return withClient(serverUrl(), async (client) => {
    const { rows } = await client.query<{ version: string }>(
      "select current_setting('server_version') as version",
    )
    return rows[0]?.version.split(' ')[0] ?? ''
  })
}
