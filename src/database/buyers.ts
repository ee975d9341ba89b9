import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** The name of each legal unit (or identifier without usable SIREN) that files name; of several names, the first in order. */
export async function listBuyerNames(db: Db, keys: readonly string[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map()
  const { rows } = await sql<{ key: string; name: string }>`
    select coalesce(siren, id) as key, min(name) as name from buyers
    where (siren = any(${keys as string[]}::text[]) or id = any(${keys as string[]}::text[])) and name is not null
    group by 1
  `.execute(db)
  return new Map(rows.map(({ key, name }) => [key, name]))
}
