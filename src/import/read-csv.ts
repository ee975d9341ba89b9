import { AppError } from '../platform/errors.ts'
import { type CsvForm, cutCsvRecord } from './cut-csv-record.ts'
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

/** How the cells and records of a file are parted. */
export const formOf = (
  file: InspectedFile,
  delimiter = rankDelimiters(file.headText)[0] ?? ',',
): CsvForm => ({
  delimiter,
  lineBreak: file.headText.includes('\n') ? '\n' : '\r',
})

/** Whether any cell of a record says something. Only a record of nothing but marks has to be cut to know. */
function isFilled(text: string, form: CsvForm): boolean {
  if (/[^\s",;|]/.test(text)) return true
  return cutCsvRecord(text, form).some((cell) => cell.trim() !== '')
}

/** The records of a CSV file not yet cut into cells, those without any text left out. Throws `csv-malformed` with the line. */
export async function* readCsvRecords(
  file: InspectedFile,
  form: CsvForm,
  afterLine = 0,
): AsyncGenerator<CsvRecord> {
  const splitter = new CsvRecordSplitter(form)
  const decoder = new TextDecoder()
  const keep = ({ line, text }: CsvRecord) => line > afterLine && isFilled(text, form)
  try {
    for await (const chunk of textStream(file) as AsyncIterable<Buffer>)
      for (const record of splitter.write(decoder.decode(chunk, { stream: true })))
        if (keep(record)) yield record
    for (const record of [...splitter.write(decoder.decode()), ...splitter.end()])
      if (keep(record)) yield record
  } catch (error) {
    throw error instanceof QuoteNotClosed ? quoteNotClosed(error.line, file.name) : error
  }
}

/** The rows of a CSV file, header included, rows without any text left out. Throws `csv-malformed` with the line. */
export async function* readCsv(
  file: InspectedFile,
  { delimiter, afterLine }: CsvOptions = {},
): AsyncGenerator<CsvRow> {
  const form = formOf(file, delimiter)
  for await (const { line, text } of readCsvRecords(file, form, afterLine))
    yield { line, cells: cutCsvRecord(text, form) }
}
