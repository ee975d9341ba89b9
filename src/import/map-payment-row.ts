import { textOf } from '../domain/contract/missing-marker.ts'
import type { RawPayment, RawPaymentField } from '../domain/payment/raw-payment.ts'
import { TAX_BASES, type TaxBasis } from '../domain/payment/tax-basis.ts'
import { holderPartOf, normalizeName } from './field-aliases.ts'
import { amountOfTitle, fieldOfTitle } from './payment-aliases.ts'
import { pickCells, rankColumns } from './ranked-columns.ts'

type AmountColumn = { index: number; taxBasis: TaxBasis; isSurelySpent: boolean }

/** Where each field stands in the rows of one file of payments. */
export type PaymentPlan = {
  header: readonly string[]
  /** The columns of each field, the one to believe first first. */
  fields: ReadonlyMap<RawPaymentField, readonly number[]>
  /** Columns of amounts: without tax first, then with tax, then those that do not say. */
  amounts: readonly AmountColumn[]
  ignored: readonly string[]
}

/** Reads a header. Unknown columns are set aside; the order of columns does not matter. */
export function planPaymentColumns(header: readonly string[]): PaymentPlan {
  const amounts = header.flatMap((title, index) => {
    const amount = amountOfTitle(title)
    return amount ? [{ index, ...amount }] : []
  })
  const { fields, ignored } = rankColumns(header, (title) =>
    amountOfTitle(title) ? null : fieldOfTitle(title),
  )
  const rankOf = ({ taxBasis }: AmountColumn) => TAX_BASES.indexOf(taxBasis)
  return {
    header,
    fields,
    amounts: amounts.sort((a, b) => rankOf(a) - rankOf(b)),
    ignored: ignored.filter((title) => title.trim() !== '' && amountOfTitle(title) === null),
  }
}

/** The field that a column gives; `null`: it is ignored. */
export function fieldOfColumn({ fields, amounts }: PaymentPlan, index: number): RawPaymentField | null {
  if (amounts.some((amount) => amount.index === index)) return 'amount'
  return [...fields].find(([, columns]) => columns.includes(index))?.[0] ?? null
}

/** Whether a header names enough to be a list of payments: to whom, and how much. */
export function isPaymentHeader({ fields, amounts }: PaymentPlan): boolean {
  return amounts.length > 0 && (fields.has('supplierId') || fields.has('supplierName'))
}

/** Dates of a payment; "Date" alone is any date. */
const SURE_DATE = /^date.*(paiement|reglement|mandat|facture|comptable|ecriture|piece)/
/** Columns that only a list of contracts has. */
const isOfContracts = (title: string) => {
  const name = normalizeName(title)
  return /notif|procedure/.test(name) || holderPartOf(name) !== null
}

/** Whether a column says that something was paid: an amount, or a date. */
export const saysPaid = ({ amounts, header }: PaymentPlan): boolean =>
  amounts.some(({ isSurelySpent }) => isSurelySpent) ||
  header.some((title) => SURE_DATE.test(normalizeName(title)))

/** Whether a header is surely that of payments: a column says so, and none is of contracts. Others must be said to be. */
export function isSurelyPaymentHeader(plan: PaymentPlan): boolean {
  if (!isPaymentHeader(plan) || plan.header.some(isOfContracts)) return false
  return saysPaid(plan) || plan.header.some((title) => normalizeName(title).startsWith('exercice'))
}

/** One line as a raw payment. `cells` has as many items as the header. */
export function mapPaymentRow(plan: PaymentPlan, cells: readonly string[]): RawPayment {
  const { fields, columnNames }: Pick<RawPayment, 'fields' | 'columnNames'> = pickCells(plan, cells)
  const amount = plan.amounts.find(({ index }) => textOf(cells[index]) !== null) ?? plan.amounts[0]
  if (amount) {
    fields.amount = cells[amount.index]
    columnNames.amount = plan.header[amount.index] as string
  }
  return { fields, taxBasis: amount?.taxBasis ?? 'unknown', columnNames }
}
