import { PROBLEM_CODES, type ProblemCode } from './problem-codes.ts'

/** What is wrong with one cell or record of a file. `isRejection`: the row could not be used; otherwise it is stored and flagged. */
export type Problem = {
  code: ProblemCode
  isRejection: boolean
  /** The column or key as the file writes it. */
  column: string
  /** The value as the file writes it, cut at 200 characters, without what PostgreSQL refuses (zero bytes, half a character). */
  value: string
  /** What was expected, in French, for the person who sent the file. */
  expected: string
}

const LONGEST_VALUE = 200

/** Text without what PostgreSQL refuses: zero bytes, and the half of a character that a cut leaves. */
const storable = (text: string) => text.replaceAll('\0', '').toWellFormed()

/** A value as a file writes it; `…` for one nested deeper than a stack can write. */
function write(raw: unknown): string {
  if (typeof raw !== 'object' || raw === null) return String(raw ?? '')
  try {
    return JSON.stringify(raw)
  } catch {
    return '…'
  }
}

/** The problem `code` on a cell, its value written as the file does. */
export function problemOf(code: ProblemCode, column: string, raw: unknown): Problem {
  return {
    code,
    column: storable(column),
    value: storable(write(raw).slice(0, LONGEST_VALUE)),
    ...PROBLEM_CODES[code],
  }
}
