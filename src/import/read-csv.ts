import { AppError } from '../platform/errors.ts'
import { type CsvForm, cutCsvRecord } from './cut-csv-record.ts'
import type { InspectedFile } from './inspect-file.ts'
import { type CsvBlock, CsvRecordSplitter, QuoteNotClosed } from './split-csv-records.ts'
import { textStream } from './text-stream.ts'

/** A row of a CSV file and the line where it starts (a quoted cell may hold line breaks). */
export type CsvRow = { line: number; cells: string[] }

/** One record not yet cut into cells, its line break left out, and the line where it starts. */
type CsvRecord = { line: number; text: string }

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

const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf])

/** The records of a CSV file, still in bytes, some hundreds at a time. Throws `csv-malformed` with the line. */
export async function* readCsvBlocks(
  file: InspectedFile,
  form: CsvForm,
  afterLine = 0,
): AsyncGenerator<CsvBlock> {
  const splitter = new CsvRecordSplitter(form)
  const after = ({ bytes, records }: CsvBlock): CsvBlock => {
    let first = 0
    while (first < records.length && (records[first] as number) <= afterLine) first += 3
    return { bytes, records: first === 0 ? records : records.subarray(first) }
  }
  let isFirst = true
  try {
    for await (const chunk of textStream(file) as AsyncIterable<Buffer>) {
      const hasMark = isFirst && chunk.subarray(0, 3).equals(UTF8_BOM)
      isFirst = false
      yield after(splitter.write(hasMark ? chunk.subarray(3) : chunk))
    }
    yield after(splitter.end())
  } catch (error) {
    throw error instanceof QuoteNotClosed ? quoteNotClosed(error.line, file.name) : error
  }
}

/** The records of a block as text, each with the line where it starts; those without any text are left out. */
export function* recordsIn({ bytes, records }: CsvBlock, form: CsvForm): Generator<CsvRecord> {
  const { buffer, byteOffset, length } = bytes
  const text = Buffer.from(buffer, byteOffset, length)
  for (let at = 0; at < records.length; at += 3) {
    const record = text.toString('utf8', records[at + 1], records[at + 2])
    if (isFilled(record, form)) yield { line: records[at] as number, text: record }
  }
}

/** The rows of a CSV file, header included, rows without any text left out. Throws `csv-malformed` with the line. */
export async function* readCsv(
  file: InspectedFile,
  { delimiter, afterLine }: CsvOptions = {},
): AsyncGenerator<CsvRow> {
  const form = formOf(file, delimiter)
  for await (const block of readCsvBlocks(file, form, afterLine))
    for (const { line, text } of recordsIn(block, form)) yield { line, cells: cutCsvRecord(text, form) }
}
