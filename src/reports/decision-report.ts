import type { Db } from '../database/connect.ts'
import type { Page } from '../database/contracts.ts'
import { isKnownUnit, listDecisions, type StoredDecision } from '../database/decisions.ts'

/** A decision as it is shown. `evidence`: the document it rests on; `reversal`: what took it back. */
export const describeDecision = ({ document, reversal, createdAt, ...decision }: StoredDecision) => ({
  id: decision.id,
  siren: decision.siren,
  perimeter: decision.perimeter,
  outcome: decision.outcome,
  reason: decision.reason,
  evidence: document,
  author: decision.author,
  from: decision.validFrom,
  to: decision.validTo,
  createdAt: createdAt.toISOString(),
  reversal: reversal && { ...reversal, createdAt: reversal.createdAt.toISOString() },
})

export type DecisionReport = ReturnType<typeof describeDecision>

/** A page of the decisions on a supplier, the latest first, those taken back included; `null` when nothing names it. */
export async function listDecisionReports(db: Db, siren: string, page: Page) {
  const { decisions, total } = await listDecisions(db, siren, page)
  if (total === 0 && !(await isKnownUnit(db, siren))) return null
  return { decisions: decisions.map(describeDecision), total }
}
