import type { LegalReference } from '../supplier/references.ts'
import type { PerimeterId } from '../supplier/verdict.ts'
import type { ContractTest } from './contract-test.ts'

/**
 * What an indicator counts. `holders`: contracts by the verdicts of their holders, in the perimeter asked (the first one unless
 * said). `contracts`: contracts by what their record says, or by a published method; neither a perimeter nor a method for joint
 * awards has a meaning there.
 */
export type Counted =
  | { by: 'holders'; perimeters: readonly [PerimeterId, ...PerimeterId[]] }
  | { by: 'contracts'; test: ContractTest }

/** An indicator: what it counts, and all that an agent needs to quote it. Texts are in French, ready to be shown. */
export type Indicator = {
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
  counts: Counted
}

/** The test of an indicator in a perimeter it offers. */
export const testOf = ({ counts }: Indicator, perimeter: PerimeterId | null): ContractTest =>
  counts.by === 'contracts' ? counts.test : { of: 'holders', perimeter: perimeter ?? counts.perimeters[0] }

/** Whether the figure changes when a reference list of suppliers does. */
export const restsOnLists = ({ of }: ContractTest): boolean => of !== 'considerations'
