import { type IsoDate, parseDate } from '../dates/iso-date.ts'
import { type AmountFlag, readAmount } from '../money/amount-flag.ts'
import { type Problem, problemOf } from '../problem/problem.ts'
import type { ProblemCode } from '../problem/problem-codes.ts'
import { type ConsiderationTopic, readConsiderations } from './considerations.ts'
import { kindOfContract } from './contract-kind.ts'
import { durationWarnings, isLowPerMonth, isPlausibleDay, isPublishedLate } from './contract-problems.ts'
import type { ContractRecord } from './contract-record.ts'
import { identifierTextOf, textOf } from './missing-marker.ts'
import { findNotConcluded } from './not-concluded.ts'
import { parseAmendments, parseSubcontracts } from './parse-amendments.ts'
import { parseBuyer } from './parse-buyer.ts'
import { parseOrganisations, readPlace } from './parse-organisation.ts'
import { type ReadScalar, readBoolean, readInteger, readMonthCount, readNumber } from './parse-scalars.ts'
import { RAW_FIELDS, RAW_LISTS, type RawContract, type RawField, type RawList } from './raw-contract.ts'

/** A record to store, or `null` when it was refused; `problems` says why, and flags what was kept with a doubt. */
export type ParsedContract = { record: ContractRecord | null; problems: readonly Problem[] }

/** Reads the fields of one raw record, collecting every problem met. */
class FieldReader {
  readonly problems: Problem[] = []
  readonly #raw: RawContract

  constructor(raw: RawContract) {
    this.#raw = raw
  }

  columnOf(field: RawField | RawList): string {
    const schemaName = field in RAW_FIELDS ? RAW_FIELDS[field as RawField] : RAW_LISTS[field as RawList]
    return this.#raw.columnNames[field] ?? schemaName
  }

  flag(code: ProblemCode, field: RawField | RawList): void {
    const value = field in RAW_LISTS ? this.#raw.lists[field as RawList] : this.#raw.fields[field as RawField]
    this.problems.push(problemOf(code, this.columnOf(field), value))
  }

