import { canonicalTitle } from './canonical-title.ts'
import { amountOfTitle, fieldOfTitle } from './payment-aliases.ts'
import { recogniseColumns } from './recognise-columns.ts'

/** A title is short, and has no date, amount nor SIRET in it. */
const isTitle = (cell: string) => cell.length <= 60 && cell.replace(/\D/g, '').length <= 2

const isFilled = (cell: string | undefined) => cell !== undefined && cell.trim() !== ''

/** Whether some list of titles has this one. Guesses do not count. */
const isKnown = (title: string) =>
  isFilled(title) &&
  (recogniseColumns([title])[0]?.how === 'known' ||
    fieldOfTitle(title) !== null ||
    amountOfTitle(title) !== null)

const isRefused = (title: string) => canonicalTitle(title).refusal !== null

const countKnown = (titles: readonly string[]) =>
  titles.filter((title) => isKnown(title) || isRefused(title)).length

/** Titles that stand above several columns (a merged cell, empty after the first), and a title below one of these. */
function isGrouped(top: readonly string[], bottom: readonly string[]): boolean {
  const first = top.findIndex(isFilled)
  return (
    top.filter(isFilled).length >= 2 &&
    bottom.filter(isFilled).length >= 2 &&
    bottom.some((cell, at) => at > first && isFilled(cell) && !isFilled(top[at])) &&
    bottom.every(isTitle)
  )
}

const isYear = (cell: string) => /^(19|20)\d{2}$/.test(cell.trim())

/** Whether the second row parts the columns below merged titles into years, and says nothing below the others. */
export function isOverYears(top: readonly string[], bottom: readonly string[]): boolean {
  const width = Math.max(top.length, bottom.length)
  const isBelowGroup = (at: number) => !isFilled(top[at]) || (at + 1 < width && !isFilled(top[at + 1]))
  return (
    isFilled(top[0]) &&
    bottom.filter(isYear).length >= 2 &&
    bottom.every((cell, at) => !isFilled(cell) || (isBelowGroup(at) && (isYear(cell) || isTitle(cell))))
  )
}

const MEASURES = new Set([
  'amount',
  'estimatedAmount',
  'amendmentAmount',
  'durationMonths',
  'amendmentDuration',
])

/** Whether what stands above says that a column is no amount excluding tax, or no duration in months: "Montants TTC" above "Initial". */
function isRefusedAbove(both: string, below: string): boolean {
  if (!isRefused(both) || /\bh\.?t\b|\bhors\b/i.test(below)) return false
  const target = recogniseColumns([below])[0]?.target
  return !target || MEASURES.has(target.field)
}

/**
 * The titles of a header of two rows, "Montant" above "TTC" and "HT" → "Montant TTC", "Montant HT"; `null` when the second row
 * is none. What is below is enough where the two together are no title: "MARCHÉ" above "Date de notification".
 */
export function joinTitles(top: readonly string[], bottom: readonly string[]): string[] | null {
  const hasYears = isOverYears(top, bottom)
  if (!hasYears && !isGrouped(top, bottom)) return null
  let group = ''
  const titles = Array.from({ length: Math.max(top.length, bottom.length) }, (_, at) => {
    const [above = '', below = ''] = [top[at], bottom[at]]
    if (isFilled(above)) group = above.trim()
    if (!isFilled(below)) return above
    const both = `${group} ${below.trim()}`.trim()
    const isBoth = isKnown(both) || isYear(below) || isRefusedAbove(both, below)
    return isBoth || (isFilled(above) && !isKnown(below)) ? both : below
  })
  return hasYears || countKnown(titles) > countKnown(top) ? titles : null
}
