import type { Problem } from '../domain/problem/problem.ts'
import { copyText } from './copy-text.ts'

/** One problem as COPY text, for `appendProblemText`. */
export function toProblemText(importId: bigint, line: number, problem: Problem): string {
  const { code, isRejection, column, value, expected } = problem
  return `${importId}\t${line}\t${code}\t${isRejection}\t${copyText(column)}\t${copyText(value)}\t${copyText(expected)}\n`
}
