import type { ContractCriteria } from '../domain/contract-filter/contract-filters.ts'

/** The criteria that hold on every part of a study: what a contract is, whoever holds it and whenever it ends. */
export type StudyCriteria = Omit<
  ContractCriteria,
  'endsFrom' | 'endsTo' | 'holderPerimeters' | 'holderFamilies' | 'holderDepartments' | 'proximities'
>

const DAYS =
  'l’étude a ses propres jours, dits par ses années d’historique (years) et ses mois à venir (months)'
const HOLDERS =
  'l’étude suppose que des marchés changent de titulaire, et un choix de titulaires ne vaudrait plus pour les suivants'

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
