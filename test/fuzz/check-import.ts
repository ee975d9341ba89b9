import { sql } from 'kysely'
import type { Db } from '../../src/database/connect.ts'
import type { Ledger } from '../../src/import/ledger.ts'
import { AppError } from '../../src/platform/errors.ts'
import type { Reading } from './check-contracts.ts'
import { hold, holdSame } from './hold.ts'

async function listTables(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'migrations' order by tablename
  `.execute(db)
  return rows.map(({ name }) => name)
}

/** The tables that an import may fill: all but those that hold what the product brings with it. */
async function listEmptyTables(db: Db): Promise<string[]> {
  const empty: string[] = []
  for (const name of await listTables(db)) if (await isEmpty(db, [name])) empty.push(name)
  return empty
}

async function isEmpty(db: Db, tables: readonly string[]): Promise<boolean> {
  const exists = tables.map((name) => `exists (select from ${name})`).join(' or ')
  const { rows } = await sql<{ found: boolean }>`select ${sql.raw(exists)} as found`.execute(db)
  return rows[0]?.found === false
}

function holdLedger(ledger: Ledger, { rows, rejected }: Reading): void {
  const { read, stored, updated, unchanged, rejected: refused, notKept } = ledger
  holdSame(read, rows, 'rows of the ledger')
  const accounted = stored + updated + unchanged + refused + notKept
  holdSame(accounted, read, 'read = stored + updated + unchanged + rejected + notKept')
  hold(refused >= rejected, 'rows refused stay refused')
}

/**
 * Imports an input for good, twice: its rows are all accounted for, and the second time changes nothing; an input that is
 * refused (`reading` is then `null`) leaves nothing behind. The database is empty before and after. Answers whether it was imported.
 */
export async function checkImport(
  db: Db,
  importFile: (db: Db) => Promise<Ledger>,
  reading: Reading | null,
): Promise<boolean> {
  const tables = await listEmptyTables(db)
  try {
    const ledger = await importFile(db)
    hold(reading !== null, 'a file that cannot be read is not imported')
    if (reading) holdLedger(ledger, reading)
    const { stored, updated } = await importFile(db)
    holdSame({ stored, updated }, { stored: 0, updated: 0 }, 'the same file again')
    return true
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    hold(await isEmpty(db, tables), 'a file that is refused leaves nothing behind')
    return false
  } finally {
    await sql`truncate ${sql.raw(tables.join(', '))} restart identity cascade`.execute(db)
  }
}
