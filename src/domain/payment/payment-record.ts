import type { Organisation } from '../contract/contract-record.ts'
import type { IsoDate } from '../dates/iso-date.ts'
import type { TaxBasis } from './tax-basis.ts'

/** A payment read, checked and ready to store; `null` is "not known". */
export type PaymentRecord = {
  buyerId: string
  buyerSiren: string | null
  buyerName: string | null
  /** The department or establishment that bought, as written. */
  entity: string | null
  /** Every part is `null` when the line names nobody. */
  supplier: Organisation
  /** Negative for a credit note. */
  amountCents: bigint
  taxBasis: TaxBasis
  /** First and last day it may have been paid on: the same when the day is known, both `null` when nothing is. */
  spentFrom: IsoDate | null
  spentTo: IsoDate | null
  category: string | null
  account: string | null
  contractReference: string | null
  /** Number of the payment order or invoice. */
  reference: string | null
  label: string | null
}
