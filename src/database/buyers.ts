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

/** The buyer of this SIREN or SIRET, with a name that files give it; `null` when no contract, payment, clause or plan names it. */
export async function findBuyer(db: Db, id: string): Promise<{ id: string; name: string | null } | null> {
  const { rows } = await sql<{ is_known: boolean; name: string | null }>`
    select
      exists (select from buyers where siren = ${id} or id = ${id})
        or exists (select from plans where buyers && array[${id}, left(${id}, 9)]::text[]) as is_known,
      (select min(name) from buyers where siren = ${id} or id = ${id}) as name
  `.execute(db)
  const [found] = rows
  return found?.is_known ? { id, name: found.name } : null
}
