import type { Ledger } from '../import/ledger.ts'
import { EXIT } from './output.ts'

/** What became of a file; `null`: it could not be imported. */
export type FileResult = Ledger | null

/** What became of several files, and of their rows together. */
export type ImportSummary = {
  files: number
  imported: number
  failed: number
  read: number
  stored: number
  updated: number
  unchanged: number
  rejected: number
  notKept: number
}

/** Adds up what became of each file. */
export function summarize(results: readonly FileResult[]): ImportSummary {
  const ledgers = results.filter((result) => result !== null)
  const sum = (count: 'read' | 'stored' | 'updated' | 'unchanged' | 'rejected' | 'notKept') =>
    ledgers.reduce((total, ledger) => total + ledger[count], 0)
  return {
    files: results.length,
    imported: ledgers.length,
    failed: results.length - ledgers.length,
    read: sum('read'),
    stored: sum('stored'),
    updated: sum('updated'),
    unchanged: sum('unchanged'),
    rejected: sum('rejected'),
    notKept: sum('notKept'),
  }
}

/** The exit code after these files: a failure outweighs a refused row. */
export function codeOf(results: readonly FileResult[]): number {
  if (results.includes(null)) return EXIT.failed
  return results.some((result) => result !== null && result.rejected > 0)
    ? EXIT.doneWithRejections
    : EXIT.done
}
