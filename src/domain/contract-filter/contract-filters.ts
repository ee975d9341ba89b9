import type { ContractKind } from '../contract/contract-kind.ts'
import type { IsoDate } from '../dates/iso-date.ts'
import type { KnownFamily } from '../supplier/latest-legal-family.ts'
import type { PerimeterId } from '../supplier/verdict.ts'
import type { AmountBand } from './amount-band.ts'
import type { Procedure } from './procedure.ts'
import type { Proximity } from './proximity.ts'
import type { PurchaseCategory } from './purchase-category.ts'
import type { TransitionKey } from './transition.ts'

/**
 * Which contracts a figure or a list is about. Several values of one criterion: any of them; several criteria: all of them.
 * A criterion left out, or without value, restricts nothing. Days are inclusive; `null`: no bound on that side.
 */
export type ContractFilters = {
  /** SIREN (every establishment) or identifier of an establishment as its records carry it; none: every buyer. */
  buyers: readonly string[]
  /** Ids of groups of buyers: their members come with `buyers`. */
  groups?: readonly string[] | undefined
  from: IsoDate | null
  to: IsoDate | null
  kinds?: readonly ContractKind[] | undefined
  procedures?: readonly Procedure[] | undefined
  /** Beginnings of the CPV code, digits only. */
  cpv?: readonly string[] | undefined
  categories?: readonly PurchaseCategory[] | undefined
  amounts?: readonly AmountBand[] | undefined
  /** Contracts with at least one holder that is in one of these perimeters on the day of the contract. */
  holderPerimeters?: readonly PerimeterId[] | undefined
  /** Contracts with at least one holder of these legal families. */
  holderFamilies?: readonly KnownFamily[] | undefined
  /** Contracts with at least one holder of these departments (`31`, `2A`, `974`), or of a department that is not known. */
  holderDepartments?: readonly string[] | undefined
  /** Contracts with at least one holder so near its buyer. */
  proximities?: readonly Proximity[] | undefined
  tags?: readonly string[] | undefined
  transitions?: readonly TransitionKey[] | undefined
  /**
   * Days between which the contract is expected to end, inclusive: its notification and its latest known duration. A contract
   * without usable day or duration ends on no day that is known, and is left out by either bound.
   */
  endsFrom?: IsoDate | undefined
  endsTo?: IsoDate | undefined
}

/** What restricts contracts beside their buyers and their days of notification. */
export type ContractCriteria = Omit<ContractFilters, 'buyers' | 'groups' | 'from' | 'to'>

/** Answers of a criterion to which the record says nothing, or nothing that can be read. */
export const UNKNOWN_KEY = 'unknown'

/** Nothing of the kind: no tag, no transition. */
export const NONE_KEY = 'none'

/** Months a duration can be believed: fifty years are a concession's, more is an error of unit. */
export const USABLE_MONTHS = { from: 1, to: 600 } as const

/** A department as a filter names it: its code, or what is not known. */
export const DEPARTMENT_KEY = /^(\d{2}|2[AB]|97[1-8]|98[678]|unknown)$/
