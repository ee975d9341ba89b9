import { sql } from 'kysely'
import type { Plan, Target } from '../domain/plan/target.ts'
import type { FrameworkMethod, HolderMethod, Measure } from '../domain/share/share.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import type { Db } from './connect.ts'
import { listHourTargets } from './plan-versions.ts'

async function listTargets(db: Db, planId: string): Promise<Target[]> {
  const targets = await db
    .selectFrom('targets')
    .selectAll()
    .where('plan_id', '=', planId)
    .orderBy('position')
    .execute()
  const values = await db
    .selectFrom('target_values')
    .selectAll()
    .where('plan_id', '=', planId)
    .orderBy('year')
    .execute()
  return targets.map((target) => ({
    id: target.id,
    title: target.title,
    perimeter: target.perimeter as PerimeterId,
    measure: target.measure as Measure,
    holders: target.holders as HolderMethod,
    frameworks: target.frameworks as FrameworkMethod,
    values: values
      .filter(({ target_id }) => target_id === target.id)
      .map(({ year, minimum_basis_points }) => ({ year, minimumBasisPoints: minimum_basis_points })),
  }))
}

/** The plan of this id with its targets in order, years ascending; `null` when there is none. */
export async function findPlan(db: Db, id: string): Promise<Plan | null> {
  const row = await db.selectFrom('plans').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return null
  const { title, buyers, starts_on: from, ends_on: to, deliberation } = row
  return {
    id,
    title,
    buyers,
    from,
    to,
    deliberation,
    targets: await listTargets(db, id),
    hourTargets: await listHourTargets(db, id),
  }
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

/** Deletes a plan, targets included. */
export async function deletePlan(trx: Db, id: string): Promise<void> {
  await trx.deleteFrom('plans').where('id', '=', id).execute()
}

/** Stores a plan in place of the one of the same id, targets included. */
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
  await trx
    .insertInto('targets')
    .values(
      plan.targets.map(({ values: _, ...target }, position) => ({ ...target, plan_id: plan.id, position })),
    )
    .execute()
  await trx
    .insertInto('target_values')
    .values(
      plan.targets.flatMap((target) =>
        target.values.map(({ year, minimumBasisPoints }) => ({
          plan_id: plan.id,
          target_id: target.id,
          year,
          minimum_basis_points: minimumBasisPoints,
        })),
      ),
    )
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
