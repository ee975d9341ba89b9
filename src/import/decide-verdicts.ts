import type { ChangedSuppliers } from '../database/changed-suppliers.ts'
import type { Db } from '../database/connect.ts'
import { refreshStoredFigures } from '../database/stored-figures.ts'
import { refreshListNames } from '../database/supplier-names.ts'
import {
  assignProfiles,
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
import { type Clock, todayOf } from '../platform/clock.ts'

const BATCH_SIZE = 500

/**
 * Gives the suppliers that need it the profile of what their sources say, and decides every perimeter for the profiles without
 * verdicts (`profiles: 'new'`) or for all of them, when the rules or what the complete lists are silent about changed; the stored figures
 * follow. New suppliers hold no contract but those that bring them: whoever imports these refreshes the figures. Runs inside the caller's
 * transaction. Where suppliers may already have verdicts, call `reclassify`, which keeps what moved.
 */
export async function decideVerdicts(
  trx: Db,
  clock: Clock,
  only: ChangedSuppliers,
  profiles: 'new' | 'all' = only === 'all' ? 'all' : 'new',
): Promise<void> {
  await refreshListNames(trx, only)
  await assignProfiles(trx, only)
  const completeLists = await listCompleteLists(trx)
  let after = 0
  for (;;) {
    const batch = await listProfilesToDecide(trx, profiles, after, BATCH_SIZE)
    if (batch.length === 0) break
    const decided = batch.flatMap(({ id, hasSiren, facts }) =>
      PERIMETER_IDS.map((perimeter) => ({
        profileId: id,
        perimeter,
        timeline: classifySupplierOver({ hasSiren, facts, completeLists }, perimeter),
      })),
    )
    await replaceVerdicts(trx, decided, RULES_VERSION, clock.now())
    await markProfiles(
      trx,
      batch.map(({ id, hasSiren, facts }) => ({
        id,
        legalFamily: latestLegalFamily(facts),
        conflicts: listConflicts({ hasSiren, facts, completeLists }).map((conflict) => conflict.id),
      })),
    )
    after = batch.at(-1)?.id ?? after
  }
  if (only === 'new' && profiles === 'new') return
  await refreshStoredFigures(trx, todayOf(clock), profiles === 'all' || only === 'new' ? 'all' : only)
}
