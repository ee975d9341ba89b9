import type { BeneficiaryId, ClauseBasisId } from './clause-basis.ts'
import type { ClauseState } from './clause-state.ts'
import type { HoursRecord } from './hours-record.ts'

/** A clause that runs in the period, on its last day. Hours in hundredths. */
export type ClauseFact = {
  id: number
  bases: readonly ClauseBasisId[]
  beneficiaries: readonly BeneficiaryId[]
  state: ClauseState
  /** `null`: not known. */
  dueHundredths: number | null
  /** Since its start, and not in the period alone. */
  doneHundredths: number
  contractIds: readonly string[]
  /** Of its contracts, whole; `null` when one is unknown or not to be believed. */
  amountCents: bigint | null
}

/** Hours that count, of a period whole within that of the figure. `scope`: whoever gave the person a code, so that codes are told apart. */
export type StatementFact = Omit<HoursRecord, 'people' | 'employmentContracts'> & {
  clauseId: number
  scope: string
  people: number | null
  employmentContracts: number | null
}

export type Outcome = 'yes' | 'no' | 'undetermined'

/** An employer and what the registers say of it on the last day of the period. */
export type EmployerFact = { siren: string; siae: Outcome; handicap: Outcome }

/** Contracts notified in the period: how many and for how much, and of those, the ones that carry a clause. */
export type ContractsFact = {
  all: { contracts: number; cents: bigint }
  withClause: { contracts: number; cents: bigint }
  /** Those at or above the threshold where a clause is due, notified since it is; `null`: no threshold was given. */
  aboveThreshold: { contracts: number; withClause: number } | null
}

/** All that the indicators are computed from. */
export type InsertionFacts = {
  clauses: readonly ClauseFact[]
  statements: readonly StatementFact[]
  employers: readonly EmployerFact[]
  contracts: ContractsFact
  /** Hours of one full-time equivalent over a year. */
  fullTimeHours: FullTimeHours
}

/** The two conventions in use: legal working time, and paid time. */
export const FULL_TIME_HOURS = [1607, 1820] as const
export type FullTimeHours = (typeof FULL_TIME_HOURS)[number]
