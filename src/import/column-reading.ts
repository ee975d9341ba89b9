import { type ColumnTarget, matters } from './contract-columns.ts'
import { normalizeName } from './field-aliases.ts'

/** How a column was understood. `guessed`: it may mean something else; `profile`: a person said it. */
export type Certainty = 'known' | 'guessed' | 'profile' | 'ignored'

/** One column of a table and what it is taken for (`null`: nothing). */
export type ColumnReading = {
  /** The title as written; a title met before carries its number: `SIRET (2)`. */
  column: string
  index: number
  target: ColumnTarget | null
  how: Certainty
  /** Why it is ignored, guessed, or used only in part, in French. */
  reason: string | null
  /** Where several columns hold one field, the lowest is read first; the names of published formats are 0. */
  preference: number
}

/**
 * Sorts the columns that hold one field, the one to read first ahead. Titles that mean the same are in alphabetical order, so
 * that the order of columns says nothing, but for the published formats and two columns of one title.
 */
export function compareReadings(a: ColumnReading, b: ColumnReading): number {
  const [first, second] = [normalizeName(a.column), normalizeName(b.column)]
  const isOwn = a.preference > 0 && b.preference > 0
  const byTitle = isOwn && first !== second ? (first < second ? -1 : 1) : 0
  return a.preference - b.preference || byTitle || a.index - b.index
}

/** Whether a person has to confirm what a column was taken for before anything is written. */
export const needsConfirmation = ({ how, target }: ColumnReading): boolean =>
  how === 'guessed' && target !== null && matters(target)
