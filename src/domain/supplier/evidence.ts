import type { Decision } from './decisions.ts'
import type { Validity } from './facts.ts'
import type { CompanyFact, ListedFact, StructureFact, UnitFact } from './facts-in-force.ts'
import { type LegalFamily, legalFamilyOf } from './legal-categories.ts'
import { type Evidence, type EvidenceSource, OUTCOME_WORDS } from './verdict.ts'

const FAMILY_NAMES: Readonly<Record<LegalFamily, string>> = {
  association: 'association',
  foundation: 'fondation',
  mutual: 'mutuelle',
  cooperative: 'coopérative',
}

type Dated = Validity & { source: EvidenceSource; seenOn: string }

function evidenceOf(fact: Dated, value: string): Evidence {
  const { source, seenOn, validFrom, validTo } = fact
  return { source, value, seenOn, validFrom, validTo }
}

/** "catégorie juridique : 9220 (association)"; the family is left out when the category belongs to none. */
export function evidenceOfCategory(fact: UnitFact): Evidence {
  const { legalCategory } = fact
  if (legalCategory === null) return evidenceOf(fact, 'catégorie juridique : non renseignée')
  const family = legalFamilyOf(legalCategory)
  return evidenceOf(
    fact,
    `catégorie juridique : ${legalCategory}${family ? ` (${FAMILY_NAMES[family]})` : ''}`,
  )
}

const ANSWERS = {
  true: "entreprise de l'ESS selon l'annuaire (est_ess : vrai)",
  false: "non trouvée parmi les entreprises de l'ESS (est_ess : faux), ce qui n'est pas « non »",
  null: "est_ess non renseigné par l'annuaire",
} as const

/** "économie sociale et solidaire : O", `N` or "non renseigné"; or what the directory answers as `est_ess`. */
export function evidenceOfFlag(fact: UnitFact): Evidence {
  if (fact.source === 'company-search') return evidenceOf(fact, ANSWERS[`${fact.isEss}`])
  return evidenceOf(fact, `économie sociale et solidaire : ${fact.essFlag ?? 'non renseigné'}`)
}

/** The category and the flag that a statement gives; a unit that the directory does not know has one sentence. */
export function evidenceOfUnit(fact: UnitFact): Evidence[] {
  if (fact.source === 'company-search' && !fact.isFound)
    return [evidenceOf(fact, "entreprise introuvable dans l'annuaire (inconnue ou non diffusible)")]
  return [evidenceOfCategory(fact), evidenceOfFlag(fact)]
}

/** "structure inclusive, type non précisé": the directory answers `est_siae` without a kind. */
export function evidenceOfUnknownStructure(fact: CompanyFact): Evidence {
  return { ...evidenceOf(fact, 'structure inclusive, type non précisé'), isFromLegalUnit: true }
}

/** The directory answers `est_siae: false`: not found there, and no "no". */
export function evidenceOfNoStructure(fact: CompanyFact): Evidence {
  return evidenceOf(fact, 'non trouvée parmi les structures inclusives (est_siae : faux)')
}

const LISTED = {
  'ess-france': "présent dans la liste d'ESS France",
  cress: 'présent dans la liste d’une chambre régionale (CRESS)',
  esus: 'agrément ESUS',
} as const

/** "présent dans la liste d'ESS France", that of a CRESS, or "agrément ESUS". */
export function evidenceOfListing(fact: ListedFact): Evidence {
  return evidenceOf(fact, LISTED[fact.source])
}

/** "structure inclusive : EI"; marked when it is known of the legal unit only, not of the establishment. */
export function evidenceOfStructure(fact: StructureFact): Evidence {
  const evidence = evidenceOf(fact, `structure inclusive : ${fact.structureKind}`)
  return fact.level === 'legal-unit' ? { ...evidence, isFromLegalUnit: true } : evidence
}

/** "décision n° 4 de C. Martin (ess : non) : ce n'est plus une SCOP — pièce : courrier du 3 mars 2026" */
export function evidenceOfDecision(fact: Decision): Evidence {
  const { decision, author, perimeter, outcome, reason, document } = fact
  return evidenceOf(
    fact,
    `décision n° ${decision} de ${author} (${perimeter} : ${OUTCOME_WORDS[outcome]}) : ${reason} — pièce : ${document}`,
  )
}
