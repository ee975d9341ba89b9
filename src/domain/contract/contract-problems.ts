import { daysBetween, type IsoDate } from '../dates/iso-date.ts'
import type { ProblemCode } from '../problem/problem-codes.ts'
import type { ContractKind } from './contract-kind.ts'

/** Before this day a notification date is a typing error: no electronic record is older. */
export const EARLIEST_PLAUSIBLE_DAY: IsoDate = '1990-01-01'
/** Two months at most between notification and publication of the data; 62 days whatever the months. */
const LATEST_PUBLICATION_DAYS = 62
const LONGEST_MONTHS = 180
const LONGEST_CONCESSION_MONTHS = 360
const SMALLEST_CENTS_PER_MONTH = 10_000n
const DAYS_OF_A_YEAR = new Set([360, 365, 366])

/** Whether a notification date can date a figure: from 1990 to `today`, both included. */
export function isPlausibleDay(day: IsoDate, today: IsoDate): boolean {
  return day >= EARLIEST_PLAUSIBLE_DAY && day <= today
}

/** The warnings on a duration in months; a year written in days is told apart. */
export function durationWarnings(months: number | null, kind: ContractKind): ProblemCode[] {
  if (months === null) return []
  if (DAYS_OF_A_YEAR.has(months) && !(kind === 'concession' && months === 360)) return ['duration-in-days']
  const longest = kind === 'concession' ? LONGEST_CONCESSION_MONTHS : LONGEST_MONTHS
  return months <= 0 || months > longest ? ['duration-implausible'] : []
}

/** Whether a usable amount spread over the duration is below 100 € a month: amount or duration is doubtful. */
export function isLowPerMonth(amountCents: bigint, months: number): boolean {
  return months > 0 && amountCents < SMALLEST_CENTS_PER_MONTH * BigInt(months)
}

/** Whether the data came out more than 62 days after notification. */
export function isPublishedLate(notifiedOn: IsoDate, publishedOn: IsoDate): boolean {
  return daysBetween(notifiedOn, publishedOn) > LATEST_PUBLICATION_DAYS
}
