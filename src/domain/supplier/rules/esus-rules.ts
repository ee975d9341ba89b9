import { findAbsence } from '../absence.ts'
import { evidenceOfListing } from '../evidence.ts'
import { hasUnusableRow, listingsOf } from '../facts-in-force.ts'
import { ESUS_AGREEMENT } from '../references.ts'
import { AT_ANY_DATE, type Rule, type RuleSet } from '../rule.ts'
import { personRules } from './person-rules.ts'

const byAgreement: Rule = {
  id: 'esus-by-agreement',
  perimeter: 'esus',
  outcome: 'yes',
  title: 'Agrément ESUS en vigueur à la date de notification, premier et dernier jours compris',
  reference: ESUS_AGREEMENT,
  needs: ['esus-list'],
  ...AT_ANY_DATE,
  find: (facts) => {
    const agreements = listingsOf(facts, 'esus')
    return agreements.length > 0 ? agreements.map(evidenceOfListing) : null
  },
}

const notAgreed: Rule = {
  id: 'not-esus-by-absence',
  perimeter: 'esus',
  outcome: 'no',
  title: "Pas d'agrément ESUS en vigueur à la date de notification dans la liste complète",
  reference: ESUS_AGREEMENT,
  needs: ['esus-list'],
  ...AT_ANY_DATE,
  find: (facts, { supplier }) => {
    const absences = findAbsence('esus', facts, supplier)
    return absences.length > 0 ? absences : null
  },
}

/** Holders of the ESUS agreement. */
export const ESUS_RULE_SET: RuleSet = {
  rules: [...personRules('esus', ESUS_AGREEMENT), byAgreement, notAgreed],
  findGaps: (_, { supplier }) => ({
    missing: [hasUnusableRow(supplier, 'esus') ? 'usable-list-row' : 'esus-list'],
    evidence: [],
  }),
}
