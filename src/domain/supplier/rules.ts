import type { Rule, RuleSet } from './rule.ts'
import { ESS_REGISTER_RULE_SET } from './rules/ess-register-rules.ts'
import { ESS_RULE_SET } from './rules/ess-rules.ts'
import { ESS_WIDE_RULE_SET } from './rules/ess-wide-rules.ts'
import { ESUS_RULE_SET } from './rules/esus-rules.ts'
import { HANDICAP_RULE_SET, INCLUSIVE_RULE_SET, SIAE_RULE_SET } from './rules/structure-rules.ts'
import { PERIMETER_IDS, type PerimeterId } from './verdict.ts'

/** The rules each perimeter is decided by. */
export const RULE_SETS: Readonly<Record<PerimeterId, RuleSet>> = {
  ess: ESS_RULE_SET,
  'ess-register': ESS_REGISTER_RULE_SET,
  esus: ESUS_RULE_SET,
  siae: SIAE_RULE_SET,
  handicap: HANDICAP_RULE_SET,
  inclusive: INCLUSIVE_RULE_SET,
  'ess-wide': ESS_WIDE_RULE_SET,
}

/** Every rule, once, in the order of the perimeters. */
export const RULES: readonly Rule[] = PERIMETER_IDS.flatMap((perimeter) =>
  RULE_SETS[perimeter].rules.filter((rule) => rule.perimeter === perimeter),
)

/** The rule a stored verdict names; `null` for an id of another version of the rules. */
export function findRule(id: string): Rule | null {
  return RULES.find((rule) => rule.id === id) ?? null
}
