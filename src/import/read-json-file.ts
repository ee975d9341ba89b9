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

/** Objects one below the other, one a line, in no list: "JSON Lines". */
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
  return new AppError(
    'format-unknown',
    `Le fichier « ${name} » est du JSON mais ${CONTENTS[listKey ?? 'any']}.${describeKeys(headText)} Rien n'a été importé. Si ces données existent en CSV ou en XLSX, envoyez-les sous cette forme.`,
  )
}

/** A record of a JSON file, not looked into yet. */
export type JsonRow = { line: number; source: { json: string; container: string } }

/** No published record reaches a hundredth of this. */
const LONGEST_LINE = 16 * 1024 * 1024

/** A record a line; one that cannot be read costs only itself. */
async function* readLines(file: InspectedFile): AsyncGenerator<JsonRow> {
  const decoder = new TextDecoder()
  let [rest, line] = ['', 0]
  const rowsOf = function* (texts: readonly string[]): Generator<JsonRow> {
    for (const text of texts) {
      line++
      if (text.trim() !== '') yield { line, source: { json: text.trim(), container: '' } }
    }
  }
  for await (const chunk of textStream(file) as AsyncIterable<Buffer>) {
    const texts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = texts.pop() ?? ''
    yield* rowsOf(texts)
    if (rest.length > LONGEST_LINE) throw new JsonStructureError('record-too-long', line + 1)
  }
  yield* rowsOf([rest + decoder.decode()])
}

async function* readList(file: InspectedFile, listKey: ListKey): AsyncGenerator<JsonRow> {
  for await (const { text, line, container } of splitJsonRecords(textStream(file), listKey))
    yield { line, source: { json: text.toString('utf8'), container } }
}

/**
 * The records of a JSON file, in a list or one a line, one by one; of a DECP file unless `listKey` is `null`. Throws an `AppError` when the structure of
 * the file itself is broken.
 */
export async function* readJsonFile(
  file: InspectedFile,
  listKey: ListKey = 'marches',
): AsyncGenerator<JsonRow> {
  try {
    yield* isJsonLines(file.headText) ? readLines(file) : readList(file, listKey)
  } catch (error) {
    throw error instanceof JsonStructureError ? describe(error, file, listKey) : error
  }
}
