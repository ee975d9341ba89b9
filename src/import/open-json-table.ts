import type { InspectedFile } from './inspect-file.ts'
import type { FoundTitles, OpenTable, Recognise } from './open-table.ts'
import { parseJsonRecord } from './parse-json-record.ts'
import type { CsvRow } from './read-csv.ts'
import { readJsonFile } from './read-json-file.ts'

/** Records whose keys, together, are the titles: an API leaves out what a record does not have. */
const RECORDS_TO_TITLE = 100

/** Whether the file is JSON by its first character. */
export const isJsonTable = ({ headText }: InspectedFile): boolean => /^\s*[{[]/.test(headText)

/** Marks of DECP: its list, a buyer that is an object, a list of holders, or a bare list whose records name the buyer as DECP does. */
const IS_DECP =
  /"marches"\s*:|"(acheteur|autoriteConcedante)"\s*:\s*\{|"(titulaires|concessionnaires)"\s*:\s*\[|^\s*\[[\s\S]*"(acheteur|autoriteConcedante)(s?[._]?id)?"\s*:/i

/** Whether a JSON file holds DECP records, whose keys say what they are, by its first characters. */
export const isDecpJson = ({ headText }: InspectedFile): boolean => IS_DECP.test(headText)

/** A value as a cell; lists of texts are written `a|b`, objects are left out. */
function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(cellOf).join('|')
  return typeof value === 'object' ? '' : String(value)
}

/** A record that cannot be read has one cell: fewer than titles, it is refused with its line. */
async function* readRows(file: InspectedFile, titles: readonly string[]): AsyncGenerator<CsvRow> {
  for await (const { line, source } of readJsonFile(file, null)) {
    const { record } = parseJsonRecord(source.json)
    yield {
      line,
      cells: record ? titles.map((title) => cellOf(record[title])) : [source.json.slice(0, 200)],
    }
  }
}

async function gatherTitles(file: InspectedFile): Promise<string[]> {
  const titles = new Set<string>()
  let records = 0
  for await (const { source } of readJsonFile(file, null)) {
    for (const key of Object.keys(parseJsonRecord(source.json).record ?? {})) titles.add(key)
    if (++records === RECORDS_TO_TITLE) break
  }
  return [...titles]
}

/**
 * A list of JSON objects, bare or under any key of the file's own object, read as a table: the keys are its titles. Throws an
 * `AppError` when the file is cut or holds no list.
 */
export async function openJsonTable<H>(
  file: InspectedFile,
  recognise: Recognise<H>,
): Promise<OpenTable<H> | { found: FoundTitles[] }> {
  const titles = await gatherTitles(file)
  const header = recognise(titles)
  if (header === null) return { found: [{ sheet: null, titles }] }
  const read = () => readRows(file, titles)
  return { header, titles, above: [], read, csv: null, format: 'json', sheet: null, ignoredSheets: [] }
}
