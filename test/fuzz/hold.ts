import { isDeepStrictEqual } from 'node:util'
import type { Problem } from '../../src/domain/problem/problem.ts'

/** Something the product promises of every input, and did not keep. */
export class BrokenPromise extends Error {
  override name = 'BrokenPromise'
}

export function hold(isKept: boolean, promise: string): void {
  if (!isKept) throw new BrokenPromise(promise)
}

export function holdSame(actual: unknown, expected: unknown, promise: string): void {
  if (isDeepStrictEqual(actual, expected)) return
  const show = (value: unknown) =>
    (JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}n` : inner)) ?? '').slice(
      0,
      300,
    )
  throw new BrokenPromise(`${promise}: ${show(actual)} instead of ${show(expected)}`)
}

/** Text that PostgreSQL takes. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

export function holdProblems(problems: readonly Problem[]): void {
  for (const { value, column, expected } of problems) {
    hold(value.length <= 200, 'the value of a problem is 200 characters at most')
    hold([value, column, expected].every(isStorable), 'what a problem shows can be stored')
  }
}

/** Lines of COPY text: whole, each with this many cells, nothing in a cell that would end it. */
export function holdCopyText(text: string, lines: number, cells: number): void {
  hold(isStorable(text), 'COPY text can be stored')
  hold(!text.includes('\r'), 'COPY text holds no bare carriage return')
  const written = text.split('\n')
  hold(written.pop() === '', 'COPY text ends with its last line')
  holdSame(written.length, lines, 'lines of COPY text')
  for (const line of written) holdSame(line.split('\t').length, cells, 'cells of a line of COPY text')
}
