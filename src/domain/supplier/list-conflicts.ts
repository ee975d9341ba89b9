import type { IsoDate } from '../dates/iso-date.ts'
import { CONFLICTS, type ConflictId } from './conflicts.ts'
import type { FactSource, SupplierFacts } from './facts.ts'
import { isInForce } from './facts-in-force.ts'
import type { Evidence } from './verdict.ts'

/** Sources that contradict each other on one supplier. The texts are in French, ready to be shown. */
export type Conflict = {
  id: ConflictId
  sources: readonly FactSource[]
  explanation: string
  likelyReasons: readonly string[]
  evidence: readonly Evidence[]
}

/** The latest day anything was seen; `null` when nothing was. */
function latestDaySeen({ facts, completeLists }: SupplierFacts): IsoDate | null {
  return [...facts, ...completeLists].reduce<IsoDate | null>(
    (latest, { seenOn }) => (latest === null || seenOn > latest ? seenOn : latest),
    null,
  )
}

/**
 * The sources that disagree on whether the supplier is ESS, on the latest day one of them was seen. Empty without SIREN.
 * No verdict depends on it: it says why two readers of two files may answer differently.
 */
export function listConflicts(facts: SupplierFacts): readonly Conflict[] {
  const today = latestDaySeen(facts)
  if (!facts.hasSiren || today === null) return []
  const inForce = facts.facts.filter((fact) => isInForce(fact, today))
  return CONFLICTS.flatMap(({ id, explanation, likelyReasons, find }) => {
    const evidence = find(inForce, facts)
    const sources = [...new Set(evidence?.map((one) => one.source))]
    return evidence ? [{ id, sources, explanation, likelyReasons, evidence }] : []
  })
}
