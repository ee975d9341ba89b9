import { BAND_TITLES } from './amount-band.ts'
import { UNKNOWN_KEY } from './contract-filters.ts'
import { PROCEDURE_TITLES } from './procedure.ts'
import { CATEGORY_TITLES } from './purchase-category.ts'

/** What a figure can be broken down by. */
export const BREAKDOWN_IDS = [
  'year',
  'quarter',
  'buyer',
  'kind',
  'procedure',
  'category',
  'cpv-division',
  'amount',
  'perimeter',
] as const
export type BreakdownId = (typeof BREAKDOWN_IDS)[number]

/** Breakdowns along time: a contract without a usable day has no place in them. */
export const isDatedBreakdown = (id: BreakdownId): boolean => id === 'year' || id === 'quarter'

/** Each breakdown as an agent reads it. */
export const BREAKDOWN_TITLES: Readonly<Record<BreakdownId, string>> = {
  year: 'année de notification',
  quarter: 'trimestre de notification',
  buyer: 'acheteur',
  kind: 'nature du contrat',
  procedure: 'procédure',
  category: 'travaux, fournitures ou services',
  'cpv-division': 'division CPV',
  amount: 'tranche de montant',
  perimeter: 'périmètre des titulaires',
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
  amount: BAND_TITLES,
}

/** A row as an agent reads it: the title of its key, or the key itself where it speaks (a year, a CPV division). */
export function labelOf(id: BreakdownId, key: string): string {
  if (key === UNKNOWN_KEY && LABELS[id] === undefined) return 'Inconnu'
  return LABELS[id]?.[key] ?? key
}
