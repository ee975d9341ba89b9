import { sql } from 'kysely'
import type { PaymentRecord } from '../domain/payment/payment-record.ts'
import type { Db } from './connect.ts'
import { copyRows } from './copy-rows.ts'
import { copyScalar, copyText } from './copy-text.ts'

/** A checked payment on its way in. `rowHash` names its content: lines of one hash are copies of each other. */
export type StagedPayment = { line: number; rowHash: string; record: PaymentRecord }

/** Columns of `payments` that hold what the line says, with their types: staged and inserted in this order. */
const CONTENT_COLUMNS = {
  buyer_id: 'text',
  buyer_siren: 'text',
  entity: 'text',
  supplier_scheme: 'text',
  supplier_identifier: 'text',
  supplier_name: 'text',
  amount_cents: 'bigint',
  tax_basis: 'text',
  spent_from: 'date',
  spent_to: 'date',
  category: 'text',
  account: 'text',
  contract_reference: 'text',
  reference: 'text',
  label: 'text',
} as const

const STAGED_COLUMNS = {
  line: 'integer',
  row_hash: 'uuid',
  buyer_name: 'text',
  supplier_siren: 'text',
  ...CONTENT_COLUMNS,
} as const

export const PAYMENT_COLUMNS = sql.raw(Object.keys(CONTENT_COLUMNS).join(', '))

/** Creates the table that holds the lines of one file until they are merged; it ends with the transaction. */
export async function createPaymentStaging(trx: Db): Promise<void> {
  const columns = Object.entries(STAGED_COLUMNS).map(([name, type]) => `${name} ${type}`)
  await sql`create temporary table staged_payments (${sql.raw(columns.join(', '))}) on commit drop`.execute(
    trx,
  )
}

/** One line as COPY text, in the order of `STAGED_COLUMNS`. */
function toStagedText({ line, rowHash, record: r }: StagedPayment): string {
  const cells = [
    line,
    rowHash,
    copyText(r.buyerName),
    copyScalar(r.supplier.siren),
    copyText(r.buyerId),
    copyScalar(r.buyerSiren),
    copyText(r.entity),
    copyScalar(r.supplier.scheme),
    copyText(r.supplier.identifier),
    copyText(r.supplier.name),
    copyScalar(r.amountCents),
    r.taxBasis,
    copyScalar(r.spentFrom),
    copyScalar(r.spentTo),
    copyText(r.category),
    copyText(r.account),
    copyText(r.contractReference),
    copyText(r.reference),
    copyText(r.label),
  ]
  return `${cells.join('\t')}\n`
}

/** Appends lines to the staging table: hand it a thousand or so at a time. */
export async function appendStagedPayments(trx: Db, rows: readonly StagedPayment[]): Promise<void> {
  const text = rows.map(toStagedText).join('')
  await copyRows(trx, 'staged_payments', Object.keys(STAGED_COLUMNS), Buffer.from(text))
}
