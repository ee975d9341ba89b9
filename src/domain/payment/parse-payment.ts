import { isPlausibleDay } from '../contract/contract-problems.ts'
import type { Organisation } from '../contract/contract-record.ts'
import { identifierTextOf, textOf } from '../contract/missing-marker.ts'
import { parseBuyer } from '../contract/parse-buyer.ts'
import { parseOrganisation } from '../contract/parse-organisation.ts'
import { type IsoDate, parseDate } from '../dates/iso-date.ts'
import { type Period, parsePeriod } from '../dates/period.ts'
import { type Problem, problemOf } from '../problem/problem.ts'
import type { ProblemCode } from '../problem/problem-codes.ts'
import type { PaymentRecord } from './payment-record.ts'
import { RAW_PAYMENT_FIELDS, type RawPayment, type RawPaymentField } from './raw-payment.ts'
import { readPaymentAmount } from './read-payment-amount.ts'
import type { TaxBasis } from './tax-basis.ts'

/** What the sender says of a whole file; it holds where the file itself says nothing. */
export type PaymentDefaults = { buyerId?: string; period?: Period; taxBasis?: TaxBasis }

/** A payment to store, or `null` when it was refused; `problems` says why, and flags what was kept with a doubt. */
export type ParsedPayment = { record: PaymentRecord | null; problems: readonly Problem[] }

const NOBODY: Organisation = { scheme: null, identifier: null, siren: null, name: null }

/** "Total", "Sous-total :", "TOTAL GÉNÉRAL". A company may be called Total: with an identifier, it is one. */
const TOTAL = /^(sous[- ]?)?total( g[ée]n[ée]ral)?( ?:)?$/i
const FIELDS_OF_A_TOTAL = ['supplierName', 'entity', 'category', 'account', 'reference', 'label'] as const

/** Reads the fields of one line, collecting every problem met. */
class FieldReader {
  readonly problems: Problem[] = []
  readonly #raw: RawPayment

  constructor(raw: RawPayment) {
    this.#raw = raw
  }

  text(field: RawPaymentField): string | null {
    return textOf(this.#raw.fields[field])
  }

  /** A sum below the table: nothing but an amount. */
  hasAmountAlone(): boolean {
    const filled = Object.entries(this.#raw.fields).filter(([, value]) => textOf(value) !== null)
    return filled.length === 1 && filled[0]?.[0] === 'amount'
  }

  columnOf(field: RawPaymentField): string {
    return this.#raw.columnNames[field] ?? RAW_PAYMENT_FIELDS[field]
  }

  flag(code: ProblemCode, field: RawPaymentField): void {
    this.problems.push(problemOf(code, this.columnOf(field), this.#raw.fields[field]))
  }
}

/** The column that says a line adds others up: counted, it would count them twice. */
function findTotal(reader: FieldReader): RawPaymentField | null {
  if (reader.text('supplierId') !== null) return null
  if (reader.hasAmountAlone()) return 'amount'
  return FIELDS_OF_A_TOTAL.find((field) => TOTAL.test(reader.text(field) ?? '')) ?? null
}

function readSupplier(reader: FieldReader): Organisation {
  const written = { identifier: reader.text('supplierId'), name: reader.text('supplierName'), scheme: null }
  const supplier = parseOrganisation(written, reader.columnOf('supplierId'), reader.problems)
  if (supplier === null) reader.flag('supplier-missing', 'supplierName')
  return supplier ?? NOBODY
}

/** The period a cell stands for: a day, a month, a year; `null` for an empty cell, and for an unreadable one, flagged. */
function readPeriod(reader: FieldReader, field: 'paidOn' | 'period', today: IsoDate): Period | null {
  const text = reader.text(field)
  if (text === null) return null
  const day = parseDate(text)
  const period = day ? { from: day, to: day } : parsePeriod(text)
  if (period === null) reader.flag('payment-date-unreadable', field)
  else if (!isPlausibleDay(period.from, today)) reader.flag('payment-date-implausible', field)
  return period
}

/** The day of the payment, or the year or month the file gives, or the period said of the whole file. */
function readWhen(reader: FieldReader, defaults: PaymentDefaults, today: IsoDate): Period | null {
  const period = readPeriod(reader, 'paidOn', today) ?? readPeriod(reader, 'period', today) ?? defaults.period
  if (period === undefined && reader.text('paidOn') === null && reader.text('period') === null)
    reader.flag('payment-date-missing', 'paidOn')
  return period ?? null
}

/**
 * Turns one line into a payment to store, or refuses it: no amount, no buyer, or a total of other lines.
 * `today` (the day of the import) only serves to flag future dates.
 */
export function parsePayment(raw: RawPayment, defaults: PaymentDefaults, today: IsoDate): ParsedPayment {
  const reader = new FieldReader(raw)
  const { problems } = reader
  const total = findTotal(reader)
  if (total !== null) {
    reader.flag('total-row', total)
    return { record: null, problems }
  }
  const writtenBuyer = identifierTextOf(raw.fields.buyerId) ?? defaults.buyerId
  const buyer = parseBuyer(writtenBuyer, reader.columnOf('buyerId'), problems)
  const amount = readPaymentAmount(raw.fields.amount)
  if ('problem' in amount) reader.flag(amount.problem, 'amount')
  if (buyer === null || 'problem' in amount) return { record: null, problems }
  const basisOfColumn = raw.taxBasis === 'unknown' ? (defaults.taxBasis ?? 'unknown') : raw.taxBasis
  const when = readWhen(reader, defaults, today)
  const record: PaymentRecord = {
    ...buyer,
    buyerName: reader.text('buyerName'),
    entity: reader.text('entity'),
    supplier: readSupplier(reader),
    amountCents: amount.cents,
    taxBasis: amount.taxBasis ?? basisOfColumn,
    spentFrom: when?.from ?? null,
    spentTo: when?.to ?? null,
    category: reader.text('category'),
    account: reader.text('account'),
    contractReference: reader.text('contractReference'),
    reference: reader.text('reference'),
    label: reader.text('label'),
  }
  return { record, problems }
}
