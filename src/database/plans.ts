import { sql } from 'kysely'
import type { Plan } from '../domain/plan/target.ts'
import type { Db } from './connect.ts'
import { findPlanContent } from './plan-versions.ts'

/** The plan of this id, with its targets in order; `null` when there is none. */
export async function findPlan(db: Db, id: string): Promise<Plan | null> {
  const row = await db.selectFrom('plans').select('id').where('id', '=', id).executeTakeFirst()
  return row ? findPlanContent(db, id) : null
}

/** A page of plans without their targets, by id, and how many there are. */
export async function listPlans(db: Db, page: { limit: number; offset: number }) {
  const rows = await db
    .selectFrom('plans')
    .selectAll()
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  const { total } = await db
    .selectFrom('plans')
    .select((eb) => eb.fn.countAll<bigint>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total: Number(total) }
}

/** Takes a plan out of those in force; its versions stay. */
export async function deletePlan(trx: Db, id: string): Promise<void> {
  await trx.deleteFrom('plans').where('id', '=', id).execute()
}

/** Puts a plan in force in place of the one of the same id; what it holds is its version (`insertPlanVersion`). */
export async function replacePlan(trx: Db, plan: Plan, importId: bigint): Promise<void> {
  await deletePlan(trx, plan.id)
  await trx
    .insertInto('plans')
    .values({
      id: plan.id,
      title: plan.title,
      buyers: [...plan.buyers],
      starts_on: plan.from,
      ends_on: plan.to,
      deliberation: plan.deliberation === null ? null : JSON.stringify(plan.deliberation),
      import_id: importId,
    })
    .execute()
}

/** The ids of the plans that bind a buyer (or the legal unit of an establishment) on a day of the period at least, in order. */
export async function listPlanIdsOf(
  db: Db,
  buyer: string,
  { from, to }: { from: string; to: string },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from plans
    where buyers && array[${buyer}, left(${buyer}, 9)]::text[] and starts_on <= ${to}::date and ends_on >= ${from}::date
    order by id
  `.execute(db)
  return rows.map(({ id }) => id)
}
