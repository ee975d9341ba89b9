import { type Problem, problemOf } from '../domain/problem/problem.ts'
import { decodeEntities } from './decode-entities.ts'

/** What a spreadsheet shows in place of a result that it cannot compute, in French or in English. */
const CELL_ERROR =
  /^(?:#(?:N\/[AD]|REF ?!|VALEUR ?!|VALUE!|NOM ?\?|NAME\?|DIV\/0 ?!|CALC ?!|NULL?!|NOMBRE ?!|NUM!)|Err ?:\d{3})$/

/** A row ready to be read by its titles, or refused. */
export type CheckedRow = { cells: readonly string[]; problems: Problem[]; isRefused: boolean }

const refuse = (cells: readonly string[], problem: Problem): CheckedRow => ({
  cells,
  problems: [problem],
  isRefused: true,
})

/** What a row is checked against. */
type Titled = { titles: readonly string[]; isSheet: boolean }

/**
 * Checks a row against its header: as many cells as titles in a CSV (a sheet leaves out the empty ones at the end), the
 * header not over again; errors of the spreadsheet are read as empty, HTML entities as what they stand for.
 */
export function checkRow({ titles, isSheet }: Titled, cells: string[]): CheckedRow {
  if (isSheet) cells.length = titles.length
  if (cells.length !== titles.length) {
    const value = `${cells.length} cellules au lieu de ${titles.length} : ${cells.join(' | ')}`
    return refuse(cells, problemOf('cell-count', '(ligne)', value))
  }
  const problems: Problem[] = []
  let isHeader = true
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] ?? ''
    isHeader &&= cell === titles[i]
    const [first] = cell
    if ((first === '#' || first === 'E') && CELL_ERROR.test(cell)) {
      problems.push(problemOf('cell-error', titles[i] ?? '', cell))
      cells[i] = ''
    } else cells[i] = decodeEntities(cell)
  }
  if (isHeader) return refuse(cells, problemOf('header-repeated', '(ligne)', cells.join(' | ')))
  return { cells, problems, isRefused: false }
}
