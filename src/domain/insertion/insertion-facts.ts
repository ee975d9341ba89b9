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
  /** Its contracts; `cents` `null`: not known or not to be believed. A contract may be of several clauses. */
  contracts: readonly { id: string; cents: bigint | null }[]
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

/** All that the indicators are computed from. */
export type InsertionFacts = {
  clauses: readonly ClauseFact[]
  /** Clauses that do not run in the period and have statements in it, of no hour perhaps: before their start or after their end. */
  workedOutside: readonly ClauseFact[]
  statements: readonly StatementFact[]
  employers: readonly EmployerFact[]
  /** Hours of one full-time equivalent over a year. */
  fullTimeHours: FullTimeHours
}

/** The two conventions in use: legal working time, and paid time. */
export const FULL_TIME_HOURS = [1607, 1820] as const
export type FullTimeHours = (typeof FULL_TIME_HOURS)[number]
/** Legal working time, unless said. */
export const USUAL_FULL_TIME_HOURS: FullTimeHours = 1607
