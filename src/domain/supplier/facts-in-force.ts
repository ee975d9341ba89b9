import type { IsoDate } from '../dates/iso-date.ts'
import {
  type CompleteList,
  type ListCoverage,
  type SourceId,
  STRUCTURE_SOURCES,
  type StructureKind,
  type StructureSource,
  type SupplierFact,
  type SupplierFacts,
  type Validity,
} from './facts.ts'

/** What SIRENE says of the legal unit. */
export type SireneFact = Extract<SupplierFact, { source: 'sirene' }>
/** A statement that is presence in a list of ESS enterprises, and nothing else. */
export type ListedFact = Extract<SupplierFact, { source: 'ess-france' | 'cress' | 'esus' }>
/** What the State's company directory answered on the legal unit. */
export type CompanyFact = Extract<SupplierFact, { source: 'company-search' }>
/** A statement on the legal unit that gives its legal category. */
export type UnitFact = SireneFact | CompanyFact
/** What an inclusive list says of an establishment or its legal unit, or the directory of the legal unit. */
export type StructureFact = Validity & {
  source: StructureSource | 'company-search'
  seenOn: IsoDate
  structureKind: StructureKind
  level: 'establishment' | 'legal-unit'
}

/** Whether the days of `validity` hold `on`, first and last day included. */
export function isInForce(validity: Validity, on: IsoDate): boolean {
  const { validFrom, validTo } = validity
  return (validFrom === null || validFrom <= on) && (validTo === null || on <= validTo)
}

/** The SIRENE statements among `facts`. */
export function sireneFactsOf(facts: readonly SupplierFact[]): SireneFact[] {
  return facts.filter((fact) => fact.source === 'sirene')
}

/** The answers of the State's company directory among `facts`. */
export function companyFactsOf(facts: readonly SupplierFact[]): CompanyFact[] {
  return facts.filter((fact) => fact.source === 'company-search')
}

/**
 * The statements on the legal unit that may give its category: those of SIRENE, and of the directory, which serves SIRENE's.
 * That the directory did not know it is left out once it did.
 */
export function unitFactsOf(facts: readonly SupplierFact[]): UnitFact[] {
  const answers = companyFactsOf(facts)
  const found = answers.filter((fact) => fact.isFound)
  return [...sireneFactsOf(facts), ...(found.length > 0 ? found : answers)]
}

/** The presences in the list of `source` among `facts`. */
export function listingsOf(facts: readonly SupplierFact[], source: ListedFact['source']): ListedFact[] {
  return facts.filter((fact): fact is ListedFact => fact.source === source)
}

/** The statements of the inclusive lists among `facts`; what the directory says holds for the legal unit only. */
export function structureFactsOf(facts: readonly SupplierFact[]): StructureFact[] {
  return facts.flatMap((fact): StructureFact[] => {
    if (fact.source === 'siae' || fact.source === 'handicap' || fact.source === 'finess') return [fact]
    if (fact.source !== 'company-search') return []
    const { source, seenOn, validFrom, validTo } = fact
    return fact.structureKinds.map((structureKind) => ({
      source,
      structureKind,
      level: 'legal-unit',
      seenOn,
      validFrom,
      validTo,
    }))
  })
}

/** The answers of the directory that say "inclusive" without a kind that can be read. */
export function unknownStructuresOf(facts: readonly SupplierFact[]): CompanyFact[] {
  return companyFactsOf(facts).filter((fact) => fact.isInclusive === true && fact.structureKinds.length === 0)
}

/** Whether a row of the list of `source` names the supplier without saying anything usable: then absence proves nothing. */
export function hasUnusableRow(supplier: SupplierFacts, source: SourceId): boolean {
  return supplier.facts.some((fact) => fact.source === 'unusable-row' && fact.unusableRowOf === source)
}

/** Whether a row of a list of inclusive structures names the supplier without saying anything usable. */
export function hasUnusableStructureRow(supplier: SupplierFacts): boolean {
  return STRUCTURE_SOURCES.some((source) => hasUnusableRow(supplier, source))
}

/** The latest complete list of `source` that is a census of one of `coverages`; `null` when none was imported. */
export function findCompleteList(
  supplier: SupplierFacts,
  source: SourceId,
  coverages: readonly ListCoverage[],
): CompleteList | null {
  const lists = supplier.completeLists.filter(
    (list) => list.source === source && coverages.includes(list.covers),
  )
  return lists.reduce<CompleteList | null>(
    (latest, list) => (latest === null || list.seenOn > latest.seenOn ? list : latest),
    null,
  )
}
