import { sql } from 'kysely'
import type { Plan } from '../domain/plan/target.ts'
import type { Db } from './connect.ts'
import { keepingPlan } from './kept-plans.ts'
import { findPlanContent, withThresholds } from './plan-versions.ts'
import { type StoredJson, storedJson } from './stored-shares.ts'
import { WRITES_COUNT } from './writes.ts'

/** A plan with what is stored of its buyers (`null`: nothing that tells today), and after how many writes (`countWrites`). */
export type PlanToScore = { plan: Plan; stored: StoredJson | null; writes: string }

/** The plan of this id, with its targets in order, and what its scoreboard rests on; `null` when there is none. */
export async function findPlanToScore(db: Db, id: string, today: string): Promise<PlanToScore | null> {
  const { rows } = await keepingPlan(sql<{ content: Plan | null; stored: StoredJson | null; writes: string }>`
    select v.content, (${storedJson(sql`buyer = any(p.buyers)`, today)}) as stored, (${WRITES_COUNT}) as writes
    from plans p join plan_versions v on v.plan_id = p.id where p.id = ${id}
    order by v.import_id desc limit 1
  `).execute(db)
  const [found] = rows
  const plan = withThresholds(found?.content ?? null)
  return found && plan ? { plan, stored: found.stored, writes: found.writes } : null
}

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
