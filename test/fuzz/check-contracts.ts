import { Readable } from 'node:stream'
import type { Random } from '../../bench/generator/random.ts'
import { toProblemText } from '../../src/database/problem-text.ts'
import { CONTENT_COLUMNS, toStagedText } from '../../src/database/staged-text.ts'
import type { ContractRecord } from '../../src/domain/contract/contract-record.ts'
import { parseContract } from '../../src/domain/contract/parse-contract.ts'
import { inspectFile } from '../../src/import/inspect-file.ts'
import { type ContractFile, openContractFile } from '../../src/import/open-contract-file.ts'
import { rowsIn } from '../../src/import/row-batch.ts'
import { mapRow, type SourceRow } from '../../src/import/source-row.ts'
import { splitJsonRecords } from '../../src/import/split-json-records.ts'
import { countCsvRows, countJsonRecords, countXmlRecords } from './count-rows.ts'
import { hold, holdCopyText, holdProblems, holdSame, isStorable } from './hold.ts'

/** What became of an input that was read to its end. */
export type Reading = { rows: number; rejected: number }

/** Any buyer of the demonstration, for files that name none. */
export const BUYER = '00001001700010'
const TODAY = '2026-11-23'
/** Cells of `staged_rows`; `staged_contents` has the content after its `seq`. */
const ROW_CELLS = 19
const CONTENT_CELLS = 1 + Object.keys(CONTENT_COLUMNS).length
const HOLDER_CELLS = 10
const PROBLEM_CELLS = 7
const LARGEST_INTEGER = 2_147_483_647

const isInteger = (value: number | null) =>
  value === null || (Number.isInteger(value) && Math.abs(value) <= LARGEST_INTEGER)
/** The texts that go into a jsonb column. */
const textsInJson = ({ amendments, subcontracts }: ContractRecord) =>
  [
    ...amendments.flatMap(({ object, holders }) => [{ name: object, identifier: null }, ...holders]),
    ...subcontracts,
  ].flatMap(({ name, identifier }) => [name ?? '', identifier ?? ''])
const isDay = (value: string | null) => value === null || /^(?!0000)\d{4}-\d{2}-\d{2}$/.test(value)
const isCents = (value: bigint | null) => value === null || BigInt.asIntN(64, value) === value
const isFiniteOrNull = (value: number | null) => value === null || Number.isFinite(value)

function holdRecord(record: ContractRecord): void {
  const parts = [record, ...record.amendments, ...record.subcontracts]
  hold(
    [record.version, record.offersReceived, ...parts.map(({ durationMonths }) => durationMonths)].every(
      isInteger,
    ),
    'a whole number fits its column',
  )
  const days = [
    ...[record.notifiedOn, record.publishedOn],
    ...record.amendments.flatMap(({ amendedOn, publishedOn }) => [amendedOn, publishedOn]),
    ...record.subcontracts.map(({ notifiedOn }) => notifiedOn),
  ]
  hold(days.every(isDay), 'a day is a day of the calendar')
  hold(
    parts.every(({ amountCents }) => isCents(amountCents)),
    'an amount fits its column',
  )
  hold(textsInJson(record).every(isStorable), 'texts in jsonb can be stored')
  hold(record.amountCents !== null || record.amountFlag !== null, 'an amount that is not known says why')
  hold([record.advanceRate, record.euOrigin, record.frenchOrigin].every(isFiniteOrNull), 'a number is finite')
  const ids = [
    record.buyerId,
    record.sourceId,
    record.frameworkId,
    ...record.holders.map(({ identifier }) => identifier),
  ]
  hold(
    ids.every((id) => id === null || (id !== '' && id.length <= 255)),
    'an identifier can be indexed',
  )
}

/** One row becomes a row to stage or a refusal with its reason; answers whether it was refused. */
function checkRow({ mapping }: ContractFile, row: SourceRow, seq: number): boolean {
  hold(Number.isInteger(row.line) && row.line >= 1, 'a row has a line')
  const { line, problems, mapped } = mapRow(mapping, row)
  const parsed = mapped && parseContract(mapped.raw, TODAY)
  const all = [...problems, ...(parsed?.problems ?? [])]
  holdProblems(all)
  holdCopyText(all.map((problem) => toProblemText(1n, line, problem)).join(''), all.length, PROBLEM_CELLS)
  if (!mapped || !parsed?.record) {
    hold(
      all.some(({ isRejection }) => isRejection),
      'a row that is not stored says why',
    )
    return true
  }
  hold(
    all.every(({ isRejection }) => !isRejection),
    'a row that is stored has no reason to be refused',
  )
  holdRecord(parsed.record)
  const text = toStagedText({ seq, line, record: parsed.record, spread: mapped.spread })
  holdCopyText(text.rows, 1, ROW_CELLS)
  holdCopyText(text.contents, 1, CONTENT_CELLS)
  holdCopyText(text.holders, parsed.record.holders.length, HOLDER_CELLS)
  return false
}

/** A file cut anywhere on its way in gives the same records. */
async function holdChunks(text: string, lines: readonly number[], random: Random): Promise<void> {
  const bytes = Buffer.from(text)
  const size = 1 + random.below(random.pick([3, 64, 4096]))
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  )
  const found: number[] = []
  for await (const { line } of splitJsonRecords(Readable.from(chunks))) found.push(line)
  holdSame(found, lines, `records of JSON that comes by ${size} bytes`)
}

function countAgain({ format, tables: [table] }: ContractFile, text: string): number | null {
  if (format.startsWith('decp-json')) return countJsonRecords(text)
  if (format.startsWith('decp-xml')) return countXmlRecords(text)
  return format.endsWith('-csv') && table ? countCsvRows(text, table.plan.header) : null
}

/** Reads a file of contracts as an import does, but for the database. Throws an `AppError` when it is refused. */
export async function checkContracts(path: string, bytes: Buffer, random: Random): Promise<Reading> {
  const inspected = await inspectFile(path)
  const buyer = random.chance(0.5) ? BUYER : null
  const file = await openContractFile(inspected, {
    buyer,
    facilitator: null,
    sheets: [],
    profiles: [],
    isGuessAllowed: true,
  })
  const lines: number[] = []
  let rejected = 0
  // A clone, as another thread receives it.
  for await (const batch of file.batches)
    for (const row of rowsIn(structuredClone(batch), file.mapping.csv)) {
      lines.push(row.line)
      if (checkRow(file, row, lines.length)) rejected++
    }
  const text = new TextDecoder(inspected.encoding).decode(bytes).replace(/^ï»¿|^\ufeff/, '')
  const counted = countAgain(file, text)
  if (counted !== null) holdSame(lines.length, counted, 'rows read of those the file holds')
  if (file.format.startsWith('decp-json') && random.chance(0.1)) await holdChunks(text, lines, random)
  return { rows: lines.length, rejected }
}
