import { sql } from 'kysely'
import type { BuyerGroup, GroupMember } from '../domain/contract-filter/buyer-group.ts'
import type { Db } from './connect.ts'
import type { Page } from './contracts.ts'

/** A page of groups by id, with how many members each has, and how many groups there are. */
export async function listBuyerGroups(
  db: Db,
  { limit, offset }: Page,
): Promise<{ rows: { id: string; title: string; members: number }[]; total: number }> {
  const { rows } = await sql<{ id: string; title: string; members: number }>`
    select g.id, g.title, (select count(*)::integer from buyer_group_members m where m.group_id = g.id) as members
    from buyer_groups g order by g.id limit ${limit} offset ${offset}
  `.execute(db)
  const { total } = await db
    .selectFrom('buyer_groups')
    .select((eb) => eb.fn.countAll<bigint>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total: Number(total) }
}

/** A group with its members, in the order of their identifiers; `null` when there is none of this id. */
export async function findBuyerGroup(db: Db, id: string): Promise<BuyerGroup | null> {
  const group = await db.selectFrom('buyer_groups').selectAll().where('id', '=', id).executeTakeFirst()
  if (!group) return null
  const members: GroupMember[] = await db
    .selectFrom('buyer_group_members')
    .select(['buyer', 'name'])
    .where('group_id', '=', id)
    .orderBy('buyer')
    .execute()
  return { ...group, members }
}

/** Those of these ids that name no group. */
export async function listUnknownGroups(db: Db, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from unnest(${ids as string[]}::text[]) as asked (id) where not exists (select from buyer_groups g where g.id = asked.id)
  `.execute(db)
  return rows.map(({ id }) => id)
}

/** Replaces these groups, title and members, or creates them. Inside the caller's transaction. */
export async function replaceBuyerGroups(trx: Db, groups: readonly BuyerGroup[]): Promise<void> {
  const batch = JSON.stringify(groups)
  await sql`
    insert into buyer_groups (id, title) select id, title from jsonb_to_recordset(${batch}::jsonb) as g (id text, title text)
    on conflict (id) do update set title = excluded.title
  `.execute(trx)
  await sql`
    delete from buyer_group_members where group_id in (select id from jsonb_to_recordset(${batch}::jsonb) as g (id text))
  `.execute(trx)
  await sql`
    insert into buyer_group_members (group_id, buyer, name)
    select distinct on (g.id, m.buyer) g.id, m.buyer, m.name
    from jsonb_to_recordset(${batch}::jsonb) as g (id text, members jsonb),
      jsonb_to_recordset(g.members) as m (buyer text, name text)
    order by g.id, m.buyer, m.name
  `.execute(trx)
}

/** Deletes a group; whether there was one. */
export async function deleteBuyerGroup(trx: Db, id: string): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom('buyer_groups').where('id', '=', id).executeTakeFirst()
  return numDeletedRows > 0n
}
