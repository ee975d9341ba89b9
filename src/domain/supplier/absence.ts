import { evidenceOfListing, evidenceOfStructure } from './evidence.ts'
import {
  type CompleteList,
  type ListCoverage,
  STRUCTURE_SOURCES,
  type StructureKind,
  type SupplierFact,
  type SupplierFacts,
} from './facts.ts'
import {
  findCompleteList,
  hasUnusableRow,
  hasUnusableStructureRow,
  type ListedFact,
  listingsOf,
  structureFactsOf,
} from './facts-in-force.ts'
import type { Evidence } from './verdict.ts'

/** The same statement, said to be outside its days of validity: it explains a "no", it does not support a "yes". */
function outOfForce(evidence: Evidence): Evidence {
  return { ...evidence, value: `${evidence.value}, hors de sa période de validité` }
}

const ABSENT_FROM = {
  'ess-france': { covers: 'ess', value: "absent de la liste d'ESS France" },
  esus: { covers: 'esus', value: 'absent de la liste des agréments ESUS' },
} as const satisfies Partial<Record<ListedFact['source'], unknown>>

const LIST_NAMES: Readonly<Partial<Record<ListCoverage, string>>> = {
  siae: "liste des structures d'insertion",
  handicap: 'liste des structures du secteur du handicap',
}

function absenceFrom(list: CompleteList, value: string): Evidence {
  return { source: list.source, value, seenOn: list.seenOn, validFrom: null, validTo: null }
}

/**
 * Why a complete list of ESS enterprises does not hold the supplier that day: its lapsed or coming statements, or its
 * absence. Empty when no complete list was imported, when the list holds it, or names it in a row that cannot be used.
 */
export function findAbsence(
  source: keyof typeof ABSENT_FROM,
  facts: readonly SupplierFact[],
  supplier: SupplierFacts,
): Evidence[] {
  const list = findCompleteList(supplier, source, [ABSENT_FROM[source].covers])
  if (!list || listingsOf(facts, source).length > 0 || hasUnusableRow(supplier, source)) return []
  const outside = listingsOf(supplier.facts, source).map((fact) => outOfForce(evidenceOfListing(fact)))
  return outside.length > 0 ? outside : [absenceFrom(list, ABSENT_FROM[source].value)]
}

/**
 * Why a complete inclusive list does not hold the supplier as one of `kinds`, which must not be in force that day: its
 * statements of other days, or its absence. Empty when no list covering the kinds was imported.
 */
export function findStructureAbsence(
  kinds: readonly StructureKind[],
  coverages: readonly ListCoverage[],
  supplier: SupplierFacts,
): Evidence[] {
  const list = STRUCTURE_SOURCES.map((source) => findCompleteList(supplier, source, coverages)).find(
    (complete) => complete !== null,
  )
  if (!list || hasUnusableStructureRow(supplier)) return []
  const outside = structureFactsOf(supplier.facts)
    .filter((fact) => kinds.includes(fact.structureKind))
    .map((fact) => outOfForce(evidenceOfStructure(fact)))
  const named = LIST_NAMES[list.covers] ?? 'liste des structures inclusives'
  return outside.length > 0 ? outside : [absenceFrom(list, `absent de la ${named} (${kinds.join(', ')})`)]
}
