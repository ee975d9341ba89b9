import { pipeline } from 'node:stream'
import { CsvError, type Options, parse } from 'csv-parse'
import { AppError } from '../platform/errors.ts'
import type { InspectedFile } from './inspect-file.ts'
import { textStream } from './text-stream.ts'

/** A row of a CSV file and the line where it starts (a quoted cell may hold line breaks). */
export type CsvRow = { line: number; cells: string[] }

const DELIMITERS = [',', ';', '\t', '|']
const LINE_BREAK = /\r\n|\n|\r/g
/** No published row reaches a hundredth of this: a longer one is a quote that never closes. */
const LONGEST_ROW_BYTES = 1024 * 1024

/** The delimiter that cuts the first line into the most cells; those inside quotes cut nothing. */
export function detectDelimiter(head: string): string {
  const firstLine =
    head
      .split(LINE_BREAK)
      .find((line) => line.trim() !== '')
      ?.replace(/"[^"]*"/g, '') ?? ''
  const counts = DELIMITERS.map((delimiter) => firstLine.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
}

/** csv-parse stops on nothing else: a quote that never closes makes one row of the rest of the file. */
const QUOTE_NOT_CLOSED = ['CSV_QUOTE_NOT_CLOSED', 'CSV_MAX_RECORD_SIZE']

function describe(error: CsvError, line: number, name: string): AppError {
  const reason = QUOTE_NOT_CLOSED.includes(error.code) ? 'un guillemet ouvert ne se referme pas' : error.code
  return new AppError(
    'csv-malformed',
    `Le fichier « ${name} » : CSV mal formé à partir de la ligne ${line} (${reason}). Rien n'a été importé. Corrigez cette ligne ou refaites l'export.`,
    { line },
  )
}

/** Tells where rows start from where csv-parse stands at their end; it counts a CRLF inside quotes as two lines. */
class LineCounter {
  #lastLine = 0
  #countedTwice = 0

  /** Where the row after the last one starts, if no empty line comes before it. */
  get nextLine(): number {
    return this.#lastLine + 1
  }

  /** The line where a row starts; `linesAtEnd` is the count of csv-parse at its end. */
  startOf(cells: readonly string[], linesAtEnd: number): number {
    if (linesAtEnd - this.#countedTwice === this.nextLine) return ++this.#lastLine
    const breaks = cells.flatMap((cell) => cell.match(LINE_BREAK) ?? [])
    this.#countedTwice += breaks.filter((text) => text === '\r\n').length
    this.#lastLine = linesAtEnd - this.#countedTwice
    return this.#lastLine - breaks.length
  }
}

/** The rows of a CSV file, header included, empty lines left out. Throws `csv-malformed` with the line. */
export async function* readCsv(file: InspectedFile): AsyncGenerator<CsvRow> {
  const counter = new LineCounter()
  const options: Options<CsvRow, string[]> = {
    bom: true,
    delimiter: detectDelimiter(file.headText),
    record_delimiter: file.headText.includes('\n') ? ['\r\n', '\n'] : ['\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW_BYTES,
    on_record: (cells, { lines }) => ({ line: counter.startOf(cells, lines), cells }),
  }
  // The types of csv-parse know no other objects than those made from columns.
  const parser = parse(options as unknown as Options)
  pipeline(textStream(file), parser, () => undefined)
  try {
    yield* parser as AsyncIterable<CsvRow>
  } catch (error) {
    throw error instanceof CsvError ? describe(error, counter.nextLine, file.name) : error
  }
}
