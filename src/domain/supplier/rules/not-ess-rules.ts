import { findAbsence } from '../absence.ts'
import { evidenceOfCategory, evidenceOfFlag, evidenceOfUnit } from '../evidence.ts'
import type { SupplierFact } from '../facts.ts'
import { findCompleteList, sireneFactsOf, type UnitFact, unitFactsOf } from '../facts-in-force.ts'
import { isOutsideEssFamilies } from '../legal-categories.ts'
import { ESS_LAW } from '../references.ts'
import { AT_ANY_DATE, type Gaps, type Rule, type RuleContext } from '../rule.ts'
import type { FactName } from '../verdict.ts'

/** The statements when they settle that the form is not one of the ESS; empty when it is unknown or doubtful. */
function factsOutsideEss(facts: readonly SupplierFact[]): UnitFact[] {
  const known = unitFactsOf(facts).filter((fact) => fact.source === 'sirene' || fact.isFound)
  const categories = known.flatMap((fact) => fact.legalCategory ?? [])
  const isSettled = categories.length > 0 && categories.every(isOutsideEssFamilies)
  return isSettled ? known : []
}

const bySirene: Rule = {
  id: 'not-ess-by-sirene',
  perimeter: 'ess',
  outcome: 'no',
  title: "Forme juridique hors de l'ESS et réponse « N » au répertoire SIRENE",
  reference: ESS_LAW,
  needs: ['legal-category', 'ess-flag'],
  ...AT_ANY_DATE,
  find: (facts) => {
    const outside = factsOutsideEss(facts)
    const refusals = outside.filter((fact) => fact.source === 'sirene' && fact.essFlag === 'N')
    return refusals.length > 0 ? [...outside.map(evidenceOfCategory), ...refusals.map(evidenceOfFlag)] : null
  },
}

const byAbsence: Rule = {
  id: 'not-ess-by-absence',
  perimeter: 'ess',
  outcome: 'no',
  title: "Forme juridique hors de l'ESS et absence d'une liste complète d'entreprises de l'ESS",
  reference: ESS_LAW,
  needs: ['legal-category', 'ess-france-list', 'esus-list'],
  ...AT_ANY_DATE,
  find: (facts, { supplier }) => {
    const outside = factsOutsideEss(facts)
    const absences = [...findAbsence('ess-france', facts, supplier), ...findAbsence('esus', facts, supplier)]
    if (outside.length === 0 || absences.length === 0) return null
    return [...outside.flatMap(evidenceOfUnit), ...absences]
  },
}

/** The rules that answer no: a commercial company is ESS only when registered as such. */
export const NOT_ESS_RULES: readonly Rule[] = [bySirene, byAbsence]

/** What would settle the question: a category known and not doubtful, the flag, the lists not imported; with what is known. */
export function findWhatEssLacks(facts: readonly SupplierFact[], { supplier }: RuleContext): Gaps {
  const sirene = sireneFactsOf(facts)
  const missing: FactName[] = []
  if (factsOutsideEss(facts).length === 0) missing.push('legal-category')
  if (sirene.every((fact) => fact.essFlag === null)) missing.push('ess-flag')
  if (!findCompleteList(supplier, 'ess-france', ['ess'])) missing.push('ess-france-list')
  if (!findCompleteList(supplier, 'esus', ['esus'])) missing.push('esus-list')
  return { missing, evidence: unitFactsOf(facts).flatMap(evidenceOfUnit) }
}
