import { findAbsence } from '../absence.ts'
import { evidenceOfFlag, evidenceOfListing, evidenceOfUnit } from '../evidence.ts'
import { companyFactsOf, findCompleteList, listingsOf, sireneFactsOf } from '../facts-in-force.ts'
import { COMPANY_SEARCH, ESS_FRANCE_LIST, ESS_LAW } from '../references.ts'
import { AT_ANY_DATE, type Rule, type RuleSet } from '../rule.ts'
import type { FactName } from '../verdict.ts'

const byFlag: Rule = {
  id: 'ess-register-by-sirene-flag',
  perimeter: 'ess-register',
  outcome: 'yes',
  title: 'Entreprise marquée « économie sociale et solidaire » au répertoire SIRENE',
  reference: ESS_LAW,
  needs: ['ess-flag'],
  ...AT_ANY_DATE,
  find: (facts) => {
    const flagged = sireneFactsOf(facts).filter((fact) => fact.essFlag === 'O')
    return flagged.length > 0 ? flagged.map(evidenceOfFlag) : null
  },
}

const byEssFrance: Rule = {
  id: 'ess-register-by-ess-france',
  perimeter: 'ess-register',
  outcome: 'yes',
  title: "Entreprise présente dans la liste d'ESS France",
  reference: ESS_FRANCE_LIST,
  needs: ['ess-france-list'],
  ...AT_ANY_DATE,
  find: (facts) => {
    const listed = listingsOf(facts, 'ess-france')
    return listed.length > 0 ? listed.map(evidenceOfListing) : null
  },
}

const byCompanySearch: Rule = {
  id: 'ess-register-by-company-search',
  perimeter: 'ess-register',
  outcome: 'yes',
  title: "Entreprise de l'ESS selon l'annuaire de l'État (est_ess)",
  reference: COMPANY_SEARCH,
  needs: ['ess-flag', 'ess-france-list'],
  ...AT_ANY_DATE,
  find: (facts) => {
    const answers = companyFactsOf(facts).filter((fact) => fact.isEss === true)
    return answers.length > 0 ? answers.map(evidenceOfFlag) : null
  },
}

const notInRegister: Rule = {
  id: 'not-in-ess-register',
  perimeter: 'ess-register',
  outcome: 'no',
  title: "Entreprise non marquée « O » au répertoire SIRENE et absente de la liste complète d'ESS France",
  reference: ESS_FRANCE_LIST,
  needs: ['ess-flag', 'ess-france-list'],
  ...AT_ANY_DATE,
  find: (facts, { supplier }) => {
    const sirene = sireneFactsOf(facts)
    const absences = findAbsence('ess-france', facts, supplier)
    return sirene.length > 0 && absences.length > 0 ? [...sirene.map(evidenceOfFlag), ...absences] : null
  },
}

/** ESS as the State's company directory shows it: an empty flag is an answer here, since the directory shows nothing. */
export const ESS_REGISTER_RULE_SET: RuleSet = {
  rules: [byFlag, byEssFrance, byCompanySearch, notInRegister],
  findGaps: (facts, { supplier }) => {
    const sirene = sireneFactsOf(facts)
    const missing: FactName[] = []
    if (sirene.length === 0) missing.push('ess-flag')
    if (!findCompleteList(supplier, 'ess-france', ['ess'])) missing.push('ess-france-list')
    const answers = companyFactsOf(facts).flatMap((fact) =>
      fact.isFound ? [evidenceOfFlag(fact)] : evidenceOfUnit(fact),
    )
    return { missing, evidence: [...sirene.map(evidenceOfFlag), ...answers] }
  },
}
