import { AMOUNT_FLAG_TITLES, AMOUNT_FLAGS } from '../money/amount-flag.ts'
import { FAMILY_TITLES } from '../supplier/latest-legal-family.ts'
import { PERIMETERS } from '../supplier/perimeters.ts'
import { PERIMETER_IDS } from '../supplier/verdict.ts'
import { BAND_TITLES } from './amount-band.ts'
import { NONE_KEY, UNKNOWN_KEY } from './contract-filters.ts'
import { CPV_DIVISION_TITLES } from './cpv-division.ts'
import { OUTSIDE_PHASES } from './phase.ts'
import { PROCEDURE_TITLES } from './procedure.ts'
import { PROXIMITY_TITLES } from './proximity.ts'
import { CATEGORY_TITLES } from './purchase-category.ts'
import { TRANSITION_TITLES } from './transition.ts'

/** What a figure can be broken down by. */
export const BREAKDOWN_IDS = [
  'year',
  'quarter',
  'phase',
  'buyer',
  'kind',
  'procedure',
  'category',
  'cpv-division',
  'amount',
  'amount-flag',
  'perimeter',
  'family',
  'department',
  'proximity',
  'tag',
  'transition',
] as const
export type BreakdownId = (typeof BREAKDOWN_IDS)[number]

/** Breakdowns along time: a contract without a usable day has no place in them. */
export const isDatedBreakdown = (id: BreakdownId): boolean =>
  id === 'year' || id === 'quarter' || id === 'phase'

/** Each breakdown as an agent reads it. */
export const BREAKDOWN_TITLES: Readonly<Record<BreakdownId, string>> = {
  year: 'année de notification',
  quarter: 'trimestre de notification',
  phase: 'phase du plan',
  buyer: 'acheteur',
  kind: 'nature du contrat',
  procedure: 'procédure',
  category: 'travaux, fournitures ou services',
  'cpv-division': 'division CPV',
  amount: 'tranche de montant',
  'amount-flag': 'état du montant',
  perimeter: 'périmètre des titulaires',
  family: 'famille juridique des titulaires',
  department: 'département des titulaires',
  proximity: 'proximité des titulaires',
  tag: 'étiquette',
  transition: 'transition',
}

const KIND_TITLES = {
  contract: 'Marché',
  framework: 'Accord-cadre',
  'call-off': 'Marché subséquent',
  concession: 'Concession',
}

const LABELS: Readonly<Partial<Record<BreakdownId, Readonly<Record<string, string>>>>> = {
  kind: KIND_TITLES,
  procedure: PROCEDURE_TITLES,
  category: CATEGORY_TITLES,
  'cpv-division': CPV_DIVISION_TITLES,
  amount: BAND_TITLES,
  'amount-flag': {
    usable: 'Montant utilisable',
    ...Object.fromEntries(AMOUNT_FLAGS.map((flag) => [flag, `Montant ${AMOUNT_FLAG_TITLES[flag]}`])),
  },
  perimeter: {
    ...Object.fromEntries(PERIMETER_IDS.map((perimeter) => [perimeter, PERIMETERS[perimeter].title])),
    none: 'Aucun périmètre',
    undetermined: 'Indéterminé',
  },
  family: FAMILY_TITLES,
  proximity: PROXIMITY_TITLES,
  tag: { [NONE_KEY]: 'Sans étiquette' },
  transition: TRANSITION_TITLES,
  phase: { [OUTSIDE_PHASES]: 'Hors de toute phase' },
}

/** The order of the rows: that of the vocabulary where there is one, else that of the keys; what is not known comes last. */
export function compareKeys(id: BreakdownId, a: string, b: string): number {
  const order = Object.keys(LABELS[id] ?? {})
  const rankOf = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length)
  const isLast = (key: string) => key === UNKNOWN_KEY || key === NONE_KEY || key === OUTSIDE_PHASES
  if (isLast(a) !== isLast(b)) return isLast(a) ? 1 : -1
  return rankOf(a) - rankOf(b) || (a < b ? -1 : Number(a > b))
}

/** A row as an agent reads it: the title of its key, or the key itself where it speaks (a year, a CPV division). */
export function labelOf(id: BreakdownId, key: string): string {
  return LABELS[id]?.[key] ?? (key === UNKNOWN_KEY ? 'Inconnu' : key)
}
