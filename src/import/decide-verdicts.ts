import type { ChangedSuppliers } from '../database/changed-suppliers.ts'
import type { Db } from '../database/connect.ts'
import { refreshListNames } from '../database/supplier-names.ts'
import {
  assignProfiles,
  hasStaleVerdicts,
  listCompleteLists,
  listProfilesToDecide,
  markProfiles,
  replaceVerdicts,
} from '../database/verdicts.ts'
import { classifySupplierOver } from '../domain/supplier/classify-supplier-over.ts'
import { latestLegalFamily } from '../domain/supplier/latest-legal-family.ts'
import { listConflicts } from '../domain/supplier/list-conflicts.ts'
import { RULES_VERSION } from '../domain/supplier/perimeters.ts'
import { PERIMETER_IDS } from '../domain/supplier/verdict.ts'
import type { Clock } from '../platform/clock.ts'

const BATCH_SIZE = 500

/**
 * Decides every perimeter for the suppliers that need it and stores the verdicts with their reasons. `new`: suppliers that
 * came in with contracts; `all`: every supplier, after a list or the rules changed; or those of some legal units, after facts on
 * them alone did. Runs inside the caller's transaction.
 */
export async function decideVerdicts(trx: Db, clock: Clock, only: ChangedSuppliers): Promise<void> {
  await refreshListNames(trx, only)
  await assignProfiles(trx, only)
  const completeLists = await listCompleteLists(trx)
  let after = 0
  for (;;) {
    const profiles = await listProfilesToDecide(trx, only === 'all' ? 'all' : 'new', after, BATCH_SIZE)
    if (profiles.length === 0) return
    const decided = profiles.flatMap(({ id, hasSiren, facts }) =>
      PERIMETER_IDS.map((perimeter) => ({
        profileId: id,
        perimeter,
        timeline: classifySupplierOver({ hasSiren, facts, completeLists }, perimeter),
      })),
    )
    await replaceVerdicts(trx, decided, RULES_VERSION, clock.now())
    await markProfiles(
      trx,
      profiles.map(({ id, hasSiren, facts }) => ({
        id,
        legalFamily: latestLegalFamily(facts),
        conflicts: listConflicts({ hasSiren, facts, completeLists }).map((conflict) => conflict.id),
      })),
    )
    after = profiles.at(-1)?.id ?? after
  }
}

/** Decides everything again when the stored verdicts come from an older version of the rules. */
export async function refreshStaleVerdicts(db: Db, clock: Clock): Promise<void> {
  if (!(await hasStaleVerdicts(db, RULES_VERSION))) return
  await db.transaction().execute((trx) => decideVerdicts(trx, clock, 'all'))
}
