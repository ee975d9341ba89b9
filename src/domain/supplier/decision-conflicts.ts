import type { IsoDate } from '../dates/iso-date.ts'
import { classifyOnDay } from './classify-on-day.ts'
import { findDecision, withoutDecisions } from './decisions.ts'
import { evidenceOfDecision } from './evidence.ts'
import { DECIDABLE_PERIMETERS, type SupplierFacts } from './facts.ts'
import { isInForce } from './facts-in-force.ts'
import { PERIMETERS } from './perimeters.ts'
import { type Evidence, OUTCOME_WORDS } from './verdict.ts'

export type DecisionConflict = {
  explanation: string
  likelyReasons: readonly string[]
  evidence: readonly Evidence[]
}

/** The decisions in force on the day that answer the contrary of what the lists alone would; undetermined lists contradict nobody. */
export function findDecisionConflicts(supplier: SupplierFacts, on: IsoDate): DecisionConflict[] {
  const inForce = supplier.facts.filter((fact) => isInForce(fact, on))
  const bySources = { ...supplier, facts: withoutDecisions(supplier.facts) }
  return DECIDABLE_PERIMETERS.flatMap((perimeter) => {
    const decision = findDecision(inForce, perimeter)
    if (decision === null) return []
    const verdict = classifyOnDay(bySources, on, perimeter)
    if (verdict.status !== 'decided' || verdict.outcome === decision.outcome) return []
    return [
      {
        explanation: `Une personne a décidé « ${OUTCOME_WORDS[decision.outcome]} » pour « ${PERIMETERS[perimeter].title} », où les listes répondent « ${OUTCOME_WORDS[verdict.outcome]} ». La décision l’emporte.`,
        likelyReasons: [
          'La personne connaît une pièce que les listes n’ont pas, ou pas encore.',
          'La situation a changé depuis la décision : relisez son motif et sa pièce, et annulez-la si elle ne vaut plus.',
        ],
        evidence: [evidenceOfDecision(decision), ...verdict.evidence],
      },
    ]
  })
}
