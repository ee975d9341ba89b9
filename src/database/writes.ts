import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** How many transactions have changed the data: the same number, the same data. A hundred a night take a year to cost 3 ms. */
export async function countWrites(db: Db): Promise<string> {
  const { rows } = await sql<{ count: string }>`select count(*)::text as count from writes`.execute(db)
  return rows[0]?.count ?? '0'
}
