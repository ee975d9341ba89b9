import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { copyRows } from './copy-rows.ts'
import { CONTENT_ROW_COLUMNS, HOLDER_COLUMNS, ROW_COLUMNS } from './staged-text.ts'

const declare = (columns: Record<string, string>) =>
  sql.raw(
    Object.entries(columns)
      .map(([name, type]) => `${name} ${type}`)
      .join(', '),
  )

/** Creates the tables that hold the rows of one file until they are merged; they end with the transaction. */
export async function createStaging(trx: Db): Promise<void> {
  await sql`create temporary table staged_rows (${declare(ROW_COLUMNS)}) on commit drop`.execute(trx)
  await sql`create temporary table staged_contents (${declare(CONTENT_ROW_COLUMNS)}) on commit drop`.execute(
    trx,
  )
  await sql`create temporary table staged_holders (${declare(HOLDER_COLUMNS)}) on commit drop`.execute(trx)
}

/** Appends rows, written by `toStagedText`, to the staging tables: a thousand or so at a time. */
export async function appendStagedText(
  trx: Db,
  text: Record<'rows' | 'contents' | 'holders', Uint8Array>,
): Promise<void> {
  await copyRows(trx, 'staged_rows', Object.keys(ROW_COLUMNS), text.rows)
  await copyRows(trx, 'staged_contents', Object.keys(CONTENT_ROW_COLUMNS), text.contents)
  await copyRows(trx, 'staged_holders', Object.keys(HOLDER_COLUMNS), text.holders)
}
