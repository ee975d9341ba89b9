import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { keepingPlan } from './kept-plans.ts'

/** As a query. A hundred a night take a year to cost 3 ms. */
export const WRITES_COUNT = sql<string>`select count(*)::text as count from writes`

/** How many transactions have changed the data: the same number, the same data. */
export async function countWrites(db: Db): Promise<string> {
  const { rows } = await keepingPlan(sql<{ count: string }>`${WRITES_COUNT}`).execute(db)
  return rows[0]?.count ?? '0'
}
