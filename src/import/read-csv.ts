import { createReadStream } from 'node:fs'
import { pipeline, Readable } from 'node:stream'
import { type CsvError, parse } from 'csv-parse'
import { AppError } from '../platform/errors.ts'
import type { InspectedFile } from './inspect-file.ts'

/** A row of a CSV file and the line where it starts (a quoted cell may hold line breaks). */
export type CsvRow = { line: number; cells: string[] }

const DELIMITERS = [',', ';', '\t', '|']
/** No published row reaches a hundredth of this: a longer one is a quote that never closes. */
const LONGEST_ROW_BYTES = 1024 * 1024

/** The delimiter that cuts the first line into the most cells. */
export function detectDelimiter(head: string): string {
  const firstLine = head.split(/\r?\n/).find((line) => line.trim() !== '') ?? ''
  const counts = DELIMITERS.map((delimiter) => firstLine.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
}

function describe(error: CsvError, name: string): AppError {
  const line = error.lines ?? error.line
  return new AppError(
    'csv-malformed',
    `Le fichier « ${name} » : CSV mal formé vers la ligne ${line} (${error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'un guillemet ouvert ne se referme pas' : error.code}). Rien n'a été importé. Corrigez cette ligne ou refaites l'export.`,
    { line },
  )
}

/** The text of a file as UTF-8, whatever its encoding. */
function textStream(file: InspectedFile): Readable {
  const bytes = createReadStream(file.path, { highWaterMark: 1 << 18 })
  if (file.encoding === 'utf-8') return bytes
  const decoder = new TextDecoder(file.encoding)
  return Readable.from(bytes.map((chunk: Buffer) => decoder.decode(chunk, { stream: true })))
}

/** The rows of a CSV file, header included, empty lines left out. Throws `csv-malformed` with the line. */
export async function* readCsv(file: InspectedFile): AsyncGenerator<CsvRow> {
  const parser = parse({
    bom: true,
    delimiter: detectDelimiter(new TextDecoder(file.encoding).decode(file.head)),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW_BYTES,
  })
  pipeline(textStream(file), parser, () => undefined)
  let previousLine = 0
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      yield { line: previousLine + 1, cells: record }
      previousLine = info.lines
    }
  } catch (error) {
    throw (error as CsvError).code?.startsWith('CSV_') ? describe(error as CsvError, file.name) : error
  }
}
