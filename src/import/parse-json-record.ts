import { type Problem, problemOf } from '../domain/problem/problem.ts'

const NOT_A_NUMBER = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g

/** `null` in place of `NaN` and `Infinity` outside strings: not JSON, but common in published files. */
const withoutNotANumber = (text: string) =>
  text.replace(NOT_A_NUMBER, (token) => (token.startsWith('"') ? token : 'null'))

type Json = Record<string, unknown>

/** A whole number too long for a number, as it is written: `20240000000000000123`, the id of a contract without its quotes. */
const exact = (_: string, value: unknown, { source }: { source?: string } = {}) =>
  typeof value === 'number' && source !== undefined && /^-?\d{16,}$/.test(source) ? source : value

const parse = (text: string): unknown => (/\d{16}/.test(text) ? JSON.parse(text, exact) : JSON.parse(text))

function parseText(text: string): { value: unknown; problem: Problem | null } {
  try {
    return { value: parse(text), problem: null }
  } catch (error) {
    try {
      const value: unknown = parse(withoutNotANumber(text))
      return { value, problem: problemOf('not-a-number', '(enregistrement)', 'NaN') }
    } catch {
      const message = `${(error as Error).message} — ${text}`
      return { value: null, problem: problemOf('record-unreadable', '(enregistrement)', message) }
    }
  }
}

/** The record that a text holds; `null`, with its reason among the problems, when it is not an object. */
export function parseJsonRecord(text: string): { record: Json | null; problems: Problem[] } {
  const { value, problem } = parseText(text)
  const problems = problem ? [problem] : []
  if (typeof value === 'object' && value !== null) return { record: value as Json, problems }
  const isExplained = problem?.isRejection === true
  const reason = isExplained ? problem : problemOf('record-unreadable', '(enregistrement)', text)
  return { record: null, problems: [reason] }
}
