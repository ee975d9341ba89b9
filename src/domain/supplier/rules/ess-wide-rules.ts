import { isDenied } from '../decisions.ts'
import type { DecidablePerimeter, SupplierFact } from '../facts.ts'
import { ESS_LAW } from '../references.ts'
import { AT_ANY_DATE, decide, type Rule, type RuleContext, type RuleSet } from '../rule.ts'
import { ESS_RULE_SET } from './ess-rules.ts'
import { INCLUSIVE_RULE_SET } from './structure-rules.ts'

/** The rules by which a part answers yes, as long as no person says that it does not. */
const yesRulesOf = (part: DecidablePerimeter, { rules }: RuleSet): Rule[] =>
  rules
    .filter((rule) => rule.outcome === 'yes')
    .map((rule) => ({
      ...rule,
      find: (facts, context) => (isDenied(facts, part) ? null : rule.find(facts, context)),
    }))

const decideParts = (facts: readonly SupplierFact[], context: RuleContext) => [
  decide(ESS_RULE_SET, facts, context),
  decide(INCLUSIVE_RULE_SET, facts, context),
]

/** The only rule of its own: a yes is that of the part that gives it. */
const NEITHER_ESS_NOR_INCLUSIVE: Rule = {
  id: 'neither-ess-nor-inclusive',
  perimeter: 'ess-wide',
  outcome: 'no',
  title: "Ni entreprise de l'ESS, ni structure inclusive",
  reference: ESS_LAW,
  needs: ['legal-category', 'ess-flag', 'ess-france-list', 'esus-list', 'siae-list'],
  ...AT_ANY_DATE,
  find: (facts, context) => {
    const parts = decideParts(facts, context)
    const areAllNo = parts.every((part) => part.status === 'decided' && part.outcome === 'no')
    return areAllNo ? parts.flatMap((part) => part.evidence) : null
  },
}

/** The "vision large": ESS or inclusive, in three values. */
export const ESS_WIDE_RULE_SET: RuleSet = {
  rules: [
    ...yesRulesOf('ess', ESS_RULE_SET),
    ...yesRulesOf('inclusive', INCLUSIVE_RULE_SET),
    NEITHER_ESS_NOR_INCLUSIVE,
  ],
  findGaps: (facts, context) => {
    const open = decideParts(facts, context).filter((part) => part.status === 'undetermined')
    return {
      missing: [...new Set(open.flatMap((part) => part.missing))],
      evidence: open.flatMap((part) => part.evidence),
    }
  },
}
