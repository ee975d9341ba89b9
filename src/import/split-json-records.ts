/**
 * One record of a JSON file: its text, the line where it starts, and where it stood (`marche`, `contrat-concession`…). An
 * item without braces comes too, its text shortened, so that no row is lost.
 */
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

const LONGEST_TEXT_BYTES = 200

const [QUOTE, BACKSLASH, NEWLINE, COLON, COMMA, SPACE] = [0x22, 0x5c, 0x0a, 0x3a, 0x2c, 0x20]
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d]

/** `isRecordList`: its items are records; lists inside such a list are too. */
type Frame = { key: string; isRecordList: boolean }

/** The keys of the file's own object whose list holds the records; `null`: whatever the key. */
export type ListKey = 'marches' | null

/** Whether the items of a list that opens here are records: `[…]`, `marches[]`, `marches.x[]`, or a list inside one. */
function isRecordList(frames: readonly Frame[], pendingKey: string, listKey: ListKey): boolean {
  const [root, first] = frames
  if (root === undefined || frames.at(-1)?.isRecordList) return true
  return frames.length === 1
    ? listKey === null || pendingKey === listKey
    : frames.length === 2 && first?.key === 'marches'
}

/** Whether an object that opens here is a record: an item of a list of records, or `marches.x` itself. */
function isRecordPlace(frames: readonly Frame[], pendingKey: string): boolean {
  if (frames.at(-1)?.isRecordList) return true
  return frames.length === 2 && frames[1]?.key === 'marches' && pendingKey !== ''
}

/** Follows brackets and strings, byte by byte, across chunks. */
class RecordScanner {
  readonly #key: ListKey
  #line = 1
  #inString = false
  #escaped = false
  readonly #frames: Frame[] = []
  /** Of the last string outside records, or of the stray item. */
  #textBytes: number[] = []
  #pendingKey = ''
  #hasRecordList = false
  #hasListInList = false
  #hasItem = false
  #strayLine = 0
  #recordDepth = 0
  #recordLine = 0
  #recordContainer = ''
  #recordParts: Buffer[] = []
  #recordBytes = 0

  constructor(key: ListKey) {
    this.#key = key
  }

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
      } else {
        const stray = this.#endStray(byte)
        if (stray) yield stray
        if (this.#followStructure(byte)) recordStart = i
      }
    }
    if (this.#recordDepth > 0) this.#keep(chunk.subarray(recordStart))
  }

  /** Checks that the file ended where its structure does, and that it held a list of records: one of nothing but lists is none. */
  end(): void {
    const isOpen = this.#frames.length > 0 || this.#recordDepth > 0 || this.#inString
    if (isOpen)
      throw new JsonStructureError('truncated', this.#recordDepth > 0 ? this.#recordLine : this.#line)
    if (!this.#hasRecordList || (this.#hasListInList && !this.#hasItem))
      throw new JsonStructureError('no-records', this.#line)
  }

  #openString(): void {
    this.#inString = true
    if (this.#recordDepth > 0) return
    this.#textBytes = []
    this.#noteStray()
  }

  #followString(byte: number): void {
    if (this.#escaped) this.#escaped = false
    else if (byte === BACKSLASH) this.#escaped = true
    else if (byte === QUOTE) this.#inString = false
    else if (this.#recordDepth === 0) this.#keepText(byte)
  }

  #keepText(byte: number): void {
    if (this.#textBytes.length < LONGEST_TEXT_BYTES) this.#textBytes.push(byte)
  }

  get #isInList(): boolean {
    return this.#frames.at(-1)?.isRecordList === true
  }

  /** Where the list that is open stands: `marche`, `contrat-concession`… */
  get #listKey(): string {
    return this.#frames.at(-1)?.key ?? ''
  }

  /** An item of a list of records that has no braces (`null`, a text) is no record, but it is a row of the file. */
  #noteStray(): void {
    if (this.#isInList && this.#strayLine === 0) {
      this.#textBytes = []
      this.#strayLine = this.#line
    }
  }

  /** The item without braces that ends before this byte. */
  #endStray(byte: number): JsonRecord | null {
    if (this.#strayLine === 0 || (byte !== COMMA && byte !== CLOSE_BRACKET)) return null
    const line = this.#strayLine
    this.#strayLine = 0
    this.#hasItem = true
    return { text: Buffer.from(this.#textBytes), line, container: this.#listKey }
  }

  /** Whether the record ends with this byte. */
  #followRecord(byte: number): boolean {
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#recordDepth++
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.#recordDepth--
    return this.#recordDepth === 0
  }

  /** Whether a record starts with this byte. */
  #followStructure(byte: number): boolean {
    if (byte === COLON) this.#pendingKey = Buffer.from(this.#textBytes).toString('utf8')
    else if (byte === COMMA) this.#pendingKey = ''
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.#frames.pop()
    else if (byte === OPEN_BRACE && isRecordPlace(this.#frames, this.#pendingKey)) {
      this.#startRecord()
      return true
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#openFrame(byte === OPEN_BRACKET)
    else if (byte > SPACE && this.#isInList) {
      this.#noteStray()
      this.#keepText(byte)
    }
    return false
  }

  #openFrame(isArray: boolean): void {
    const isList = isArray && isRecordList(this.#frames, this.#pendingKey, this.#key)
    this.#hasListInList ||= isList && this.#isInList
    this.#frames.push({ key: this.#pendingKey || this.#listKey, isRecordList: isList })
    this.#pendingKey = ''
    this.#hasRecordList ||= isList
  }

  #startRecord(): void {
    this.#hasItem = true
    this.#recordDepth = 1
    this.#recordLine = this.#line
    this.#recordContainer = this.#pendingKey || this.#listKey
    this.#hasRecordList = true
  }

  #keep(part: Buffer): void {
    this.#recordParts.push(part)
    this.#recordBytes += part.length
    if (this.#recordBytes > LONGEST_RECORD_BYTES)
      throw new JsonStructureError('record-too-long', this.#recordLine)
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
export async function* splitJsonRecords(
  chunks: AsyncIterable<Buffer>,
  listKey: ListKey = 'marches',
): AsyncGenerator<JsonRecord> {
  const scanner = new RecordScanner(listKey)
  for await (const chunk of chunks) yield* scanner.scan(chunk)
  scanner.end()
}
