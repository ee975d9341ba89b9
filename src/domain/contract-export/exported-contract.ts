import type { Consideration } from '../contract/considerations.ts'
import type { ContractKind } from '../contract/contract-kind.ts'
import type { IsoDate } from '../dates/iso-date.ts'
import type { PerimeterId } from '../supplier/verdict.ts'

/** A holder or subcontractor ready to be published: its name is already masked where it is personal data. */
export type ExportedOrganisation = {
  /** SIRET, SIREN, TVA…; `null`: the identifier cannot be used, and is as written. */
  scheme: string | null
  identifier: string | null
  siren: string | null
  name: string | null
}

/** Whether a holder is in a perimeter on the day of the contract. `rule`: title of the rule that decided, in French. */
export type ExportedVerdict = {
  perimeter: PerimeterId
  outcome: 'yes' | 'no' | 'undetermined'
  rule: string | null
}

export type ExportedHolder = ExportedOrganisation & {
  /** INSEE legal category, 4 digits; `null`: not known. */
  legalCategory: string | null
  /** One for every perimeter: what is not known is undetermined. */
  verdicts: readonly ExportedVerdict[]
}

export type ExportedAmendment = {
  amendedOn: IsoDate | null
  publishedOn: IsoDate | null
  amountCents: bigint | null
  durationMonths: number | null
  object: string | null
  holders: readonly Pick<ExportedOrganisation, 'scheme' | 'identifier' | 'siren'>[]
}

export type ExportedSubcontract = ExportedOrganisation & {
  amountCents: bigint | null
  notifiedOn: IsoDate | null
  durationMonths: number | null
}

/** A current contract with all that an export says of it. Amounts are cents excluding tax; `null` is "not known", lists included. */
export type ExportedContract = {
  id: string
  /** What stays the same when the contract is corrected: buyer, number, lot and set of holders. */
  groupId: string
  kind: ContractKind
  buyer: { id: string; siren: string | null; name: string | null }
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
  /** The day on which it counts and its holders are judged; `null`: none can be believed. */
  countedOn: IsoDate | null
  publishedOn: IsoDate | null
  initialAmountCents: bigint | null
  /** After the latest amendment. */
  amountCents: bigint | null
  priceForm: string | null
  ccag: string | null
  groupType: string | null
  offersReceived: number | null
  innovative: boolean | null
  advance: boolean | null
  /** Decimal numbers, as text. */
  advanceRate: string | null
  subcontractingDeclared: boolean | null
  euOrigin: string | null
  frenchOrigin: string | null
  techniques: readonly string[] | null
  executionModes: readonly string[] | null
  priceTypes: readonly string[] | null
  socialConsiderations: readonly Consideration[] | null
  environmentalConsiderations: readonly Consideration[] | null
  holders: readonly ExportedHolder[]
  amendments: readonly ExportedAmendment[]
  subcontracts: readonly ExportedSubcontract[]
}

/** Duration in months after the latest amendment that says one. */
export const durationInForce = ({ durationMonths, amendments }: ExportedContract): number | null =>
  amendments.findLast((amendment) => amendment.durationMonths !== null)?.durationMonths ?? durationMonths

/** `1470050n` → "14700.50": exact, with a point, no thousands mark. */
export function plainEuros(cents: bigint): string {
  const sign = cents < 0n ? '-' : ''
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0')
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
