import type { Db } from '../database/connect.ts'
import { findNewerList } from '../database/fact-history.ts'
import { listReplacing } from '../database/insertion-hours-withdraw.ts'
import { listClausesCorrected, listClausesResting } from '../database/undo-insertion.ts'
import { findReplacement } from './undo-plan.ts'

/** Why an import cannot be taken back yet, in French, and what to do first; `null`: nothing stands in the way. */
type Blocker = (db: Db, importId: bigint) => Promise<string | null>

const newerList: Blocker = async (db, importId) => {
  const newer = await findNewerList(db, importId)
  if (!newer) return null
  return `la liste « ${newer.source} » du ${newer.listed_on} (import n° ${newer.import_id}) s'est comparée à elle. Annulez d'abord l'import n° ${newer.import_id}`
}

const replacedPlan: Blocker = async (db, importId) => {
  const replacement = await findReplacement(db, importId)
  if (!replacement) return null
  const { planId, importId: later } = replacement
  return `l'import n° ${later} a remplacé ce plan (« ${planId} »). Annulez d'abord l'import n° ${later}`
}

const MOST_NAMED = 10

/** "n° 3, 8 et 12" cut where a person stops reading. */
const numbered = (ids: readonly (number | bigint)[]) =>
  `n° ${ids.slice(0, MOST_NAMED).join(', ')}${ids.length > MOST_NAMED ? '…' : ''}`

/** A clause known by its contract's number alone outlives the imports; one tied to a record does not. */
const clauseOnContract: Blocker = async (db, importId) => {
  const ids = await listClausesResting(db, importId)
  if (ids.length === 0) return null
  return `des clauses d'insertion (${numbered(ids)}) sont rattachées à des marchés que lui seul apporte. Détachez-les d'abord (clauses change NUMÉRO --detach) ou annulez-les (clauses cancel NUMÉRO)`
}

/** A correction made by hand is of hours that this import brought. */
const correctedHours: Blocker = async (db, importId) => {
  const ids = await listClausesCorrected(db, importId)
  if (ids.length === 0) return null
  return `des heures qu'il apporte ont été corrigées à la main (clauses ${numbered(ids)}). Retirez d'abord ces relevés (clauses correct-hours CLAUSE RELEVÉ --withdraw)`
}

/** A corrected table withdrew lines of this import. */
const replacedHours: Blocker = async (db, importId) => {
  const ids = await listReplacing(db, importId)
  if (ids.length === 0) return null
  return `un relevé corrigé (import ${numbered(ids)}) en a retiré des lignes. Annulez-le d'abord`
}

/** Whatever comes to rest on what an import brought, and would be lost or wrong without it, has its line here. */
const BLOCKERS: readonly Blocker[] = [
  newerList,
  replacedPlan,
  clauseOnContract,
  correctedHours,
  replacedHours,
]

/** Every reason not to take back this import. */
export async function listBlockers(db: Db, importId: bigint): Promise<string[]> {
  const reasons = []
  for (const blocker of BLOCKERS) reasons.push(await blocker(db, importId))
  return reasons.filter((reason) => reason !== null)
}
