import type { ChangedSuppliers } from '../database/changed-suppliers.ts'
import type { Db } from '../database/connect.ts'
import { lockImports } from '../database/imports.ts'
import {
  type Cause,
  noteVerdictsBefore,
  recordReclassification,
  restOnLists,
} from '../database/reclassifications.ts'
import { hasStaleFigures, refreshStoredFigures } from '../database/stored-figures.ts'
import { findOldestRulesVersion, listCompleteLists } from '../database/verdicts.ts'
import { RULES_VERSION } from '../domain/supplier/perimeters.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { decideVerdicts } from './decide-verdicts.ts'

/**
 * Decides again what new facts, decisions or rules can change, no more, and stores beside it what moved. When neither the rules
 * nor the complete lists changed, that is the suppliers whose facts did; else every profile, whose silence in the lists counts.
 * Runs inside the caller's transaction.
 */
export async function reclassify(
  trx: Db,
  clock: Clock,
  only: Exclude<ChangedSuppliers, 'new'>,
  cause: Cause,
): Promise<void> {
  const completeLists = await listCompleteLists(trx)
  const version = await findOldestRulesVersion(trx)
  const isWhole =
    only === 'all' ||
    (version !== null && version !== RULES_VERSION) ||
    !(await restOnLists(trx, completeLists))
  await noteVerdictsBefore(trx, isWhole ? 'all' : only)
  await decideVerdicts(trx, clock, only, isWhole ? 'all' : 'new')
  await recordReclassification(trx, cause, {
    rulesVersion: RULES_VERSION,
    completeLists,
    madeAt: clock.now(),
  })
}

/** Decides everything again when the stored verdicts come from another version of the rules. */
export async function refreshStaleVerdicts(db: Db, clock: Clock): Promise<void> {
  const versionBefore = await findOldestRulesVersion(db)
  if (versionBefore === null || versionBefore === RULES_VERSION) return
  await db.transaction().execute((trx) => reclassify(trx, clock, 'all', { kind: 'rules', versionBefore }))
}

/** Counts the stored figures again when the database has none, or those of an earlier method. */
export async function refreshStaleFigures(db: Db, clock: Clock): Promise<void> {
  if (!(await hasStaleFigures(db))) return
  await db.transaction().execute(async (trx) => {
    await lockImports(trx)
    await refreshStoredFigures(trx, todayOf(clock), 'all')
  })
}
