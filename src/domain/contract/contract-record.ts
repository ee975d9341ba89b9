import type { IsoDate } from '../dates/iso-date.ts'
import type { AmountFlag } from '../money/amount-flag.ts'
import type { PublishedPlace } from '../place/published-place.ts'
import type { Consideration } from './considerations.ts'
import type { ContractKind } from './contract-kind.ts'

/** A holder or subcontractor. `scheme` is `null` when the identifier is unusable: an undetermined supplier, kept as written. */
export type Organisation = {
  scheme: string | null
  identifier: string | null
  siren: string | null
  name: string | null
  /** Where the file says the establishment is; no part of what identifies the record. */
  place?: PublishedPlace
}

/** A later state of the contract: new totals, never differences. `null`: unchanged or not said. */
export type Amendment = {
  amendedOn: IsoDate | null
  publishedOn: IsoDate | null
  amountCents: bigint | null
  amountFlag: AmountFlag | null
  durationMonths: number | null
  object: string | null
  holders: readonly Organisation[]
}

export type Subcontract = Organisation & {
  amountCents: bigint | null
  amountFlag: AmountFlag | null
  notifiedOn: IsoDate | null
  durationMonths: number | null
}

/** A record read, checked and ready to store. Amounts are cents excluding tax; `null` is "not known", lists included. */
export type ContractRecord = {
  kind: ContractKind
  buyerId: string
  buyerSiren: string | null
  buyerName: string | null
  buyerPlace?: PublishedPlace
  sourceId: string | null
  lot: string | null
  object: string | null
  nature: string | null
  procedure: string | null
  cpv: string | null
  frameworkId: string | null
  placeCode: string | null
  placeCodeType: string | null
  placeName: string | null
  durationMonths: number | null
  notifiedOn: IsoDate | null
  publishedOn: IsoDate | null
  amountCents: bigint | null
  /** Why the initial amount cannot enter a value figure; each amendment carries the flag of its own. */
  amountFlag: AmountFlag | null
  priceForm: string | null
  ccag: string | null
  groupType: string | null
  offersReceived: number | null
  innovative: boolean | null
  advance: boolean | null
  advanceRate: number | null
  subcontractingDeclared: boolean | null
  euOrigin: number | null
  frenchOrigin: number | null
  techniques: readonly string[] | null
  executionModes: readonly string[] | null
  priceTypes: readonly string[] | null
  socialConsiderations: readonly Consideration[] | null
  environmentalConsiderations: readonly Consideration[] | null
  holders: readonly Organisation[]
  amendments: readonly Amendment[]
  subcontracts: readonly Subcontract[]
  version: number
  isVersionDated: boolean
  isSuperseded: boolean
}
