import { AppError } from '../platform/errors.ts'
import type { InspectedFile } from './inspect-file.ts'
import { JsonStructureError, type ListKey, splitJsonRecords } from './split-json-records.ts'
import { textStream } from './text-stream.ts'

const MOST_KEYS_SHOWN = 8

/** The first keys of a JSON text, to say what was found: "« version », « releases »…". */
function describeKeys(text: string): string {
  const keys = [...text.matchAll(/"([^"\\]{1,40})"\s*:/g)].map(([, key]) => `« ${key} »`)
  const shown = [...new Set(keys)].slice(0, MOST_KEYS_SHOWN)
  return shown.length > 0 ? ` Premières clés trouvées : ${shown.join(', ')}.` : ''
}

/** Objects one below the other, in no list: "JSON Lines". */
const isJsonLines = (text: string) => /^\s*\{[^\n]*\}\s*\n\s*\{/.test(text)

const CONTENTS = {
  marches: 'ne contient pas de marchés : une liste « marches » (ou « marches.marche ») est attendue',
  any: 'ne contient pas de liste d’objets : [{…}, {…}] ou {"results": [{…}]} est attendu',
} as const

function describe(error: JsonStructureError, { name, headText }: InspectedFile, listKey: ListKey): AppError {
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
  const form = isJsonLines(headText) ? 'du JSON à raison d’un objet par ligne' : 'du JSON'
  return new AppError(
    'format-unknown',
    `Le fichier « ${name} » est ${form} mais ${CONTENTS[listKey ?? 'any']}.${describeKeys(headText)} Rien n'a été importé. Si ces données existent en CSV ou en XLSX, envoyez-les sous cette forme.`,
  )
}

/** A record of a JSON file, not looked into yet. */
export type JsonRow = { line: number; source: { json: string; container: string } }

/**
 * The records of a JSON file, one by one; of a DECP file unless `listKey` is `null`. Throws an `AppError` when the structure of
 * the file itself is broken.
 */
export async function* readJsonFile(
  file: InspectedFile,
  listKey: ListKey = 'marches',
): AsyncGenerator<JsonRow> {
  try {
    for await (const { text, line, container } of splitJsonRecords(textStream(file), listKey))
      yield { line, source: { json: text.toString('utf8'), container } }
  } catch (error) {
    throw error instanceof JsonStructureError ? describe(error, file, listKey) : error
  }
}
