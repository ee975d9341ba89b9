import {
  CLAUSES_BY_STATE,
  COMPANIES,
  CONTRACTS_WITH_HOURS,
  RESERVED_BY_BENEFICIARY,
} from './contract-indicators.ts'
import {
  FULFILMENT_RATE,
  FULL_TIME_EQUIVALENTS,
  HOURS_DONE,
  HOURS_DUE,
  HOURS_PER_100_000_EUROS,
  HOURS_REMAINING,
} from './hours-indicators.ts'
import type { InsertionIndicator } from './insertion-indicator.ts'
import {
  BY_AFTERWARDS,
  BY_AGE,
  BY_HIRING_FORM,
  BY_PUBLIC,
  BY_QPV,
  BY_QUALIFICATION,
  BY_SEX,
  EMPLOYMENT_CONTRACTS,
  HOURS_PER_PERSON,
  PEOPLE,
} from './people-indicators.ts'

/** Every indicator counted from clauses and hours, in the order they are shown; those of contracts are with the others, in `domain/indicator/`. */
export const INSERTION_INDICATORS: readonly InsertionIndicator[] = [
  CONTRACTS_WITH_HOURS,
  CLAUSES_BY_STATE,
  RESERVED_BY_BENEFICIARY,
  HOURS_DUE,
  HOURS_DONE,
  FULFILMENT_RATE,
  HOURS_REMAINING,
  PEOPLE,
  EMPLOYMENT_CONTRACTS,
  HOURS_PER_PERSON,
  BY_PUBLIC,
  BY_SEX,
  BY_AGE,
  BY_QUALIFICATION,
  BY_QPV,
  BY_HIRING_FORM,
  BY_AFTERWARDS,
  COMPANIES,
  FULL_TIME_EQUIVALENTS,
  HOURS_PER_100_000_EUROS,
]

/** The indicator of clauses and hours of an id; `null` when there is none. */
export const findInsertionIndicator = (id: string): InsertionIndicator | null =>
  INSERTION_INDICATORS.find((indicator) => indicator.id === id) ?? null
