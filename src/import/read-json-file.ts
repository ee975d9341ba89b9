import { createReadStream } from 'node:fs'
import { type Problem, problemOf } from '../domain/problem/problem.ts'
import { AppError } from '../platform/errors.ts'
import type { InspectedFile } from './inspect-file.ts'
import { mapJsonRecord } from './map-json-record.ts'
import type { ReadRow } from './read-row.ts'
import { JsonStructureError, splitJsonRecords } from './split-json-records.ts'

const NOT_A_NUMBER = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g

/** `null` in place of `NaN` and `Infinity` outside strings: not JSON, but common in published files. */
const withoutNotANumber = (text: string) => text.replace(NOT_A_NUMBER, (token) => (token.startsWith('"') ? token : 'null'))

function parseRecord(text: string, problems: Problem[]): Record<string, unknown> | null {
  try {
    return JSON.parse(text)
  } catch (error) {
    try {
      const record = JSON.parse(withoutNotANumber(text))
      problems.push(problemOf('not-a-number', '(enregistrement)', 'NaN'))
      return record
    } catch {
      problems.push(problemOf('record-unreadable', '(enregistrement)', `${(error as Error).message} — ${text}`))
      return null
    }
  }
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
  const decoder = new TextDecoder(file.encoding)
  try {
    const chunks = createReadStream(file.path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>
    for await (const { text, line, container } of splitJsonRecords(chunks)) {
      const problems: Problem[] = []
      const record = parseRecord(decoder.decode(text), problems)
      yield record === null
        ? { line, problems, mapped: null }
        : { line, problems, mapped: mapJsonRecord(record, container) }
    }
  } catch (error) {
    throw error instanceof JsonStructureError ? describe(error, file.name) : error
  }
}
