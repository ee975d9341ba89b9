import { findStructureAbsence } from '../absence.ts'
import { isDenied } from '../decisions.ts'
import { evidenceOfStructure, evidenceOfUnknownStructure } from '../evidence.ts'
import type { DecidablePerimeter, ListCoverage, StructureKind, SupplierFact } from '../facts.ts'
import {
  hasUnusableStructureRow,
  type StructureFact,
  structureFactsOf,
  unknownStructuresOf,
} from '../facts-in-force.ts'
import type { LegalReference } from '../references.ts'
import { CONTRACTS_RESERVED_TO_HANDICAP, SIAE_STRUCTURES, SPASER_INDICATORS } from '../references.ts'
import { AT_ANY_DATE, type Rule, type RuleSet } from '../rule.ts'
import { belongsToOneEstablishment, HANDICAP_KINDS, INCLUSIVE_KINDS, SIAE_KINDS } from '../structure-kinds.ts'
import type { Evidence } from '../verdict.ts'
import { personRules } from './person-rules.ts'

type StructurePerimeter = {
  perimeter: DecidablePerimeter
  /** The perimeter in French, in a sentence: "structure d'insertion". */
  name: string
  kinds: readonly StructureKind[]
  /** Lists whose silence is a no. */
  coverages: readonly ListCoverage[]
  reference: LegalReference
}

const evidenceOrNull = (facts: readonly StructureFact[]): Evidence[] | null =>
  facts.length > 0 ? facts.map(evidenceOfStructure) : null

/** Facts known of the legal unit only, on a status that stays with one establishment: neither a yes nor a no. */
const openQuestions = (facts: readonly StructureFact[]) =>
  facts.filter((fact) => fact.level === 'legal-unit' && belongsToOneEstablishment(fact.structureKind))

/** The kinds that no person denies: those of a perimeter decided "no" do not make the supplier inclusive either. */
function kindsBelieved(
  kinds: readonly StructureKind[],
  facts: readonly SupplierFact[],
): readonly StructureKind[] {
  const denied: readonly StructureKind[] = [
    ...(isDenied(facts, 'siae') ? SIAE_KINDS : []),
    ...(isDenied(facts, 'handicap') ? HANDICAP_KINDS : []),
  ]
  return kinds.filter((kind) => !denied.includes(kind))
}

function structureRuleSet({ perimeter, name, kinds, coverages, reference }: StructurePerimeter): RuleSet {
  const ofPerimeter = (facts: readonly SupplierFact[]) => {
    const believed = kindsBelieved(kinds, facts)
    return structureFactsOf(facts).filter((fact) => believed.includes(fact.structureKind))
  }
  const common = { perimeter, reference, ...AT_ANY_DATE }
  const rules: readonly Rule[] = [
    ...personRules(perimeter, reference),
    {
      ...common,
      id: `${perimeter}-by-establishment`,
      outcome: 'yes',
      title: `L'établissement titulaire est inscrit comme ${name}`,
      needs: ['siae-list'],
      find: (facts) => evidenceOrNull(ofPerimeter(facts).filter((fact) => fact.level === 'establishment')),
    },
    {
      ...common,
      id: `${perimeter}-by-legal-unit`,
      outcome: 'yes',
      title: `L'entreprise est inscrite comme ${name}, par un autre établissement ou par son seul SIREN`,
      needs: ['siae-list', 'establishment-status'],
      find: (facts) =>
        evidenceOrNull(
          ofPerimeter(facts).filter(
            (fact) => fact.level === 'legal-unit' && !belongsToOneEstablishment(fact.structureKind),
          ),
        ),
    },
    {
      ...common,
      id: `not-${perimeter}-by-absence`,
      outcome: 'no',
      title: `L'entreprise n'est pas inscrite comme ${name} dans une liste complète`,
      needs: ['siae-list'],
      find: (facts, { supplier }) => {
        if (ofPerimeter(facts).length > 0 || unknownStructuresOf(facts).length > 0) return null
        const absences = findStructureAbsence(kindsBelieved(kinds, facts), coverages, supplier)
        return absences.length > 0 ? absences : null
      },
    },
  ]
  return {
    rules,
    findGaps: (facts, { supplier }) => {
      const open = openQuestions(ofPerimeter(facts))
      const unknown = unknownStructuresOf(facts)
      const gap = hasUnusableStructureRow(supplier) ? 'usable-list-row' : 'siae-list'
      return {
        missing: [open.length + unknown.length > 0 ? 'establishment-status' : gap],
        evidence: [...open.map(evidenceOfStructure), ...unknown.map(evidenceOfUnknownStructure)],
      }
    },
  }
}

/** Structures of integration through economic activity; a census of them, or of all inclusive structures, gives the no. */
export const SIAE_RULE_SET = structureRuleSet({
  perimeter: 'siae',
  name: "structure d'insertion par l'activité économique",
  kinds: SIAE_KINDS,
  coverages: ['siae', 'inclusive'],
  reference: SIAE_STRUCTURES,
})

/** Structures of the handicap sector. SIAE conventions hold no EA, and FINESS only the ESAT: neither gives the no. */
export const HANDICAP_RULE_SET = structureRuleSet({
  perimeter: 'handicap',
  name: 'structure du secteur du handicap',
  kinds: HANDICAP_KINDS,
  coverages: ['inclusive', 'handicap'],
  reference: CONTRACTS_RESERVED_TO_HANDICAP,
})

/** Structures employing disadvantaged or vulnerable people: the statutory category of the SPASER. */
export const INCLUSIVE_RULE_SET = structureRuleSet({
  perimeter: 'inclusive',
  name: 'structure inclusive',
  kinds: INCLUSIVE_KINDS,
  coverages: ['inclusive'],
  reference: SPASER_INDICATORS,
})
