import type { TitledTable } from './open-table.ts'

/** Why each table of a workbook is not read, in French; `null`: it is. */
export type SheetReasons = readonly (string | null)[]

/** Names of sheets whose lines are those of other sheets, added up. */
export const SUMMARY = /\b(syntheses?|recap\w*|bilans?|totaux|total|cumuls?|tcd|statistiques?)\b/

const wordsOf = (sheet: string | null) =>
  (sheet ?? '')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')

/** What is said of such a table. */
export const IS_SUMMARY = 'son nom est celui d’une récapitulation'

/** What is said of a table of the same kind whose titles give other fields. */
export const IS_OTHERWISE_TITLED = 'ses titres sont autres'

type OnSheet = Pick<TitledTable<unknown>, 'sheet'>

/** Whether the sheet of a table is named like this; case, accents and punctuation do not count. */
export const isNamed = ({ sheet }: OnSheet, pattern: RegExp): boolean => pattern.test(wordsOf(sheet))

/** The tables whose sheet is not named like this, or all of them when each is. */
export function listNotNamed<T extends OnSheet>(tables: readonly T[], pattern: RegExp): readonly T[] {
  const others = tables.filter((table) => !isNamed(table, pattern))
  return others.length > 0 ? others : tables
}

/** Whether two tables give the same fields, whatever the words and the order of their titles. */
export const giveSame = (one: readonly string[], other: readonly string[]): boolean =>
  new Set(one).size === new Set(other).size && new Set([...one, ...other]).size === new Set(one).size

/** Only the first table: what the others hold is no part of it. */
export const selectFirst = (tables: readonly TitledTable<unknown>[]): SheetReasons =>
  tables.map((_, at) => (at === 0 ? null : 'une seule feuille est lue'))

/**
 * The tables that give the same fields as the first one, one a month or a year; those named as a summary would count their lines
 * twice. For lines that nothing but their content tells apart.
 */
export const selectAlike =
  <H>(fieldsOf: (header: H) => readonly string[]) =>
  (tables: readonly TitledTable<H>[]): SheetReasons => {
    const candidates = listNotNamed(tables, SUMMARY)
    const fields = candidates[0] ? fieldsOf(candidates[0].header) : []
    return tables.map((table) => {
      if (!candidates.includes(table)) return IS_SUMMARY
      return giveSame(fieldsOf(table.header), fields) ? null : IS_OTHERWISE_TITLED
    })
  }
