import type { IsoDate } from '../dates/iso-date.ts'

/** A text a rule rests on, shown beside the figure. `checkedOn`: the day the text was last read for the rule. */
export type LegalReference = { title: string; url: string; checkedOn: IsoDate }

const CHECKED_ON: IsoDate = '2026-11-23'

const LABOUR_CODE = 'https://www.legifrance.gouv.fr/codes/article_lc'
const PROCUREMENT_CODE = 'https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000037701019/'

/** Definition of the ESS: legal forms, and commercial companies registered as such. */
export const ESS_LAW: LegalReference = {
  title: "Loi n° 2014-856 du 31 juillet 2014 relative à l'économie sociale et solidaire, article 1er",
  url: 'https://www.legifrance.gouv.fr/loda/id/JORFTEXT000029313296',
  checkedOn: CHECKED_ON,
}

/** The national list of ESS enterprises, published by ESS France: a source, not a text of law. */
export const ESS_FRANCE_LIST: LegalReference = {
  title: "Liste des entreprises de l'ESS, ESS France (data.gouv.fr)",
  url: 'https://www.data.gouv.fr/fr/datasets/liste-des-entreprises-de-less',
  checkedOn: CHECKED_ON,
}

/** The State's company directory, asked unit by unit: a source, not a text of law. */
export const COMPANY_SEARCH: LegalReference = {
  title: "API Recherche d'entreprises, champ est_ess (annuaire des entreprises de l'État)",
  url: 'https://www.data.gouv.fr/dataservices/api-recherche-dentreprises/',
  checkedOn: CHECKED_ON,
}

/** ESUS agreement. Read in the version in force since 1 January 2025. */
export const ESUS_AGREEMENT: LegalReference = {
  title: "Code du travail, article L3332-17-1 (agrément « entreprise solidaire d'utilité sociale »)",
  url: `${LABOUR_CODE}/LEGIARTI000049720096`,
  checkedOn: CHECKED_ON,
}

/** Structures of integration through economic activity: EI, ETTI, AI, ACI. */
export const SIAE_STRUCTURES: LegalReference = {
  title: "Code du travail, article L5132-4 (structures d'insertion par l'activité économique)",
  url: `${LABOUR_CODE}/LEGIARTI000006903498`,
  checkedOn: CHECKED_ON,
}

/** Adapted enterprises, temporary work ones included. */
export const ADAPTED_ENTERPRISES: LegalReference = {
  title: 'Code du travail, article L5213-13 (entreprises adaptées)',
  url: `${LABOUR_CODE}/LEGIARTI000048590294`,
  checkedOn: CHECKED_ON,
}

/** Employers' groups, among them the GEIQ. */
export const EMPLOYERS_GROUPS: LegalReference = {
  title: "Code du travail, article L1253-1 (groupements d'employeurs, dont les GEIQ)",
  url: `${LABOUR_CODE}/LEGIARTI000028698745`,
  checkedOn: CHECKED_ON,
}

/** Contracts that may be reserved to the EA and ESAT (L2113-12), to the SIAE (L2113-13). */
export const RESERVED_CONTRACTS: LegalReference = {
  title: 'Code de la commande publique, articles L2113-12 et L2113-13 (marchés réservés)',
  url: PROCUREMENT_CODE,
  checkedOn: CHECKED_ON,
}

/** Contracts that may be reserved to structures of the handicap sector. */
export const CONTRACTS_RESERVED_TO_HANDICAP: LegalReference = {
  title: 'Code de la commande publique, article L2113-12 (marchés réservés aux EA et aux ESAT)',
  url: PROCUREMENT_CODE,
  checkedOn: CHECKED_ON,
}

/** Indicators of the SPASER: ESUS enterprises, and enterprises employing disadvantaged or vulnerable people. */
export const SPASER_INDICATORS: LegalReference = {
  title: 'Code de la commande publique, article L2111-3 (indicateurs du SPASER)',
  url: PROCUREMENT_CODE,
  checkedOn: CHECKED_ON,
}

/** Where social and environmental considerations enter a contract: conditions of execution (L2112-2), award criteria (L2152-7). */
export const CONSIDERATIONS: LegalReference = {
  title:
    'Code de la commande publique, articles L2112-2 (conditions d’exécution) et L2152-7 (critères d’attribution)',
  url: PROCUREMENT_CODE,
  checkedOn: CHECKED_ON,
}

/** Every contract that may be reserved by the status of those who answer. */
export const ALL_RESERVED_CONTRACTS: LegalReference = {
  title: 'Code de la commande publique, articles L2113-12 à L2113-15 (marchés réservés)',
  url: PROCUREMENT_CODE,
  checkedOn: CHECKED_ON,
}

/** Acts of subcontracting. */
export const SUBCONTRACTING: LegalReference = {
  title: 'Code de la commande publique, articles L2193-1 et suivants (sous-traitance)',
  url: PROCUREMENT_CODE,
  checkedOn: CHECKED_ON,
}

/** What buyers have to publish of each contract. */
export const ESSENTIAL_DATA: LegalReference = {
  title: 'Code de la commande publique, article L2196-2 (données essentielles des marchés)',
  url: PROCUREMENT_CODE,
  checkedOn: CHECKED_ON,
}
