import type { ContractCriteria } from '../domain/contract-filter/contract-filters.ts'

/** The criteria that hold on every part of a study: what a contract is, whoever holds it and whenever it ends. */
export type StudyCriteria = Pick<
  ContractCriteria,
  'kinds' | 'procedures' | 'cpv' | 'categories' | 'amounts' | 'tags' | 'transitions'
>

const DAYS =
  'l’étude a ses propres jours : les années d’historique (years), et les mois à venir comme passés (months)'
const HOLDERS =
  'l’étude suppose que des marchés changent de titulaire : un choix de titulaires ne vaudrait plus pour les suivants'

/** The other filters on contracts, by their parameter, and why a study takes none of them. */
export const REFUSED_FILTERS = {
  from: DAYS,
  to: DAYS,
  endsFrom: DAYS,
  endsTo: DAYS,
  holderPerimeter: HOLDERS,
  holderFamily: HOLDERS,
  holderDepartment: HOLDERS,
  proximity: HOLDERS,
} as const satisfies Readonly<Record<string, string>>
export type RefusedFilter = keyof typeof REFUSED_FILTERS
