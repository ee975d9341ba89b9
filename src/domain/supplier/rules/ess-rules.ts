import { isDenied } from '../decisions.ts'
import { evidenceOfCategory, evidenceOfFlag, evidenceOfListing } from '../evidence.ts'
import type { SupplierFact } from '../facts.ts'
import { companyFactsOf, listingsOf, sireneFactsOf, unitFactsOf } from '../facts-in-force.ts'
import { legalFamilyOf } from '../legal-categories.ts'
import { COMPANY_SEARCH, ESS_LAW, ESUS_AGREEMENT } from '../references.ts'
import { AT_ANY_DATE, type Rule, type RuleSet } from '../rule.ts'
import type { Evidence } from '../verdict.ts'
import { findWhatEssLacks, NOT_ESS_RULES } from './not-ess-rules.ts'
import { personRules } from './person-rules.ts'

/** `evidence`, then the SIRENE `N` that says the contrary; `null` without evidence. */
function withContraryFlag(evidence: readonly Evidence[], facts: readonly SupplierFact[]): Evidence[] | null {
  const contrary = sireneFactsOf(facts).filter((fact) => fact.essFlag === 'N')
  return evidence.length > 0 ? [...evidence, ...contrary.map(evidenceOfFlag)] : null
}

const byLegalForm: Rule = {
  id: 'ess-by-legal-form',
  perimeter: 'ess',
  outcome: 'yes',
  title: 'ESS par la forme juridique : association, fondation, mutuelle ou coopérative',
  reference: ESS_LAW,
  needs: ['legal-category'],
  ...AT_ANY_DATE,
  find: (facts) => {
    const byForm = unitFactsOf(facts).filter((fact) => legalFamilyOf(fact.legalCategory ?? '') !== null)
    return withContraryFlag(byForm.map(evidenceOfCategory), facts)
  },
}

const bySireneFlag: Rule = {
  id: 'ess-by-sirene-flag',
  perimeter: 'ess',
  outcome: 'yes',
  title: 'Entreprise marquée « économie sociale et solidaire » au répertoire SIRENE',
  reference: ESS_LAW,
  needs: ['ess-flag'],
  ...AT_ANY_DATE,
  find: (facts) => {
    const flagged = sireneFactsOf(facts).filter((fact) => fact.essFlag === 'O')
    return withContraryFlag(flagged.map(evidenceOfFlag), facts)
  },
}

const byEssFrance: Rule = {
  id: 'ess-by-ess-france',
  perimeter: 'ess',
  outcome: 'yes',
  title: "Entreprise présente dans la liste d'ESS France",
  reference: ESS_LAW,
  needs: ['ess-france-list'],
  ...AT_ANY_DATE,
  find: (facts) => {
    const listed = listingsOf(facts, 'ess-france')
    return withContraryFlag(listed.map(evidenceOfListing), facts)
  },
}

const byCress: Rule = {
  id: 'ess-by-cress',
  perimeter: 'ess',
  outcome: 'yes',
  title: "Entreprise présente dans la liste d'une chambre régionale de l'ESS (CRESS)",
  reference: ESS_LAW,
  needs: ['ess-france-list'],
  ...AT_ANY_DATE,
  find: (facts) => {
    const listed = listingsOf(facts, 'cress')
    return withContraryFlag(listed.map(evidenceOfListing), facts)
  },
}

const byCompanySearch: Rule = {
  id: 'ess-by-company-search',
  perimeter: 'ess',
  outcome: 'yes',
  title:
    "Entreprise de l'ESS selon l'annuaire de l'État : marquée « O » ou présente dans la liste d'ESS France",
  reference: COMPANY_SEARCH,
  needs: ['ess-flag', 'ess-france-list'],
  ...AT_ANY_DATE,
  find: (facts) => {
    const answers = companyFactsOf(facts).filter((fact) => fact.isEss === true)
    return withContraryFlag(answers.map(evidenceOfFlag), facts)
  },
}

const byEsus: Rule = {
  id: 'ess-by-esus',
  perimeter: 'ess',
  outcome: 'yes',
  title: "Agrément ESUS en vigueur, réservé aux entreprises de l'ESS",
  reference: ESUS_AGREEMENT,
  needs: ['esus-list'],
  ...AT_ANY_DATE,
  find: (facts) => {
    const agreements = isDenied(facts, 'esus') ? [] : listingsOf(facts, 'esus')
    return withContraryFlag(agreements.map(evidenceOfListing), facts)
  },
}

/** ESS in the sense of article 1 of the law of 31 July 2014. */
export const ESS_RULE_SET: RuleSet = {
  rules: [
    ...personRules('ess', ESS_LAW),
    byLegalForm,
    bySireneFlag,
    byEssFrance,
    byCress,
    byCompanySearch,
    byEsus,
    ...NOT_ESS_RULES,
  ],
  findGaps: findWhatEssLacks,
}
