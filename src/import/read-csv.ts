import { parse } from 'csv-parse/sync'
import { AppError } from '../platform/errors.ts'
import type { InspectedFile } from './inspect-file.ts'
import { type CsvRecord, CsvRecordSplitter, QuoteNotClosed } from './split-csv-records.ts'
import { textStream } from './text-stream.ts'

/** A row of a CSV file and the line where it starts (a quoted cell may hold line breaks). */
export type CsvRow = { line: number; cells: string[] }

const DELIMITERS = [',', ';', '\t', '|']
const LINE_BREAK = /\r\n|\n|\r/g

/** The delimiters, the one that cuts the first line into the most cells first; those inside quotes cut nothing. */
export function rankDelimiters(head: string): readonly string[] {
  const firstLine =
    head
      .split(LINE_BREAK)
      .find((line) => line.trim() !== '')
      ?.replace(/"[^"]*"/g, '') ?? ''
  const countCells = (delimiter: string) => firstLine.split(delimiter).length
  return DELIMITERS.toSorted((a, b) => countCells(b) - countCells(a))
}

const quoteNotClosed = (line: number, name: string) =>
  new AppError(
    'csv-malformed',
    `Le fichier « ${name} » : CSV mal formé à partir de la ligne ${line} (un guillemet ouvert ne se referme pas). Rien n'a été importé. Corrigez cette ligne ou refaites l'export.`,
    { line },
  )

/** `delimiter`: by default the first of `rankDelimiters`. `afterLine`: rows up to this line are left out. */
export type CsvOptions = { delimiter?: string; afterLine?: number }

/**
 * The cells of records. Most hold no quote, and are cut at their delimiters: four times faster than going through every
 * character, which is left to csv-parse for the others, all those of a piece at once.
 */
function* cellsOf(records: readonly CsvRecord[], delimiter: string, lineBreak: string): Generator<CsvRow> {
  const quoted = records.filter(({ isQuoted }) => isQuoted)
  const parsed: string[][] = parse(quoted.map(({ text }) => `${text}${lineBreak}`).join(''), {
    delimiter,
    record_delimiter: lineBreak === '\n' ? ['\r\n', '\n'] : [lineBreak],
    relax_column_count: true,
    relax_quotes: true,
  })
  if (parsed.length !== quoted.length) throw new RangeError('csv-parse cuts records elsewhere')
  let at = 0
  for (const { line, text, isQuoted } of records) {
    if (isQuoted) yield { line, cells: parsed[at++] as string[] }
    else yield { line, cells: (text.endsWith('\r') ? text.slice(0, -1) : text).split(delimiter) }
  }
}

/** The rows of a CSV file, header included, rows without any text left out. Throws `csv-malformed` with the line. */
export async function* readCsv(
  file: InspectedFile,
  { delimiter = rankDelimiters(file.headText)[0] ?? ',', afterLine = 0 }: CsvOptions = {},
): AsyncGenerator<CsvRow> {
  const lineBreak = file.headText.includes('\n') ? '\n' : '\r'
  const splitter = new CsvRecordSplitter(delimiter, lineBreak)
  const decoder = new TextDecoder()
  const rowsOf = function* (records: readonly CsvRecord[]) {
    for (const row of cellsOf(records, delimiter, lineBreak))
      if (row.line > afterLine && row.cells.some((cell) => cell.trim() !== '')) yield row
  }
  try {
    for await (const chunk of textStream(file) as AsyncIterable<Buffer>)
      yield* rowsOf(splitter.write(decoder.decode(chunk, { stream: true })))
    yield* rowsOf([...splitter.write(decoder.decode()), ...splitter.end()])
  } catch (error) {
    throw error instanceof QuoteNotClosed ? quoteNotClosed(error.line, file.name) : error
  }
}
