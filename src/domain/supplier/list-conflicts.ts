import type { IsoDate } from '../dates/iso-date.ts'
import { CONFLICTS, type ConflictId } from './conflicts.ts'
import { findDecisionConflicts } from './decision-conflicts.ts'
import type { SupplierFacts } from './facts.ts'
import { isInForce } from './facts-in-force.ts'
import type { Evidence, EvidenceSource } from './verdict.ts'

/** Sources that contradict each other on one supplier. The texts are in French, ready to be shown. */
export type Conflict = {
  id: ConflictId | 'decision-against-lists'
  sources: readonly EvidenceSource[]
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

const sourcesOf = (evidence: readonly Evidence[]) => [...new Set(evidence.map(({ source }) => source))]

/**
 * The sources that disagree on whether the supplier is ESS, on the latest day one of them was seen. Empty without SIREN.
 * No verdict depends on it: it says why two readers of two files may answer differently.
 */
export function listConflicts(facts: SupplierFacts): readonly Conflict[] {
  const today = latestDaySeen(facts)
  if (!facts.hasSiren || today === null) return []
  const inForce = facts.facts.filter((fact) => isInForce(fact, today))
  const ofSources = CONFLICTS.flatMap(({ id, explanation, likelyReasons, find }) => {
    const evidence = find(inForce, facts)
    return evidence ? [{ id, sources: sourcesOf(evidence), explanation, likelyReasons, evidence }] : []
  })
  const ofDecisions = findDecisionConflicts(facts, today).map((conflict) => ({
    id: 'decision-against-lists' as const,
    sources: sourcesOf(conflict.evidence),
    ...conflict,
  }))
  return [...ofDecisions, ...ofSources]
}
