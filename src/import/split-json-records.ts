/** One record of a JSON file: its text, the line where it starts, and where it stood (`marche`, `contrat-concession`…). */
export type JsonRecord = { text: Buffer; line: number; container: string }

/** A file that ends in the middle of its own structure, or holds no list of records. */
export class JsonStructureError extends Error {
  readonly reason: 'truncated' | 'no-records' | 'record-too-long'
  readonly line: number

  constructor(reason: JsonStructureError['reason'], line: number) {
    super(`${reason} at line ${line}`)
    this.reason = reason
    this.line = line
  }
}

/** No published record reaches a hundredth of this: a longer one is a file whose braces do not match. */
const LONGEST_RECORD_BYTES = 16 * 1024 * 1024

const LONGEST_KEY_BYTES = 200

const [QUOTE, BACKSLASH, NEWLINE, COLON, COMMA] = [0x22, 0x5c, 0x0a, 0x3a, 0x2c]
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d]

type Frame = { isArray: boolean; key: string }

/** Whether an object that opens here is a record: an item of `[…]`, `marches[]` or `marches.x[]`, or `marches.x` itself. */
function isRecordPlace(frames: readonly Frame[], pendingKey: string): boolean {
  const [root, first, second] = frames
  if (root === undefined) return false
  if (frames.length === 1) return root.isArray
  if (first?.key !== 'marches') return false
  if (frames.length === 2) return first.isArray || pendingKey !== ''
  return frames.length === 3 && second?.isArray === true
}

/** Follows brackets and strings, byte by byte, across chunks. */
class RecordScanner {
  #line = 1
  #inString = false
  #escaped = false
  readonly #frames: Frame[] = []
  #keyBytes: number[] = []
  #pendingKey = ''
  #hasRecordList = false
  #recordDepth = 0
  #recordLine = 0
  #recordContainer = ''
  #recordParts: Buffer[] = []
  #recordBytes = 0;

  /** The records that end in this chunk. */
  *scan(chunk: Buffer): Generator<JsonRecord> {
    let recordStart = 0
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] as number
      if (byte === NEWLINE) this.#line++
      if (this.#inString) this.#followString(byte)
      else if (byte === QUOTE) this.#openString()
      else if (this.#recordDepth > 0) {
        if (this.#followRecord(byte)) yield this.#endRecord(chunk.subarray(recordStart, i + 1))
      } else if (this.#followStructure(byte)) recordStart = i
    }
    if (this.#recordDepth > 0) this.#keep(chunk.subarray(recordStart))
  }

  /** Checks that the file ended where its structure does, and that it held a list of records. */
  end(): void {
    const isOpen = this.#frames.length > 0 || this.#recordDepth > 0 || this.#inString
    if (isOpen) throw new JsonStructureError('truncated', this.#recordDepth > 0 ? this.#recordLine : this.#line)
    if (!this.#hasRecordList) throw new JsonStructureError('no-records', this.#line)
  }

  #openString(): void {
    this.#inString = true
    if (this.#recordDepth === 0) this.#keyBytes = []
  }

  #followString(byte: number): void {
    if (this.#escaped) this.#escaped = false
    else if (byte === BACKSLASH) this.#escaped = true
    else if (byte === QUOTE) this.#inString = false
    else if (this.#recordDepth === 0 && this.#keyBytes.length < LONGEST_KEY_BYTES) this.#keyBytes.push(byte)
  }

  /** Whether the record ends with this byte. */
  #followRecord(byte: number): boolean {
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#recordDepth++
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.#recordDepth--
    return this.#recordDepth === 0
  }

  /** Whether a record starts with this byte. */
  #followStructure(byte: number): boolean {
    if (byte === COLON) this.#pendingKey = Buffer.from(this.#keyBytes).toString('utf8')
    else if (byte === COMMA) this.#pendingKey = ''
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.#frames.pop()
    else if (byte === OPEN_BRACE && isRecordPlace(this.#frames, this.#pendingKey)) {
      this.#startRecord()
      return true
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#openFrame(byte === OPEN_BRACKET)
    return false
  }

  #openFrame(isArray: boolean): void {
    this.#frames.push({ isArray, key: this.#pendingKey })
    this.#pendingKey = ''
    if (isArray) this.#hasRecordList ||= this.#frames.length === 1 || this.#frames[1]?.key === 'marches'
  }

  #startRecord(): void {
    this.#recordDepth = 1
    this.#recordLine = this.#line
    this.#recordContainer = this.#pendingKey || (this.#frames.at(-1)?.key ?? '')
    this.#hasRecordList = true
  }

  #keep(part: Buffer): void {
    this.#recordParts.push(part)
    this.#recordBytes += part.length
    if (this.#recordBytes > LONGEST_RECORD_BYTES) throw new JsonStructureError('record-too-long', this.#recordLine)
  }

  #endRecord(lastPart: Buffer): JsonRecord {
    const text = Buffer.concat([...this.#recordParts, lastPart])
    this.#recordParts = []
    this.#recordBytes = 0
    this.#pendingKey = ''
    return { text, line: this.#recordLine, container: this.#recordContainer }
  }
}

/**
 * Cuts a JSON file into its records without reading it whole, so that memory does not grow with the file, each record
 * has its line, and one unreadable record does not cost the others. It only follows brackets and strings; `JSON.parse`
 * reads the records. Throws `JsonStructureError` when the file ends inside its structure or holds no list of records.
 */
export async function* splitJsonRecords(chunks: AsyncIterable<Buffer>): AsyncGenerator<JsonRecord> {
  const scanner = new RecordScanner()
  for await (const chunk of chunks) yield* scanner.scan(chunk)
  scanner.end()
}
