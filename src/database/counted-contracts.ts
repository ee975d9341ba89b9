import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** Where a contract comes from: its group, its import, and the day it counts on. */
export type ContractOrigin = { id: string; groupId: string; importId: number; countedOn: string }

/** The origin of these contracts, in the order of their days. Those without a day are in no dated figure, and are left out. */
export async function listOrigins(db: Db, ids: readonly string[]): Promise<ContractOrigin[]> {
  const { rows } = await sql<ContractOrigin>`
    select id, group_id as "groupId", import_id::integer as "importId", counted_on as "countedOn"
    from contracts where id = any(${ids}::uuid[]) and counted_on is not null
    order by counted_on, id
  `.execute(db)
  return rows
}
