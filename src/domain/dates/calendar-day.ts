const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/** Whether the parts name a day of the Gregorian calendar, years 1 to 9999. */
function isCalendarDay(year: number, month: number, day: number): boolean {
  const longest = DAYS_IN_MONTH[month - 1]
  if (longest === undefined || day < 1 || day > longest || year < 1) return false
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month !== 2 || day < 29 || isLeap
}

const pad = (value: number, length: number) => String(value).padStart(length, '0')

/** The ISO day that the parts name; `null` when the calendar does not hold it. */
export function dayOf(year: number, month: number, day: number): string | null {
  return isCalendarDay(year, month, day) ? `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` : null
}
