import { MONTHS } from '../dates/french-date.ts'
import { type IsoDate, parseDate } from '../dates/iso-date.ts'
import { type Period, parsePeriod } from '../dates/period.ts'

const plainOf = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[.,'’]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

const pad = (month: number) => String(month).padStart(2, '0')

/** So many months from the first day of one. */
function monthsFrom(year: string, first: number, count: number): Period | null {
  const from = parsePeriod(`${year}-${pad(first)}`)
  const to = parsePeriod(`${year}-${pad(first + count - 1)}`)
  return from && to && { from: from.from, to: to.to }
}

const YEAR = '(20\\d{2})'
const QUARTERS = [
  new RegExp(`^(?:t|trim|trimestre|q) ?([1-4])(?:[ /-]+${YEAR})?$`),
  new RegExp(`^([1-4])(?:er|e|eme|nd)? ?(?:t|trim|trimestre)(?:[ /-]+${YEAR})?$`),
]
const YEAR_FIRST = new RegExp(`^${YEAR}[ /-]*(?:t|trim|trimestre|q) ?([1-4])$`)
const HALVES = new RegExp(
  `^(?:s|sem|semestre) ?([12])(?:[ /-]+${YEAR})?$|^([12])(?:er|e|eme|nd)? ?semestre(?:[ /-]+${YEAR})?$`,
)
const NAMED_MONTH = new RegExp(`^([a-z]{3,9})(?:[ /-]+(${YEAR}|\\d{2}))?$`)

const yearOf = (written: string | undefined, beside: string | null) => {
  if (written === undefined) return beside
  return written.length === 2 ? `20${written}` : written
}

function readNamed(text: string, beside: string | null): Period | null {
  const first = YEAR_FIRST.exec(text)
  if (first) return monthsFrom(first[1] as string, Number(first[2]) * 3 - 2, 3)
  for (const pattern of QUARTERS) {
    const quarter = pattern.exec(text)
    const year = quarter && yearOf(quarter[2], beside)
    if (quarter && year) return monthsFrom(year, Number(quarter[1]) * 3 - 2, 3)
  }
  const half = HALVES.exec(text)
  const halfYear = half && yearOf(half[2] ?? half[4], beside)
  if (half && halfYear) return monthsFrom(halfYear, Number(half[1] ?? half[3]) * 6 - 5, 6)
  const named = NAMED_MONTH.exec(text)
  const month = MONTHS[named?.[1] ?? '']
  const year = named && yearOf(named[2], beside)
  return month && year ? monthsFrom(year, month, 1) : null
}

const wholeMonthOf = (day: IsoDate) => parsePeriod(day.slice(0, 7))

/**
 * The days a cell of period stands for: a month (`"03/2025"`, `"mars 2025"`, a date cell of that month), a quarter (`"T1 2025"`,
 * `"1er trimestre 2025"`), a half or a year; `null` when it is none. `year`: of the column beside it, for a month or quarter that
 * says none.
 */
export function parseHoursPeriod(raw: string, year: string | null): Period | null {
  const text = plainOf(raw)
  const beside = year !== null && /^20\d{2}$/.test(year.trim()) ? year.trim() : null
  const number = /^(?:0?[1-9]|1[0-2])$/.exec(text)
  if (number && beside) return monthsFrom(beside, Number(text), 1)
  const found = parsePeriod(raw) ?? readNamed(text, beside)
  if (found) return found
  const day = parseDate(raw)
  return day === null ? null : wholeMonthOf(day)
}
