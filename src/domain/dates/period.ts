import { addDays, type IsoDate, parseDate } from './iso-date.ts'

/** A span of days, both included: one day, a month, a year, or what was typed. */
export type Period = { from: IsoDate; to: IsoDate }

const FIRST_YEAR = 1900
const LAST_YEAR = 2199

/** The last day of a month given by any of its days. */
function endOfMonth(day: IsoDate): IsoDate {
  const intoNextMonth = addDays(`${day.slice(0, 7)}-28`, 4)
  return addDays(`${intoNextMonth.slice(0, 7)}-01`, -1)
}

function yearOf(text: string): Period | null {
  const year = Number(text)
  return year >= FIRST_YEAR && year <= LAST_YEAR ? { from: `${text}-01-01`, to: `${text}-12-31` } : null
}

function monthOf(year: string, month: string): Period | null {
  const from = yearOf(year) && parseDate(`${year}-${month}-01`)
  return from ? { from, to: endOfMonth(from) } : null
}

/**
 * The days a text stands for: `"2024"`, `"Exercice 2024"`, `"2024-03"`, `"03/2024"`, `"2024-01-01/2024-06-30"`;
 * `null` when it is none of these, or ends before it starts.
 */
export function parsePeriod(raw: string): Period | null {
  const text = raw.trim()
  const year = /^(?:exercice\s*)?(\d{4})(?:[.,]0+)?$/i.exec(text)
  if (year) return yearOf(year[1] as string)
  const month = /^(\d{4})-(\d{1,2})$/.exec(text)
  if (month) return monthOf(month[1] as string, month[2] as string)
  const frenchMonth = /^(\d{1,2})\/(\d{4})$/.exec(text)
  if (frenchMonth) return monthOf(frenchMonth[2] as string, frenchMonth[1] as string)
  const days = /^(\d{4}-\d{2}-\d{2})\/(\d{4}-\d{2}-\d{2})$/.exec(text)
  const [from, to] = [parseDate(days?.[1] ?? ''), parseDate(days?.[2] ?? '')]
  return from && to && from <= to ? { from, to } : null
}
