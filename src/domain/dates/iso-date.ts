/** A day, `YYYY-MM-DD`. Compares as text in calendar order. */
export type IsoDate = string

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/** Whether the parts name a day of the Gregorian calendar, years 1 to 9999. */
function isCalendarDay(year: number, month: number, day: number): boolean {
  const longest = DAYS_IN_MONTH[month - 1]
  if (longest === undefined || day < 1 || day > longest || year < 1) return false
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month !== 2 || day < 29 || isLeap
}

const pad = (value: number, length: number) => String(value).padStart(length, '0')

function dayOf(year: string, month: string, day: string): IsoDate | null {
  const [y, m, d] = [Number(year), Number(month), Number(day)]
  return isCalendarDay(y, m, d) ? `${pad(y, 4)}-${pad(m, 2)}-${pad(d, 2)}` : null
}

const PARIS_DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' })

/** A UTC instant, `2023-12-31T23:00:00Z`, is a day in France: 1 January 2024. `null` when the text is not such an instant. */
function dayOfInstant(text: string): IsoDate | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?Z$/.test(text)) return null
  const instant = Date.parse(text)
  return Number.isNaN(instant) ? null : PARIS_DAY.format(instant)
}

/**
 * The day a cell names, whatever follows it (time, offset): `"2019-01-15+01:00"`, `"2020-6-4"`,
 * `"31/12/2024"`, `"20240131"` → ISO day; `null` when it is not a calendar day.
 * The local day is kept: `2019-01-15+01:00` is the 15th, as published; an instant in UTC is the day it was in France.
 */
export function parseDate(raw: string): IsoDate | null {
  const text = raw.trim()
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:$|[T +Z-])/.exec(text)
  if (iso) return dayOfInstant(text) ?? dayOf(iso[1] as string, iso[2] as string, iso[3] as string)
  const french = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:$|[T ])/.exec(text)
  if (french) return dayOf(french[3] as string, french[2] as string, french[1] as string)
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  return compact ? dayOf(compact[1] as string, compact[2] as string, compact[3] as string) : null
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
