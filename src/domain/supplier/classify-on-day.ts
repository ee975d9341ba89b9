import type { IsoDate } from '../dates/iso-date.ts'
import type { SupplierFacts } from './facts.ts'
import { isInForce } from './facts-in-force.ts'
import { decide } from './rule.ts'
import { RULE_SETS } from './rules.ts'
import type { PerimeterId, Verdict } from './verdict.ts'

/** The verdict on one day, from the facts in force that day. Without SIREN nothing can be known: undetermined. */
export function classifyOnDay(facts: SupplierFacts, on: IsoDate, perimeter: PerimeterId): Verdict {
  if (!facts.hasSiren) return { status: 'undetermined', missing: ['siren'], evidence: [] }
  const inForce = facts.facts.filter((fact) => isInForce(fact, on))
  return decide(RULE_SETS[perimeter], inForce, { supplier: facts, on })
}
