import type { SupplierFact } from './facts.ts'
import type { ListedFact, SireneFact, StructureFact } from './facts-in-force.ts'
import { type LegalFamily, legalFamilyOf } from './legal-categories.ts'
import type { Evidence } from './verdict.ts'

const FAMILY_NAMES: Readonly<Record<LegalFamily, string>> = {
  association: 'association',
  foundation: 'fondation',
  mutual: 'mutuelle',
  cooperative: 'coopérative',
}

function evidenceOf(fact: Exclude<SupplierFact, { source: 'unusable-row' }>, value: string): Evidence {
  const { source, seenOn, validFrom, validTo } = fact
  return { source, value, seenOn, validFrom, validTo }
}

/** "catégorie juridique : 9220 (association)"; the family is left out when the category belongs to none. */
export function evidenceOfCategory(fact: SireneFact): Evidence {
  const { legalCategory } = fact
  if (legalCategory === null) return evidenceOf(fact, 'catégorie juridique : non renseignée')
  const family = legalFamilyOf(legalCategory)
  return evidenceOf(
    fact,
    `catégorie juridique : ${legalCategory}${family ? ` (${FAMILY_NAMES[family]})` : ''}`,
  )
}

/** "économie sociale et solidaire : O", `N` or "non renseigné". */
export function evidenceOfFlag(fact: SireneFact): Evidence {
  return evidenceOf(fact, `économie sociale et solidaire : ${fact.essFlag ?? 'non renseigné'}`)
}

/** "présent dans la liste d'ESS France" or "agrément ESUS". */
export function evidenceOfListing(fact: ListedFact): Evidence {
  return evidenceOf(fact, fact.source === 'esus' ? 'agrément ESUS' : "présent dans la liste d'ESS France")
}

/** "structure inclusive : EI"; marked when it is known of the legal unit only, not of the establishment. */
export function evidenceOfStructure(fact: StructureFact): Evidence {
  const evidence = evidenceOf(fact, `structure inclusive : ${fact.structureKind}`)
  return fact.level === 'legal-unit' ? { ...evidence, isFromLegalUnit: true } : evidence
}
