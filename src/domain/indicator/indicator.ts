import { MANDATORY_CLAUSE } from '../insertion/insertion-references.ts'
import type { LegalReference } from '../supplier/references.ts'
import type { PerimeterId } from '../supplier/verdict.ts'
import type { ContractTest } from './contract-test.ts'
import type { RecordedField } from './recorded-field.ts'

/**
 * What an indicator counts, and what it leaves to choose: a perimeter among those it offers (the first one unless said), a territory,
 * a field, the threshold above which a clause is due. `contracts`: nothing to choose.
 */
export type Counted =
  | { by: 'holders' | 'certainty' | 'subcontracts'; perimeters: readonly [PerimeterId, ...PerimeterId[]] }
  | { by: 'territory' }
  | { by: 'field' }
  | { by: 'mandatory-clause' }
  | { by: 'contracts'; test: ContractTest }

/** What was chosen, or `null` where there is nothing to choose. */
export type Choice = {
  perimeter: PerimeterId | null
  territory: readonly string[] | null
  field: RecordedField | null
  /** Cents from which a clause is due. */
  threshold: bigint | null
}

/** All that an agent needs to quote an indicator. Texts are in French, ready to be shown. */
export type IndicatorTexts = {
  /** Stable: the address of the figure and of its page, `docs/indicators/<id>.md`. */
  id: string
  title: string
  definition: string
  formula: string
  unit: string
  /** What each part of the figure holds. */
  parts: { yes: string; no: string; undetermined: string }
  exclusions: readonly string[]
  assumptions: readonly string[]
  references: readonly LegalReference[]
}

/** An indicator of contracts: its texts, and what it counts. */
export type Indicator = IndicatorTexts & { counts: Counted }

/** What an indicator leaves to choose. */
export function choicesOf(counts: Counted): {
  perimeters: readonly PerimeterId[]
  holderMethods: boolean
  territory: boolean
  field: boolean
  threshold: boolean
} {
  return {
    perimeters: 'perimeters' in counts ? counts.perimeters : [],
    holderMethods: counts.by === 'holders' || counts.by === 'territory',
    territory: counts.by === 'territory',
    field: counts.by === 'field',
    threshold: counts.by === 'mandatory-clause',
  }
}

/** The test of an indicator once its choices are made; `null` when one is missing. */
export function testOf(
  { counts }: Indicator,
  { perimeter, territory, field, threshold }: Choice,
): ContractTest | null {
  switch (counts.by) {
    case 'contracts':
      return counts.test
    case 'territory':
      return territory === null ? null : { of: 'territory', departments: territory }
    case 'field':
      return field === null ? null : { of: 'field', field }
    case 'mandatory-clause':
      return threshold === null
        ? null
        : { of: 'insertion-clause', minimum: { cents: threshold, from: MANDATORY_CLAUSE.from } }
    default:
      return { of: counts.by, perimeter: perimeter ?? counts.perimeters[0] }
  }
}
