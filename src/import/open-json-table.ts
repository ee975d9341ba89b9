import type { Recognise } from './find-header.ts'
import type { InspectedFile } from './inspect-file.ts'
import type { Found } from './open-table.ts'
import { parseJsonRecord } from './parse-json-record.ts'
import type { CsvRow } from './read-csv.ts'
import { readJsonFile } from './read-json-file.ts'

/** Whether the file is JSON by its first character. */
export const isJsonTable = ({ headText }: InspectedFile): boolean => /^\s*[{[]/.test(headText)

/** Marks of DECP: its list, a buyer that is an object, a list of holders, or a bare list whose records name the buyer as DECP does. */
const IS_DECP =
  /"marches"\s*:|"(acheteur|autoriteConcedante)"\s*:\s*\{|"(titulaires|concessionnaires)"\s*:\s*\[|^\s*\[[\s\S]*"(acheteur|autoriteConcedante)(s?[._]?id)?"\s*:/i

/** Whether a JSON file holds DECP records, whose keys say what they are, by its first characters. */
export const isDecpJson = ({ headText }: InspectedFile): boolean => IS_DECP.test(headText)

type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const DEEPEST_KEY = 3

/**
 * A record laid flat, `{"titulaire": {"siret": …}}` → `titulaire.siret`; of a list of objects, the values of each key. What is
 * nested deeper is left out.
 */
function flatten(record: Json, prefix = '', depth = 1): Json {
  const flat: Json = Object.create(null)
  for (const [key, value] of Object.entries(record)) {
    const name = `${prefix}${key}`
    const objects = Array.isArray(value) ? value.filter(isObject) : []
    if (depth < DEEPEST_KEY && isObject(value)) Object.assign(flat, flatten(value, `${name}.`, depth + 1))
    else if (objects.length > 0)
      for (const part of new Set(objects.flatMap(Object.keys)))
        flat[`${name}.${part}`] = objects.map((item) => item[part])
    else flat[name] = value
  }
  return flat
}

/** The fields of a record; portals may wrap them, with an id of their own beside. */
function fieldsOf(json: string): Json | null {
  const { record } = parseJsonRecord(json)
  if (record === null) return null
  return flatten([record.fields, record.properties].find(isObject) ?? record)
}

const textOfScalar = (value: unknown) =>
  value === null || value === undefined || typeof value === 'object' ? '' : String(value)

/** A value as a cell; lists of texts are written `a|b`. */
const cellOf = (value: unknown) =>
  Array.isArray(value) ? value.map(textOfScalar).join('|') : textOfScalar(value)

/** A record that cannot be read has one cell: fewer than titles, it is refused with its line. */
async function* readRows(file: InspectedFile, titles: readonly string[]): AsyncGenerator<CsvRow> {
  for await (const { line, source } of readJsonFile(file, null)) {
    const flat = fieldsOf(source.json)
    yield {
      line,
      cells: flat ? titles.map((title) => cellOf(flat[title])) : [source.json.slice(0, 200)],
    }
  }
}

/** The keys of all the records: an API leaves out what a record does not have. */
async function gatherTitles(file: InspectedFile): Promise<string[]> {
  const titles = new Set<string>()
  for await (const { source } of readJsonFile(file, null))
    for (const key of Object.keys(fieldsOf(source.json) ?? {})) titles.add(key)
  return [...titles]
}

/**
 * A list of JSON objects, bare, one a line or under any key of the file's own object, read as a table: the keys are its titles. Throws an
 * `AppError` when the file is cut or holds no list.
 */
export async function openJsonTable<H>(file: InspectedFile, recognise: Recognise<H>): Promise<Found<H>> {
  const titles = await gatherTitles(file)
  const header = recognise(titles)
  if (header === null) return { found: [{ sheet: null, titles }] }
  const read = () => readRows(file, titles)
  const table = { sheet: null, header, titles, above: [] }
  return { ...table, tables: [table], read, csv: null, format: 'json', sheets: [] }
}
