import { dayOf } from './calendar-day.ts'
import { parseFrenchDate } from './french-date.ts'
import { dayOfSerial } from './serial-day.ts'

/** A day, `YYYY-MM-DD`. Compares as text in calendar order. */
export type IsoDate = string

const PARIS_DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' })

/** A UTC instant, `2023-12-31T23:00:00Z` or `…+00:00` (Opendatasoft), is a day in France: 1 January 2024. `null` when the text is not such an instant. */
function dayOfInstant(text: string): IsoDate | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]00:00)$/.test(text)) return null
  const instant = Date.parse(text)
  if (Number.isNaN(instant)) return null
  const day = PARIS_DAY.format(instant)
  // Out of the years 1000 to 9999 the format has another length, and "23-12-31" would be read as 2023.
  return /^\d{4}-/.test(day) ? day : null
}

/** From 1990 to 2079: a serial number is told from other numbers of five digits by naming a day that contracts have. */
const SERIAL_BOUNDS = [32_874, 65_745] as const

/** `"45292"`, a date that a spreadsheet let go as a number (`"45292.5"`: with its time). */
function dayOfBareSerial(text: string): IsoDate | null {
  if (!/^\d{5}(?:[.,]\d+)?$/.test(text)) return null
  const serial = Number(text.replace(',', '.'))
  const [first, last] = SERIAL_BOUNDS
  return serial >= first && serial < last + 1 ? dayOfSerial(serial) : null
}

/**
 * The day a cell names, whatever follows it (time, offset): `"2019-01-15+01:00"`, `"2020-6-4"`, `"2024/12/31"`,
 * `"31/12/2024"`, `"20240131"`, `"12 mars 2024"`, `"45292"` → ISO day; `null` when it is not a calendar day.
 * The local day is kept: `2019-01-15+01:00` is the 15th, as published; an instant in UTC is the day it was in France.
 */
export function parseDate(raw: string): IsoDate | null {
  const text = raw.trim()
  const iso = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:$|[T +Z-])/.exec(text)
  if (iso) return dayOfInstant(text) ?? dayOf(Number(iso[1]), Number(iso[3]), Number(iso[4]))
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (compact) return dayOf(Number(compact[1]), Number(compact[2]), Number(compact[3]))
  return parseFrenchDate(text) ?? dayOfBareSerial(text)
}

/** The day `days` after (negative: before) `day`. */
export function addDays(day: IsoDate, days: number): IsoDate {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** Whole days from `from` to `to`; negative when `to` comes first. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}
