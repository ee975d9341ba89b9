import type { DecidablePerimeter, SupplierFact } from './facts.ts'

/** What a person decided on a supplier. */
export type Decision = Extract<SupplierFact, { source: 'person' }>

/** The decision that holds for a perimeter among those of `facts`, in force the same day: the latest taken; `null` when there is none. */
export function findDecision(facts: readonly SupplierFact[], perimeter: DecidablePerimeter): Decision | null {
  return facts
    .filter((fact): fact is Decision => fact.source === 'person' && fact.perimeter === perimeter)
    .reduce<Decision | null>(
      (latest, fact) => (latest === null || fact.decision > latest.decision ? fact : latest),
      null,
    )
}

/** Whether a person decided that the supplier is not in the perimeter: what lists say of it is then set aside. */
export function isDenied(facts: readonly SupplierFact[], perimeter: DecidablePerimeter): boolean {
  return findDecision(facts, perimeter)?.outcome === 'no'
}

/** The supplier as the lists alone describe it. */
export function withoutDecisions(facts: readonly SupplierFact[]): SupplierFact[] {
  return facts.filter((fact) => fact.source !== 'person')
}
