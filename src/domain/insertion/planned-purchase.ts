import type { IsoDate } from '../dates/iso-date.ts'
import { familyOf, type PurchaseFamily } from './purchase-family.ts'

/** What a buyer means to buy. `reference`: what names it in its list. One of `cpv` and `family` at least. */
export type PlannedPurchase = {
  buyerId: string
  buyerSiren: string | null
  reference: string
  title: string
  /** From 2 to 8 digits. */
  cpv: string | null
  family: PurchaseFamily | null
  amountCents: bigint | null
  plannedOn: IsoDate
}

/** The family where clauses are usual that a planned purchase is of: as stated, else by its CPV; `null`: none. */
export const familyOfPlanned = ({ family, cpv }: PlannedPurchase): PurchaseFamily | null =>
  family ?? familyOf(cpv)
