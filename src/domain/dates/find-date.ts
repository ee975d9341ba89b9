import { type IsoDate, parseDate } from './iso-date.ts'

/** The days a title or a file name may hold: `2026-03-15`, `15/03/2026`, `15-03-2026`, `20260315`, `15 mars 2026`. */
const DAYS = [
  /(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/g,
  /(?<!\d)\d{4}_\d{2}_\d{2}(?!\d)/g,
  /(?<!\d)\d{1,2}[/.]\d{1,2}[/.]\d{4}(?!\d)/g,
  /(?<!\d)\d{2}[-_]\d{2}[-_]\d{4}(?!\d)/g,
  /(?<!\d)20\d{6}(?!\d)/g,
  /(?<!\d)\d{1,2}(?:er)? \p{L}{3,9}\.? 20\d{2}(?!\d)/giu,
]

/** A day as `parseDate` reads it: `15-03-2026` and `15_03_2026` are written with slashes, `2026_03_15` with hyphens. */
const plain = (text: string) =>
  /^\d{2}[-_]/.test(text) ? text.replace(/[-_]/g, '/') : text.replaceAll('_', '-')

/** The latest day between 2000 and `today` that a text names: "Liste au 31 décembre 2025" → 2025-12-31; `null`: none. */
export function findDateIn(text: string, today: IsoDate): IsoDate | null {
  const days = DAYS.flatMap((pattern) => text.match(pattern) ?? []).map((found) => parseDate(plain(found)))
  const past = days.filter((day) => day !== null && day >= '2000-01-01' && day <= today)
  return past.sort().at(-1) ?? null
}
