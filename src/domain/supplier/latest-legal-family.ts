import type { SupplierFact } from './facts.ts'
import { unitFactsOf } from './facts-in-force.ts'
import { isOutsideEssFamilies, isPublicBody, type LegalFamily, legalFamilyOf } from './legal-categories.ts'

/** A legal family, or why there is none: another form, a form that decides nothing by itself, a form not known. */
export type KnownFamily = LegalFamily | 'company' | 'public-body' | 'other' | 'doubtful' | 'unknown'
export const KNOWN_FAMILIES = [
  'association',
  'foundation',
  'mutual',
  'cooperative',
  'company',
  'public-body',
  'other',
  'doubtful',
  'unknown',
] as const satisfies readonly KnownFamily[]

/** Each family as an agent reads it. A cooperative in SAS form (SCOP, SCIC) shows the category of any SAS. */
export const FAMILY_TITLES: Readonly<Record<KnownFamily, string>> = {
  association: 'Associations',
  foundation: 'Fondations',
  mutual: 'Mutuelles',
  cooperative: 'Coopératives (hors SCOP et SCIC en SAS)',
  company: 'Sociétés commerciales (dont SCOP et SCIC en SAS)',
  'public-body': 'Personnes publiques',
  other: 'Autres formes',
  doubtful: 'Formes qui ne décident de rien',
  unknown: 'Forme inconnue',
}

/** INSEE level 1: 5 is commercial companies, 7 public bodies. */
function otherFormOf(category: string): KnownFamily {
  if (!isOutsideEssFamilies(category)) return 'doubtful'
  if (isPublicBody(category)) return 'public-body'
  return category.startsWith('5') ? 'company' : 'other'
}

/** The family of the legal category that was seen last among those still in force; `unknown` without any. */
export function latestLegalFamily(facts: readonly SupplierFact[]): KnownFamily {
  const category = unitFactsOf(facts)
    .filter((fact) => fact.legalCategory !== null)
    .sort((one, other) => lastDayOf(one).localeCompare(lastDayOf(other)))
    .at(-1)?.legalCategory
  if (!category) return 'unknown'
  return legalFamilyOf(category) ?? otherFormOf(category)
}

/** The last day a fact is known to hold, then the day it was seen: a closed fact comes before the one that took its place. */
const lastDayOf = ({ validTo, seenOn }: { validTo: string | null; seenOn: string }) =>
  `${validTo ?? '9999-12-31'} ${seenOn}`
