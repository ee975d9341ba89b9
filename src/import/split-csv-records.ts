import type { CsvForm } from './cut-csv-record.ts'

/** One record of a CSV text, its line break left out, and the line where it starts. */
export type CsvRecord = { line: number; text: string }

/** A quote that never closes makes one record of the rest of the file. */
export class QuoteNotClosed extends Error {
  readonly line: number

  constructor(line: number) {
    super(`a quote opened in the record of line ${line} is not closed`)
    this.line = line
  }
}

/** No published record reaches a hundredth of this: a longer one is a quote that never closes. */
const LONGEST_RECORD = 1024 * 1024

/**
 * Whether a line ends inside quotes, when it starts inside or outside. A quote opens at the start of a cell only; doubled, it
 * is a character; closed and followed by other than a delimiter, the cell goes on to the next one.
 */
function endsInsideQuotes(line: string, delimiter: string, startsInside: boolean): boolean {
  let at = 0
  let isInside = startsInside
  for (;;) {
    if (!isInside && line[at] === '"') {
      isInside = true
      at++
    }
    if (isInside) {
      const quote = line.indexOf('"', at)
      if (quote < 0) return true
      at = quote + 1
      if (line[at] === '"') {
        at++
        continue
      }
      isInside = false
    }
    const next = line.indexOf(delimiter, at)
    if (next < 0) return false
    at = next + 1
  }
}

/** Cuts a text, handed over piece by piece, into records. Lines are counted as they are met, those inside quotes too. */
export class CsvRecordSplitter {
  readonly #delimiter: string
  readonly #lineBreak: string
  #rest = ''
  #line = 0
  #open: { line: number; text: string } | null = null

  constructor({ delimiter, lineBreak }: CsvForm) {
    this.#delimiter = delimiter
    this.#lineBreak = lineBreak
  }

  /** The records that end in this piece. Throws `QuoteNotClosed`. */
  write(piece: string): CsvRecord[] {
    const lines = (this.#rest + piece).split(this.#lineBreak)
    this.#rest = lines.pop() ?? ''
    if (this.#rest.length > LONGEST_RECORD) throw new QuoteNotClosed(this.#open?.line ?? this.#line + 1)
    return this.#toRecords(lines)
  }

  /** The last record, when no line break follows it. Throws `QuoteNotClosed`. */
  end(): CsvRecord[] {
    const records = this.#toRecords([this.#rest])
    if (this.#open !== null) throw new QuoteNotClosed(this.#open.line)
    return records
  }

  #toRecords(lines: readonly string[]): CsvRecord[] {
    const records: CsvRecord[] = []
    for (const text of lines) {
      this.#line++
      if (this.#open !== null) this.#continue(text, records)
      else if (!text.includes('"') || !endsInsideQuotes(text, this.#delimiter, false))
        records.push({ line: this.#line, text })
      else this.#open = { line: this.#line, text }
    }
    return records
  }

  #continue(text: string, records: CsvRecord[]): void {
    const open = this.#open as { line: number; text: string }
    open.text += this.#lineBreak + text
    if (open.text.length > LONGEST_RECORD) throw new QuoteNotClosed(open.line)
    if (endsInsideQuotes(text, this.#delimiter, true)) return
    records.push(open)
    this.#open = null
  }
}
