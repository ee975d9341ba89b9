import type { CsvForm } from './cut-csv-record.ts'

/**
 * Whole records of a CSV, in UTF-8. `records`: three numbers each, the line where it starts and the bytes where it starts and
 * where its line break stands. Plain data: it is handed over to another thread as it is.
 */
export type CsvBlock = { bytes: Uint8Array; records: Uint32Array }

/** A quote that never closes makes one record of the rest of the file. */
export class QuoteNotClosed extends Error {
  readonly line: number

  constructor(line: number) {
    super(`a quote opened in the record of line ${line} is not closed`)
    this.line = line
  }
}

/** Bytes. No published record reaches a hundredth of this: a longer one is a quote that never closes. */
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

const QUOTE = 0x22

/**
 * Cuts a CSV in UTF-8, handed over piece by piece, into records. Lines are counted as they are met, those inside quotes too.
 * Bytes are gone through, not text: marks are the same in both, and only lines with a quote are read as text.
 */
export class CsvRecordSplitter {
  readonly #delimiter: string
  readonly #lineBreak: Buffer
  /** From the start of the record that is not whole yet. */
  #rest: Buffer = Buffer.alloc(0)
  /** Lines before it. */
  #line = 0

  constructor({ delimiter, lineBreak }: CsvForm) {
    this.#delimiter = delimiter
    this.#lineBreak = Buffer.from(lineBreak)
  }

  /** The records that end in this piece. Throws `QuoteNotClosed`. */
  write(piece: Buffer): CsvBlock {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, piece]) : piece
    const records: number[] = []
    const nextQuote = (from: number) => {
      const at = bytes.indexOf(QUOTE, from)
      return at < 0 ? bytes.length : at
    }
    let [start, lineStart, line, isOpen, quote] = [0, 0, this.#line, false, nextQuote(0)]
    for (;;) {
      const end = bytes.indexOf(this.#lineBreak[0] as number, lineStart)
      if (end < 0) break
      line++
      if (quote < lineStart) quote = nextQuote(lineStart)
      if (quote < end)
        isOpen = endsInsideQuotes(bytes.toString('latin1', lineStart, end), this.#delimiter, isOpen)
      lineStart = end + 1
      if (isOpen) continue
      records.push(this.#line + 1, start, end)
      start = lineStart
      this.#line = line
    }
    this.#rest = Buffer.from(bytes.subarray(start))
    if (this.#rest.length > LONGEST_RECORD) throw new QuoteNotClosed(this.#line + 1)
    return { bytes, records: Uint32Array.from(records) }
  }

  /** The last record, when no line break follows it. Throws `QuoteNotClosed`. */
  end(): CsvBlock {
    const block = this.write(this.#lineBreak)
    if (this.#rest.length > 0) throw new QuoteNotClosed(this.#line + 1)
    return block
  }
}
