import { AppError } from '../platform/errors.ts'
import type { InspectedFile } from './inspect-file.ts'
import type { SourceRow } from './source-row.ts'
import { JsonStructureError, splitJsonRecords } from './split-json-records.ts'
import { textStream } from './text-stream.ts'

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
export async function* readJsonFile(file: InspectedFile): AsyncGenerator<SourceRow> {
  try {
    for await (const { text, line, container } of splitJsonRecords(textStream(file)))
      yield { line, source: { json: text.toString('utf8'), container } }
  } catch (error) {
    throw error instanceof JsonStructureError ? describe(error, file.name) : error
  }
}
