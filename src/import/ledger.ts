import type { RowCounts } from '../database/imports.ts'
import { type FilePlace, placeOfLine } from '../domain/problem/file-line.ts'
import type { Problem } from '../domain/problem/problem.ts'
import type { Certainty } from './column-reading.ts'
import type { SheetOutcome } from './sheet.ts'

/** Problems of one cause (code and column): how many, and the first as example. */
export type ProblemGroup = {
  code: string
  column: string
  count: number
  isRejection: boolean
  expected: string
  /** `sheet`: `null` where the file has none. */
  example: FilePlace & { value: string }
}

/** What one column of a table was taken for. */
export type LedgerColumn = {
  /** Title as written; a title met before carries its number. */
  column: string
  /** Name of the field it gives, `holderName.2` for one of several holders; `null`: ignored. */
  field: string | null
  /** French title of the field. */
  title: string | null
  how: Certainty
  /** A guess that would change a figure if it were wrong. */
  needsConfirmation: boolean
  reason: string | null
}

/** What became of one sheet. `columns`: where its titles are not those of the first sheet read, what each was taken for. */
export type LedgerSheet = SheetOutcome & {
  columns?: LedgerColumn[]
  profile?: Ledger['profile']
}

/** What became of a file, row by row: `read = stored + updated + unchanged + rejected + notKept`. */
export type Ledger = RowCounts & {
  file: string
  format: string
  /** `null`: a trial, nothing was written. */
  importId: number | null
  problems: ProblemGroup[]
  /** Columns of the file that serve nothing here. */
  ignoredColumns: string[]
  /** Every column of a table of contracts or payments, in file order; absent for other files. */
  columns?: LedgerColumn[]
  /** The profile that said what the columns hold, if any. */
  profile?: { id: number; name: string } | null
  /** Of a corrected table of hours: statements of the one it replaces that it no longer has, now withdrawn. */
  withdrawn?: number
  /** Every sheet of the workbook, in order, and what became of it; none when the file is none. */
  sheets: LedgerSheet[]
}

/** The same group, its example where a person finds it: on one of the sheets read (`null`: no workbook). */
export const placeGroup = (group: ProblemGroup, sheets: readonly string[] | null): ProblemGroup => ({
  ...group,
  example: { ...group.example, ...placeOfLine(sheets, group.example.line) },
})

/** Problems of an import, counted by cause; each cause keeps the first one met. */
export class ProblemGroups {
  readonly #groups = new Map<string, ProblemGroup>()

  /** `line` as the file numbers it: `placed` tells its sheet. */
  add(line: number, { code, column, isRejection, expected, value }: Problem): void {
    const key = `${code}|${column}`
    const group = this.#groups.get(key)
    if (group) group.count++
    else
      this.#groups.set(key, {
        code,
        column,
        count: 1,
        isRejection,
        expected,
        example: { sheet: null, line, value },
      })
  }

  /** Adds those of the rows that come after. */
  merge(later: readonly ProblemGroup[]): void {
    for (const group of later) {
      const key = `${group.code}|${group.column}`
      const known = this.#groups.get(key)
      if (known) known.count += group.count
      else this.#groups.set(key, { ...group })
    }
  }

  /** Refusals first, then the most frequent. */
  get list(): ProblemGroup[] {
    return [...this.#groups.values()].sort(
      (a, b) =>
        Number(b.isRejection) - Number(a.isRejection) || b.count - a.count || (a.code < b.code ? -1 : 1),
    )
  }
}
