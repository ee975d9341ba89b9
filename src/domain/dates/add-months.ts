import { dayOf } from './calendar-day.ts'
import type { IsoDate } from './iso-date.ts'

/** The same day of the month `months` later, or the last of a shorter month: 31 January + 1 → 28 February; `null` after year 9999. */
export function addMonths(day: IsoDate, months: number): IsoDate | null {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const count = year * 12 + (month - 1) + months
  for (let last = date; last >= 28 || last === date; last--) {
    const found = dayOf(Math.floor(count / 12), (count % 12) + 1, last)
    if (found !== null) return found.length === 10 ? found : null
  }
  return null
}
