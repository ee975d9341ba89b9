import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../database/connect.ts'
import { deletePlanVersion, listPlanVersions, type PlanVersion } from '../database/plan-versions.ts'
import { deletePlan, replacePlan } from '../database/plans.ts'

const isSame = (one: PlanVersion, other: PlanVersion) => isDeepStrictEqual(one.plan, other.plan)

/** The last version, with the import that first brought it: those in between said the same. `null`: none is left. */
function latestOf(versions: readonly PlanVersion[]): PlanVersion | null {
  const last = versions.at(-1)
  if (!last) return null
  const before = versions.findLastIndex((version) => !isSame(version, last))
  return versions[before + 1] ?? last
}

/** The last import that replaced or deleted the plan this one brought; `undefined`: what it did is in force. */
export async function findReplacement(db: Db, importId: bigint): Promise<PlanVersion | undefined> {
  const versions = await listPlanVersions(db, importId)
  const brought = versions.find((version) => version.importId === importId)
  return versions.findLast((version) => brought && version.importId > importId && !isSame(version, brought))
}

/** What became of the plan of an import taken back. `restored`: the version before it is in force again. */
export type UndonePlans = { removed: number; restored: number }

/** Takes back what an import did to a plan, its deletion too, where no later import replaced it. */
export async function undoPlan(trx: Db, importId: bigint): Promise<UndonePlans> {
  const versions = await listPlanVersions(trx, importId)
  const current = latestOf(versions)
  const previous = latestOf(versions.filter((version) => version.importId !== importId))
  await deletePlanVersion(trx, importId)
  if (previous?.plan) await replacePlan(trx, previous.plan, previous.importId)
  else if (current) await deletePlan(trx, current.planId)
  const isRestored = previous?.plan && current !== null && !isSame(previous, current)
  const isRemoved = !previous?.plan && current?.plan
  return { removed: isRemoved ? 1 : 0, restored: isRestored ? 1 : 0 }
}
