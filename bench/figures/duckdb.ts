import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'

/** What DuckDB is given, from the same data: contracts in the order of the file, their holders, what is decided of each, buyers' traits. */
const TABLES = {
  contracts: {
    columns: `id uuid, buyer varchar, counted_on date, kind varchar, framework_is_known boolean, cents bigint`,
    query: `select id, coalesce(buyer_siren, buyer_id), counted_on, kind, framework_is_known,
      case when amount_flag is null then coalesce(amount_cents, 0) else 0 end from contracts where is_current order by import_id, line`,
  },
  holders: {
    columns: `contract_id uuid, profile_id integer`,
    query: `select h.contract_id, s.profile_id from contract_holders h join contracts c on c.id = h.contract_id and c.is_current
      left join suppliers s on s.id = h.supplier_id order by c.import_id, c.line`,
  },
  facts: {
    columns: `profile_id integer, perimeter varchar, valid_from date, valid_to date, outcome varchar`,
    query: `select profile_id, perimeter, greatest(valid_from, '0001-01-01'), least(valid_to, '9999-12-31'), outcome from verdicts`,
  },
  traits: { columns: `buyer varchar, kind varchar`, query: `select buyer, kind from buyer_traits` },
} as const

/** What is asked of DuckDB's package, which only this benchmark wants: 70 MB that nobody else has to install. */
type DuckDbPackage = {
  DuckDBInstance: { create: (path: string) => Promise<Instance> }
}
type Instance = { connect: () => Promise<Connection>; closeSync: () => void }
type Connection = {
  run: (statement: string) => Promise<unknown>
  runAndReadAll: (statement: string) => Promise<{ getRowObjects: () => Record<string, unknown>[] }>
  closeSync: () => void
}
const PACKAGE = '@duckdb/node-api'

/** DuckDB's package. Throws, with what to do, when it is not installed. */
async function loadDuckDb(): Promise<DuckDbPackage> {
  try {
    return (await import(PACKAGE)) as DuckDbPackage
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new Error(
      `DuckDB manque, qui ne sert qu’à ce banc : npm install --no-save ${PACKAGE}, puis recommencez.`,
    )
  }
}

export type DuckDb = {
  ask: (statement: string) => Promise<Record<string, unknown>[]>
  close: () => Promise<void>
}

/** A DuckDB database in a file of its own, filled from PostgreSQL; two threads at most, as the server's parallel queries have. */
export async function openDuckDb(databaseUrl: string): Promise<DuckDb> {
  const folder = await mkdtemp(join(tmpdir(), 'spaser-bench-duckdb-'))
  const { DuckDBInstance } = await loadDuckDb()
  const instance = await DuckDBInstance.create(join(folder, 'figures.duckdb'))
  const connection = await instance.connect()
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    for (const [table, { columns, query }] of Object.entries(TABLES)) {
      const path = join(folder, `${table}.csv`)
      await pipeline(client.query(copyTo(`copy (${query}) to stdout (format csv)`)), createWriteStream(path))
      await connection.run(`create table ${table} (${columns})`)
      await connection.run(`copy ${table} from '${path}' (header false, auto_detect false)`)
      await rm(path)
    }
    await connection.run('checkpoint')
  } finally {
    await client.end()
  }
  return {
    ask: async (statement) => (await connection.runAndReadAll(statement)).getRowObjects(),
    close: async () => {
      connection.closeSync()
      instance.closeSync()
      await rm(folder, { recursive: true })
    },
  }
}
