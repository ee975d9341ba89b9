import type { IsoDate } from '../dates/iso-date.ts'
import type { SupplierFact, SupplierFacts } from './facts.ts'
import { isInForce } from './facts-in-force.ts'
import type { LegalReference } from './references.ts'
import type { Evidence, FactName, PerimeterId, Verdict } from './verdict.ts'

/** What a rule may look at besides the facts in force: all that is known of the supplier, and the day asked about. */
export type RuleContext = { supplier: SupplierFacts; on: IsoDate }

/** One reason to answer yes or no. `inForceFrom` and `inForceTo` are inclusive; `null`: the rule has no bound on that side. */
export type Rule = {
  /** Stable: stored with verdicts and shown in the API. */
  id: string
  perimeter: PerimeterId
  outcome: 'yes' | 'no'
  /** In French, ready to be shown. */
  title: string
  reference: LegalReference
  /** The facts the rule cannot do without. */
  needs: readonly FactName[]
  inForceFrom: IsoDate | null
  inForceTo: IsoDate | null
  /** The evidence when the rule applies on the facts in force that day, `null` when it does not. */
  find: (facts: readonly SupplierFact[], context: RuleContext) => readonly Evidence[] | null
}

/** Bounds of a rule that answers for contracts of any date. */
export const AT_ANY_DATE = { inForceFrom: null, inForceTo: null } as const

/** What is missing when no rule of a perimeter applies, with what is known all the same. */
export type Gaps = { missing: readonly FactName[]; evidence: readonly Evidence[] }

/** The rules of a perimeter, in the order they are tried (yes before no), and what to say when none applies. */
export type RuleSet = {
  rules: readonly Rule[]
  findGaps: (facts: readonly SupplierFact[], context: RuleContext) => Gaps
}

/** The verdict of a rule set on the facts in force on the day: that of the first rule that applies. */
export function decide(set: RuleSet, facts: readonly SupplierFact[], context: RuleContext): Verdict {
  for (const rule of set.rules) {
    if (!isInForce({ validFrom: rule.inForceFrom, validTo: rule.inForceTo }, context.on)) continue
    const evidence = rule.find(facts, context)
    if (evidence) return { status: 'decided', outcome: rule.outcome, rule: rule.id, evidence }
  }
  return { status: 'undetermined', ...set.findGaps(facts, context) }
}