  text(field: RawField): string | null {
    return textOf(this.#raw.fields[field])
  }

  identifier(field: 'sourceId' | 'frameworkId'): string | null {
    return identifierTextOf(this.#raw.fields[field])
  }

  scalar<T>(field: RawField, read: (raw: unknown) => ReadScalar<T>, code: ProblemCode): T | null {
    const { value, isUnreadable } = read(this.#raw.fields[field])
    if (isUnreadable) this.flag(code, field)
    return value
  }

  date(field: RawField, unreadable: ProblemCode): IsoDate | null {
    const text = this.text(field)
    if (text === null) return null
    const day = parseDate(text)
    if (day === null) this.flag(unreadable, field)
    return day
  }

  considerations(topic: ConsiderationTopic) {
    const field = `${topic}Considerations` as const
    const { considerations, problem } = readConsiderations(this.#raw.lists[field] ?? null, topic)
    if (problem === 'contradiction') this.flag('considerations-contradictory', field)
    if (problem === 'unknown-label') this.flag('consideration-unknown', field)
    return considerations
  }

  amount(): { amountCents: bigint | null; amountFlag: AmountFlag | null } {
    const raw = this.#raw.fields.amount
    const text = this.text('amount')
    const amount =
      text === null
        ? { amountCents: null, amountFlag: 'missing' as const }
        : readAmount(typeof raw === 'number' ? raw : text)
    if (amount.amountFlag) this.flag(`amount-${amount.amountFlag}`, 'amount')
    if (text === ZERO_WITHOUT_COMMA) this.flag('amount-without-comma', 'amount')
    return amount
  }
}

/** "0,00" of an export that dropped the comma of every amount: a real one has 762 records a hundred times too high, 8 of them so. */
const ZERO_WITHOUT_COMMA = '000'

/** "45000000-7" → "45000000": the check digit is sometimes written; a code of other length is kept as written. */
const withoutCpvCheckDigit = (cpv: string | null) => cpv?.replace(/^(\d{8})-\d$/, '$1') ?? null

/** Warnings that compare fields with each other or with the day of the import. */
function flagDoubts(reader: FieldReader, record: ContractRecord, today: IsoDate): void {
  for (const code of durationWarnings(record.durationMonths, record.kind)) reader.flag(code, 'durationMonths')
  const { amountCents, amountFlag, durationMonths, notifiedOn, publishedOn } = record
  if (amountCents !== null && amountFlag === null && isLowPerMonth(amountCents, durationMonths ?? 0))
    reader.flag('amount-per-month-low', 'amount')
  if (notifiedOn === null && reader.text('notifiedOn') === null)
    reader.flag('notification-date-missing', 'notifiedOn')
  if (notifiedOn && !isPlausibleDay(notifiedOn, today))
    reader.flag('notification-date-implausible', 'notifiedOn')
  if (notifiedOn && publishedOn && isPublishedLate(notifiedOn, publishedOn))
    reader.flag('published-late', 'publishedOn')
}

/** "Total", "Sous-total 2024", and not the company of fuel: "Total énergies" alone is a section of a table. */
const TOTAL =
  /^(sous[- ]?)?tota(l|ux)\b(?!\W?([ée]nergies\W+\w|(marketing|direct|access|lubrifiants|raffinage)\b))/i

/** "12", "3 marchés": how many rows a total adds up. */
const COUNT = /^\d+( \p{L}+)?$/u

/**
 * "Total", "Sous-total 2024": what a spreadsheet adds below its table, sometimes with a count where the object or the holder's name
 * goes; a contract so named has an id, an object and a holder, or a date.
 */
function isTotalRow(
  { holders, fields }: RawContract,
  sourceId: string | null,
  object: string | null,
): boolean {
  const hasObject = object !== null && !(sourceId !== null && COUNT.test(object))
  const only = sourceId === null ? object : hasObject ? null : sourceId
  return (
    only !== null &&
    TOTAL.test(only) &&
    holders.every(({ identifier }) => textOf(identifier) === null) &&
    (textOf(fields.notifiedOn) === null || holders.every(({ name }) => textOf(name) === null))
  )
}

/**
 * Turns one raw record into a record to store, or refuses it: no buyer, neither id nor object, a total, or no contract concluded.
 * `today` (the day of the import) only serves to flag future dates.
 */
export function parseContract(raw: RawContract, today: IsoDate): ParsedContract {
  const reader = new FieldReader(raw)
  const buyer = parseBuyer(raw.fields.buyerId, reader.columnOf('buyerId'), reader.problems)
  const [sourceId, object] = [reader.identifier('sourceId'), reader.text('object')]
  if (sourceId === null && object === null) reader.flag('nothing-bought', 'sourceId')
  const isTotal = isTotalRow(raw, sourceId, object)
  if (isTotal) reader.flag('total-row', TOTAL.test(object ?? '') ? 'object' : 'sourceId')
  const holderColumn =
    raw.columnNames.holderId ?? (raw.isConcession ? 'concessionnaires.id' : 'titulaires.id')
  const notConcluded = findNotConcluded(raw, holderColumn)
  if (notConcluded) reader.problems.push(notConcluded)
  if (buyer === null || isTotal || notConcluded || (sourceId === null && object === null))
    return { record: null, problems: reader.problems }

  const holders = parseOrganisations(raw.holders, holderColumn, reader.problems)
  if (holders.length === 0) reader.problems.push(problemOf('holder-missing', holderColumn, null))
  const { buyerDepartment, buyerCommune } = raw.fields
  const { place: buyerPlace } = readPlace(
    buyerDepartment,
    buyerCommune,
    reader.columnOf('buyerDepartment'),
    reader.problems,
  )
  const identity = { sourceId, nature: reader.text('nature'), frameworkId: reader.identifier('frameworkId') }
  const techniques = raw.lists.techniques ?? null
  const record: ContractRecord = {
    ...buyer,
    buyerName: reader.text('buyerName'),
    ...(buyerPlace && { buyerPlace }),
    ...identity,
    ...reader.amount(),
    kind: kindOfContract({ ...identity, techniques, isConcession: raw.isConcession }),
    lot: reader.text('lot'),
    object,
    procedure: reader.text('procedure'),
    cpv: withoutCpvCheckDigit(reader.text('cpv')),
    placeCode: reader.text('placeCode'),
    placeCodeType: reader.text('placeCodeType'),
    placeName: reader.text('placeName'),
    durationMonths: reader.scalar('durationMonths', readMonthCount, 'duration-unreadable'),
    notifiedOn: reader.date('notifiedOn', 'notification-date-unreadable'),
    publishedOn: reader.date('publishedOn', 'publication-date-unreadable'),
    priceForm: reader.text('priceForm'),
    ccag: reader.text('ccag'),
    groupType: reader.text('groupType'),
    offersReceived: reader.scalar('offersReceived', readInteger, 'number-unreadable'),
    innovative: reader.scalar('innovative', readBoolean, 'boolean-unreadable'),
    advance: reader.scalar('advance', readBoolean, 'boolean-unreadable'),
    advanceRate: reader.scalar('advanceRate', readNumber, 'number-unreadable'),
    subcontractingDeclared: reader.scalar('subcontractingDeclared', readBoolean, 'boolean-unreadable'),
    euOrigin: reader.scalar('euOrigin', readNumber, 'number-unreadable'),
    frenchOrigin: reader.scalar('frenchOrigin', readNumber, 'number-unreadable'),
    techniques,
    executionModes: raw.lists.executionModes ?? null,
    priceTypes: raw.lists.priceTypes ?? null,
    socialConsiderations: reader.considerations('social'),
    environmentalConsiderations: reader.considerations('environmental'),
    holders,
    amendments: parseAmendments(raw.amendments, today, reader.problems),
    subcontracts: parseSubcontracts(raw.subcontracts, reader.problems),
    version: raw.version,
    isVersionDated: raw.isVersionDated,
    isSuperseded: raw.isSuperseded,
  }
  flagDoubts(reader, record, today)
  return { record, problems: reader.problems }
}
