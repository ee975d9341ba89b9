import type { LegalReference } from '../supplier/references.ts'
import { procurementArticle } from './insertion-references.ts'

/** Why a contract carries insertion: its clause may rest on several at once. `reference`: `null` where the sources name no article. */
export type ClauseBasis = { title: string; reference: LegalReference | null }

export const CLAUSE_BASES = {
  'execution-condition': {
    title: 'Condition d’exécution',
    reference: procurementArticle('L2112-2', 'conditions d’exécution'),
  },
  'award-criterion': {
    title: 'Critère d’attribution',
    reference: procurementArticle('L2152-7', 'critères d’attribution'),
  },
  'reserved-ea-esat': {
    title: 'Marché réservé aux EA et ESAT',
    reference: procurementArticle('L2113-12', 'marchés réservés, 50 % au moins de travailleurs handicapés'),
  },
  'reserved-siae': {
    title: 'Marché réservé aux SIAE',
    reference: procurementArticle('L2113-13', 'marchés réservés, 50 % au moins de travailleurs défavorisés'),
  },
  'reserved-prison': {
    title: 'Marché réservé au travail en détention',
    reference: procurementArticle('L2113-13-1', 'marchés réservés, établissements pénitentiaires'),
  },
  'reserved-joint': {
    title: 'Marché réservé conjointement',
    reference: procurementArticle('L2113-14', 'marchés réservés conjointement'),
  },
  'reserved-ess': {
    title: 'Marché réservé à l’ESS (services sociaux, de santé ou culturels seulement)',
    reference: procurementArticle('L2113-15', 'services sociaux, de santé ou culturels réservés à l’ESS'),
  },
  'insertion-service': {
    title: 'Service d’insertion, objet du marché',
    reference: procurementArticle('R2123-1', 'services sociaux et autres services spécifiques'),
  },
  'pupil-training': { title: 'Clause de formation sous statut scolaire', reference: null },
} as const satisfies Record<string, ClauseBasis>

export type ClauseBasisId = keyof typeof CLAUSE_BASES
export const CLAUSE_BASIS_IDS = Object.keys(CLAUSE_BASES) as readonly ClauseBasisId[]

/** Whom a reservation is for. */
export const BENEFICIARIES = {
  ea: 'Entreprises adaptées',
  esat: 'ESAT',
  siae: 'SIAE',
  prison: 'Travail en détention',
  ess: 'Structures de l’ESS',
} as const
export type BeneficiaryId = keyof typeof BENEFICIARIES
export const BENEFICIARY_IDS = Object.keys(BENEFICIARIES) as readonly BeneficiaryId[]

/** The bases that reserve a contract, with those it may be reserved to. */
export const BENEFICIARIES_OF_BASIS: Partial<Record<ClauseBasisId, readonly BeneficiaryId[]>> = {
  'reserved-ea-esat': ['ea', 'esat'],
  'reserved-siae': ['siae'],
  'reserved-prison': ['prison'],
  'reserved-joint': ['ea', 'esat', 'siae', 'prison'],
  'reserved-ess': ['ess'],
}
