import { type Problem, problemOf } from '../domain/problem/problem.ts'
import { AppError } from '../platform/errors.ts'
import type { InspectedFile } from './inspect-file.ts'
import { mapJsonRecord } from './map-json-record.ts'
import type { ReadRow } from './read-row.ts'
import { JsonStructureError, splitJsonRecords } from './split-json-records.ts'
import { textStream } from './text-stream.ts'

const NOT_A_NUMBER = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g

/** `null` in place of `NaN` and `Infinity` outside strings: not JSON, but common in published files. */
const withoutNotANumber = (text: string) =>
  text.replace(NOT_A_NUMBER, (token) => (token.startsWith('"') ? token : 'null'))

type Json = Record<string, unknown>

function parseText(text: string): { value: unknown; problem: Problem | null } {
  try {
    return { value: JSON.parse(text), problem: null }
  } catch (error) {
    try {
      const value: unknown = JSON.parse(withoutNotANumber(text))
      return { value, problem: problemOf('not-a-number', '(enregistrement)', 'NaN') }
    } catch {
      const message = `${(error as Error).message} — ${text}`
      return { value: null, problem: problemOf('record-unreadable', '(enregistrement)', message) }
    }
  }
}

/** The record that a text holds; `null`, with its reason among the problems, when it is not an object. */
function parseRecord(text: string): { record: Json | null; problems: Problem[] } {
  const { value, problem } = parseText(text)
  const problems = problem ? [problem] : []
  if (typeof value === 'object' && value !== null) return { record: value as Json, problems }
  const isExplained = problem?.isRejection === true
  const reason = isExplained ? problem : problemOf('record-unreadable', '(enregistrement)', text)
  return { record: null, problems: [reason] }
}

function describe(error: JsonStructureError, name: string): AppError {
  const { line, reason } = error
  if (reason === 'truncated')
    return new AppError(
      'file-truncated',
      `Le fichier « ${name} » s'arrête au milieu (ligne ${line}) : il est tronqué. Rien n'a été importé. Refaites l'export ou le téléchargement.`,
      { line },
    )
  if (reason === 'record-too-long')
    return new AppError(
      'json-malformed',
      `Le fichier « ${name} » : l'enregistrement de la ligne ${line} ne se ferme pas (accolade ou guillemet manquant). Rien n'a été importé.`,
      { line },
    )
  return new AppError(
    'format-unknown',
    `Le fichier « ${name} » est du JSON mais ne contient pas de marchés : une liste « marches » (ou « marches.marche ») est attendue. Rien n'a été importé.`,
  )
}

/** The records of a DECP JSON file, one by one. Throws an `AppError` when the structure of the file itself is broken. */
export async function* readJsonFile(file: InspectedFile): AsyncGenerator<ReadRow> {
  try {
    for await (const { text, line, container } of splitJsonRecords(textStream(file))) {
      const { record, problems } = parseRecord(text.toString('utf8'))
      yield { line, problems, mapped: record && mapJsonRecord(record, container) }
    }
  } catch (error) {
    throw error instanceof JsonStructureError ? describe(error, file.name) : error
  }
}
