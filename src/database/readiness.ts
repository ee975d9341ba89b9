import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** Asks the database for nothing but an answer; rejects when it cannot give one. */
export async function ping(db: Db): Promise<void> {
  await sql`select 1`.execute(db)
}
