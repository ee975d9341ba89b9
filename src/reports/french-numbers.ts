const count = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 2 })
const euros = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 })
const percent = new Intl.NumberFormat('fr-FR', {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
})
const day = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'Europe/Paris' })

/* Numbers as a page shows them, with the no-break spaces of French typography; a dash for what there is not. */

export const inCount = (value: number | null): string => (value === null ? '—' : count.format(value))
export const inEuros = (value: number | null): string => (value === null ? '—' : euros.format(value))
/** 0.123 → "12,3 %" */
export const inPercent = (ratio: number | null): string => (ratio === null ? '—' : percent.format(ratio))
/** A day or an instant: "31 décembre 2025", in France. */
export const inWords = (instant: string | null): string =>
  instant === null ? '—' : day.format(new Date(instant)).replace(/^1 /, '1er ')

/** Bounds that undetermined suppliers leave: "12,3 %", or "12,3 % à 15,0 %" where they differ once written. */
export function inBounds({ lower, upper }: { lower: number | null; upper: number | null }): string {
  const [least, most] = [inPercent(lower), inPercent(upper)]
  return least === most ? least : `${least} à ${most}`
}

/** "clauses en retard" → "clause en retard" for less than two of them; a unit is written in the plural, its noun first. */
export const agree = (unit: string, count: number): string =>
  count >= 2 ? unit : unit.replace(/^(\p{L}+)s(?= |$)/u, '$1')

/** 1234.5 → "1234,5", as a CSV for a French spreadsheet writes it; `null` stays an empty cell. */
export const withComma = (value: number | null): string | null =>
  value === null ? null : String(value).replace('.', ',')
