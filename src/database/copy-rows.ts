import { once } from 'node:events'
import type { PGlite } from '@electric-sql/pglite'
import { CompiledQuery } from 'kysely'
import pg from 'pg'
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams'
import type { Db } from './connect.ts'
import { preparedOf } from './kept-plans.ts'

/** Sends one COPY and its rows, on a connection of its own kind. */
type Copier = (client: pg.Client, statement: string, rows: Uint8Array) => Promise<void>

const toServer: Copier = async (client, statement, rows) => {
  const query = pg.Client.prototype.query as unknown as (copy: CopyStreamQuery) => CopyStreamQuery
  const stream = query.call(client, copyFrom(statement))
  stream.end(rows)
  await once(stream, 'finish')
}

/** PGlite ends on `from stdin`; it reads rows from a blob instead. Its one session is that of the open transaction. */
const toPglite =
  (pglite: PGlite): Copier =>
  async (_client, statement, rows) => {
    await pglite.query(statement.replace('from stdin', "from '/dev/blob'"), [], {
      blob: new Blob([rows as Uint8Array<ArrayBuffer>]),
    })
  }

/**
 * A pg client that also takes `copy … from stdin` with the rows as its only parameter, so that COPY goes through Kysely and
 * its transactions like any other query, on a server and on PGlite alike; and that prepares the queries which keep their plan.
 */
export function clientThatCopies(pglite: PGlite | null): typeof pg.Client {
  const copy = pglite ? toPglite(pglite) : toServer
  return class extends pg.Client {
    // biome-ignore lint/suspicious/noExplicitAny: pg declares eight overloads, all passed through untouched
    override query(...args: any[]): any {
      const [statement, values] = args
      if (typeof statement === 'string' && values?.[0] instanceof Uint8Array && statement.startsWith('copy '))
        return copy(this, statement, values[0]).then(() => ({ command: 'COPY', rowCount: null, rows: [] }))
      const prepared = preparedOf(statement, values)
      return super.query.apply(this, (prepared ? [prepared] : args) as never)
    }
  }
}

/** Appends rows in COPY text format (see `copy-text.ts`) to the columns of a table: the fastest way into PostgreSQL. */
export async function copyRows(
  trx: Db,
  table: string,
  columns: readonly string[],
  rows: Uint8Array,
): Promise<void> {
  if (rows.length === 0) return
  await trx.executeQuery(CompiledQuery.raw(`copy ${table} (${columns.join(', ')}) from stdin`, [rows]))
}
