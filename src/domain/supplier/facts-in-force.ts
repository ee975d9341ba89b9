import type { IsoDate } from '../dates/iso-date.ts'
import type { CompleteList, ListCoverage, SourceId, SupplierFact, SupplierFacts, Validity } from './facts.ts'

/** What SIRENE says of the legal unit. */
export type SireneFact = Extract<SupplierFact, { source: 'sirene' }>
/** A statement that is presence in a list of ESS enterprises, and nothing else. */
export type ListedFact = Extract<SupplierFact, { source: 'ess-france' | 'esus' }>
/** What an inclusive list says of an establishment or its legal unit. */
export type StructureFact = Extract<SupplierFact, { source: 'siae' }>

/** Whether the days of `validity` hold `on`, first and last day included. */
export function isInForce(validity: Validity, on: IsoDate): boolean {
  const { validFrom, validTo } = validity
  return (validFrom === null || validFrom <= on) && (validTo === null || on <= validTo)
}

/** The SIRENE statements among `facts`. */
export function sireneFactsOf(facts: readonly SupplierFact[]): SireneFact[] {
  return facts.filter((fact) => fact.source === 'sirene')
}

/** The presences in the list of `source` among `facts`. */
export function listingsOf(facts: readonly SupplierFact[], source: ListedFact['source']): ListedFact[] {
  return facts.filter((fact): fact is ListedFact => fact.source === source)
}

/** The statements of the inclusive lists among `facts`. */
export function structureFactsOf(facts: readonly SupplierFact[]): StructureFact[] {
  return facts.filter((fact) => fact.source === 'siae')
}

/** Whether a row of the list of `source` names the supplier without saying anything usable: then absence proves nothing. */
export function hasUnusableRow(supplier: SupplierFacts, source: SourceId): boolean {
  return supplier.facts.some((fact) => fact.source === 'unusable-row' && fact.unusableRowOf === source)
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
