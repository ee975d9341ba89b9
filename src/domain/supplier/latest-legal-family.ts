import type { SupplierFact } from './facts.ts'
import { unitFactsOf } from './facts-in-force.ts'
import { isOutsideEssFamilies, type LegalFamily, legalFamilyOf } from './legal-categories.ts'

/** A legal family, or why there is none: another form, a form that decides nothing by itself, a form not known. */
export type KnownFamily = LegalFamily | 'other' | 'doubtful' | 'unknown'
export const KNOWN_FAMILIES = [
  'association',
  'foundation',
  'mutual',
  'cooperative',
  'other',
  'doubtful',
  'unknown',
] as const satisfies readonly KnownFamily[]

/** The family of the legal category that was seen last among those still in force; `unknown` without any. */
export function latestLegalFamily(facts: readonly SupplierFact[]): KnownFamily {
  const category = unitFactsOf(facts)
    .filter((fact) => fact.legalCategory !== null)
    .sort((one, other) => lastDayOf(one).localeCompare(lastDayOf(other)))
    .at(-1)?.legalCategory
  if (!category) return 'unknown'
  return legalFamilyOf(category) ?? (isOutsideEssFamilies(category) ? 'other' : 'doubtful')
}

/** The last day a fact is known to hold, then the day it was seen: a closed fact comes before the one that took its place. */
const lastDayOf = ({ validTo, seenOn }: { validTo: string | null; seenOn: string }) =>
  `${validTo ?? '9999-12-31'} ${seenOn}`

/** Each family as an agent reads it. */
export const FAMILY_TITLES: Readonly<Record<KnownFamily, string>> = {
  association: 'Association',
  foundation: 'Fondation',
  mutual: 'Mutuelle',
  cooperative: 'Coopérative',
  other: 'Société commerciale ou autre forme',
  doubtful: 'Forme qui ne décide pas à elle seule',
  unknown: 'Forme inconnue',
}
