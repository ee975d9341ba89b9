import { findDecision } from '../decisions.ts'
import { evidenceOfDecision } from '../evidence.ts'
import type { DecidablePerimeter } from '../facts.ts'
import type { LegalReference } from '../references.ts'
import { AT_ANY_DATE, type Rule } from '../rule.ts'

/** The perimeters that a perimeter contains: a yes of a person on one of them is a yes on the whole. */
const PARTS: Readonly<Record<DecidablePerimeter, readonly DecidablePerimeter[]>> = {
  ess: ['esus'],
  esus: [],
  siae: [],
  handicap: [],
  inclusive: ['siae', 'handicap'],
}

/**
 * The two rules tried before all others: a person decides in place of the lists, by the text that `reference` names. A decision on
 * the perimeter itself goes before one on a part of it; at most one of the two rules applies.
 */
export function personRules(perimeter: DecidablePerimeter, reference: LegalReference): readonly [Rule, Rule] {
  const common = { perimeter, reference, needs: ['decision'], ...AT_ANY_DATE } as const
  return [
    {
      ...common,
      id: `${perimeter}-by-person`,
      outcome: 'yes',
      title: 'Décision motivée d’une personne : le fournisseur est dans le périmètre',
      find: (facts) => {
        const own = findDecision(facts, perimeter)
        if (own) return own.outcome === 'yes' ? [evidenceOfDecision(own)] : null
        const parts = PARTS[perimeter]
          .map((part) => findDecision(facts, part))
          .filter((decision) => decision?.outcome === 'yes')
        return parts.length > 0 ? parts.flatMap((decision) => decision ?? []).map(evidenceOfDecision) : null
      },
    },
    {
      ...common,
      id: `not-${perimeter}-by-person`,
      outcome: 'no',
      title: 'Décision motivée d’une personne : le fournisseur n’est pas dans le périmètre',
      find: (facts) => {
        const own = findDecision(facts, perimeter)
        return own?.outcome === 'no' ? [evidenceOfDecision(own)] : null
      },
    },
  ]
}
