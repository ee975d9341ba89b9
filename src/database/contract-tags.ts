import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** Every tag and how many current contracts have it, in no particular order. */
export async function listTags(db: Db): Promise<{ tag: string; contracts: number }[]> {
  const { rows } = await sql<{ tag: string; contracts: number }>`
    select t.tag, count(c.id)::integer as contracts
    from contract_tags t left join contracts c on c.group_id = t.group_id and c.is_current
    group by t.tag
  `.execute(db)
  return rows
}

/** The group of a contract, which its tags follow; `null` when there is no such contract. */
export async function findGroupOf(db: Db, contractId: string): Promise<string | null> {
  const found = await db
    .selectFrom('contracts')
    .select('group_id')
    .where('id', '=', contractId)
    .executeTakeFirst()
  return found?.group_id ?? null
}

/** Replaces the tags of a group of records. */
export async function replaceTags(trx: Db, groupId: string, tags: readonly string[]): Promise<void> {
  await trx.deleteFrom('contract_tags').where('group_id', '=', groupId).execute()
  if (tags.length === 0) return
  await trx
    .insertInto('contract_tags')
    .values([...new Set(tags)].map((tag) => ({ group_id: groupId, tag })))
    .execute()
}
