import type { FactName } from './verdict.ts'

/** Each fact as an agent reads it after "il manque". */
export const FACT_TITLES: Readonly<Record<FactName, string>> = {
  siren: 'le SIREN du titulaire',
  'legal-category': 'sa catégorie juridique',
  'ess-flag': 'l’indicateur ESS de SIRENE',
  'ess-france-list': 'la liste d’ESS France',
  'esus-list': 'la liste des agréments ESUS',
  'siae-list': 'la liste des structures inclusives',
  'establishment-status': 'le statut de cet établissement',
  'usable-list-row': 'une ligne utilisable de la liste qui le nomme',
  'notification-date': 'la date de notification',
  decision: 'une décision de votre service',
}
