import type { LocatedProblem, RowCounts } from '../database/imports.ts'
import type { Problem } from '../domain/problem/problem.ts'

/** Problems of one cause (code and column): how many, and the first as example. */
export type ProblemGroup = {
  code: string
  column: string
  count: number
  isRejection: boolean
  expected: string
  example: { line: number; value: string }
}

/** What became of a file, row by row: `read = stored + updated + unchanged + rejected`. */
export type Ledger = RowCounts & {
  file: string
  format: string
  /** `null`: a trial, nothing was written. */
  importId: number | null
  problems: ProblemGroup[]
  /** Columns of the file that serve nothing here. */
  ignoredColumns: string[]
}

/** Collects the problems of an import: grouped for the answer, in batches for the database. */
export class ProblemCollector {
  readonly #groups = new Map<string, ProblemGroup>()
  #batch: LocatedProblem[] = []

  add(line: number, problems: readonly Problem[]): void {
    for (const problem of problems) {
      this.#batch.push({ ...problem, line })
      const key = `${problem.code}|${problem.column}`
      const group = this.#groups.get(key)
      if (group) {
        group.count++
        continue
      }
      const { code, column, isRejection, expected, value } = problem
      this.#groups.set(key, { code, column, count: 1, isRejection, expected, example: { line, value } })
    }
  }

  get batchSize(): number {
    return this.#batch.length
  }

  /** The problems not taken yet. */
  takeBatch(): LocatedProblem[] {
    const batch = this.#batch
    this.#batch = []
    return batch
  }

  /** Refusals first, then the most frequent. */
  get groups(): ProblemGroup[] {
    return [...this.#groups.values()].sort(
      (a, b) =>
        Number(b.isRejection) - Number(a.isRejection) || b.count - a.count || (a.code < b.code ? -1 : 1),
    )
  }
}
