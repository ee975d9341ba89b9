import { addDays, daysBetween, type IsoDate } from '../dates/iso-date.ts'
import type { Period } from '../dates/period.ts'

/** Days after a quarter by which its statement is expected. */
export const STATEMENT_DAYS = 30
/** A clause that ends within so many days, hours remaining, is told. */
export const ENDING_DAYS = 90

/** What the calendar is read from. Hours in hundredths. */
export type CalendarFacts = {
  startsOn: IsoDate | null
  endsOn: IsoDate | null
  /** Waived, closed or cancelled on this day; `null`: it runs. */
  stoppedOn: IsoDate | null
  remainingHundredths: number | null
  /** Periods of the hours stated. */
  stated: readonly Period[]
}

/** Something due: the statement of a quarter that nobody sent, or a clause about to end short. `on`: the day it is due. */
export type DueItem =
  | { kind: 'statement-missing'; on: IsoDate; quarter: Period }
  | { kind: 'ending-with-hours'; on: IsoDate; remainingHundredths: number; daysLeft: number }

/** The quarters from the one of a day to the last one over on another. */
function listQuarters(from: IsoDate, today: IsoDate): Period[] {
  const quarters: Period[] = []
  let year = Number(from.slice(0, 4))
  let quarter = Math.floor((Number(from.slice(5, 7)) - 1) / 3)
  while (true) {
    const first = `${year}-${String(quarter * 3 + 1).padStart(2, '0')}-01`
    quarter = (quarter + 1) % 4
    if (quarter === 0) year++
    const next = `${year}-${String(quarter * 3 + 1).padStart(2, '0')}-01`
    const last = addDays(next, -1)
    if (last >= today) return quarters
    quarters.push({ from: first, to: last })
  }
}

const overlaps = (a: Period, b: Period) => a.from <= b.to && b.from <= a.to

function listMissing({ startsOn, endsOn, stoppedOn, stated }: CalendarFacts, today: IsoDate): DueItem[] {
  if (startsOn === null || startsOn >= today) return []
  const ends = [endsOn, stoppedOn].filter((day) => day !== null).sort()
  const running: Period = { from: startsOn, to: ends[0] ?? today }
  return listQuarters(startsOn, today)
    .filter((quarter) => overlaps(quarter, running) && !stated.some((period) => overlaps(quarter, period)))
    .map((quarter) => ({ kind: 'statement-missing', on: addDays(quarter.to, STATEMENT_DAYS), quarter }))
}

function findEnding({ endsOn, stoppedOn, remainingHundredths }: CalendarFacts, today: IsoDate): DueItem[] {
  if (endsOn === null || stoppedOn !== null || endsOn < today || (remainingHundredths ?? 0) <= 0) return []
  const daysLeft = daysBetween(today, endsOn)
  if (daysLeft > ENDING_DAYS) return []
  return [{ kind: 'ending-with-hours', on: endsOn, remainingHundredths: remainingHundredths ?? 0, daysLeft }]
}

/**
 * What is due of a clause on a day, by date: each quarter over, during which it ran, of which nothing was stated, zero hours
 * included; and its end, when it comes within 90 days with hours remaining.
 */
export const listDueItems = (facts: CalendarFacts, today: IsoDate): DueItem[] =>
  [...listMissing(facts, today), ...findEnding(facts, today)].sort((a, b) => (a.on < b.on ? -1 : 1))
