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

const countKnown = (titles: readonly string[]) => titles.filter(isKnown).length

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

/**
 * The titles of a header of two rows, "Montant" above "TTC" and "HT" → "Montant TTC", "Montant HT"; `null` when the second row
 * is none. What is below is enough where the two together are no title: "MARCHÉ" above "Date de notification".
 */
export function joinTitles(top: readonly string[], bottom: readonly string[]): string[] | null {
  if (!isGrouped(top, bottom)) return null
  let group = ''
  const titles = Array.from({ length: Math.max(top.length, bottom.length) }, (_, at) => {
    const [above = '', below = ''] = [top[at], bottom[at]]
    if (isFilled(above)) group = above.trim()
    if (!isFilled(below)) return above
    const both = `${group} ${below.trim()}`.trim()
    return isKnown(both) || (isFilled(above) && !isKnown(below)) ? both : below
  })
  return countKnown(titles) > countKnown(top) ? titles : null
}
