import type { Plan } from '../domain/plan/target.ts'
import type { Db } from './connect.ts'

/** A plan as an import brought it; `plan` `null`: the import deleted it. */
export type PlanVersion = { importId: bigint; planId: string; plan: Plan | null }

/** Plans had no thresholds when some were kept: those set none. */
export const withThresholds = (content: Plan | null): Plan | null =>
  content && { ...content, insertionThresholds: content.insertionThresholds ?? null }

/** The plan as the last import that was not taken back says it; `null`: there is none, or it was deleted. */
export async function findPlanContent(db: Db, planId: string): Promise<Plan | null> {
  const row = await db
    .selectFrom('plan_versions')
    .select('content')
    .where('plan_id', '=', planId)
    .orderBy('import_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return withThresholds(row?.content ?? null)
}

/** Keeps a plan as an import brings it, changed or not, or that it was deleted. */
export async function insertPlanVersion(trx: Db, { plan, planId, importId }: PlanVersion): Promise<void> {
  await trx
    .insertInto('plan_versions')
    .values({ import_id: importId, plan_id: planId, content: JSON.stringify(plan) })
    .execute()
}

/** The versions of the plan that this import brought, in the order of imports; those of imports taken back are gone. */
export async function listPlanVersions(db: Db, importId: bigint): Promise<PlanVersion[]> {
  const rows = await db
    .selectFrom('plan_versions as brought')
    .innerJoin('plan_versions as version', 'version.plan_id', 'brought.plan_id')
    .select(['version.import_id', 'version.plan_id', 'version.content'])
    .where('brought.import_id', '=', importId)
    .orderBy('version.import_id')
    .execute()
  return rows.map(({ import_id: importId, plan_id: planId, content }) => ({
    importId,
    planId,
    plan: withThresholds(content),
  }))
}

/** Forgets the version that an import brought. */
export async function deletePlanVersion(trx: Db, importId: bigint): Promise<void> {
  await trx.deleteFrom('plan_versions').where('import_id', '=', importId).execute()
}

/** Every version of a plan with its import, the last first; `title` `null`: it was deleted. */
export async function listVersionsOfPlan(db: Db, planId: string) {
  const rows = await db
    .selectFrom('plan_versions as version')
    .innerJoin('imports as import', 'import.id', 'version.import_id')
    .select(['version.import_id', 'version.content', 'import.file_name', 'import.finished_at'])
    .where('version.plan_id', '=', planId)
    .orderBy('version.import_id', 'desc')
    .execute()
  return rows.map((row) => ({ ...row, content: withThresholds(row.content) }))
}
