import type { Plan } from '../domain/plan/target.ts'
import type { Db } from './connect.ts'

/** A plan as an import brought it. */
export type PlanVersion = { importId: bigint; plan: Plan }

/** Plans kept before targets in hours existed have none. */
const withHourTargets = (content: Omit<Plan, 'hourTargets'> & Partial<Plan>): Plan => ({
  ...content,
  hourTargets: content.hourTargets ?? [],
})

/** The targets in hours of a plan, as the last import of it says them. */
export async function listHourTargets(db: Db, planId: string): Promise<Plan['hourTargets']> {
  const row = await db
    .selectFrom('plan_versions')
    .select('content')
    .where('plan_id', '=', planId)
    .orderBy('import_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? withHourTargets(row.content).hourTargets : []
}

/** Keeps a plan as an import brings it, changed or not. */
export async function insertPlanVersion(trx: Db, { plan, importId }: PlanVersion): Promise<void> {
  await trx
    .insertInto('plan_versions')
    .values({ import_id: importId, plan_id: plan.id, content: JSON.stringify(plan) })
    .execute()
}

/** The versions of the plan that this import brought, in the order of imports; those of imports taken back are gone. */
export async function listPlanVersions(db: Db, importId: bigint): Promise<PlanVersion[]> {
  const rows = await db
    .selectFrom('plan_versions as brought')
    .innerJoin('plan_versions as version', 'version.plan_id', 'brought.plan_id')
    .select(['version.import_id', 'version.content'])
    .where('brought.import_id', '=', importId)
    .orderBy('version.import_id')
    .execute()
  return rows.map(({ import_id, content }) => ({
    importId: import_id,
    plan: withHourTargets(content),
  }))
}

/** Forgets the version that an import brought. */
export async function deletePlanVersion(trx: Db, importId: bigint): Promise<void> {
  await trx.deleteFrom('plan_versions').where('import_id', '=', importId).execute()
}
