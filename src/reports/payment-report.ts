import type { Db } from '../database/connect.ts'
import type { Page } from '../database/contracts.ts'
import { listPayments, type PaymentFilters, type PaymentRow } from '../database/payments.ts'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import { placeOfLine } from '../domain/problem/file-line.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { checkGroups } from './buyer-groups.ts'
import { maskNames } from './mask-names.ts'
import { eurosOf } from './share-report.ts'

/** What payments are asked for; see `GET /v1/payments`. */
export type PaymentRequest = Omit<PaymentFilters, 'plausibleFrom' | 'plausibleTo'>

const summaryOf = (row: PaymentRow, supplierName: string | null) => ({
  id: row.id,
  buyer: { id: row.buyer_id, siren: row.buyer_siren, name: row.buyer_name },
  entity: row.entity,
  supplier: {
    scheme: row.supplier_scheme,
    identifier: row.supplier_identifier,
    siren: row.supplier_siren,
    name: supplierName,
  },
  outcome: row.outcome,
  amount: eurosOf(row.amount_cents),
  tax: row.tax_basis,
  from: row.spent_from,
  to: row.spent_to,
  category: row.category,
  account: row.account,
  contractReference: row.contract_reference,
  reference: row.reference,
  label: row.label,
  origin: {
    importId: Number(row.import_id),
    file: row.file_name,
    ...placeOfLine(row.sheets, row.line),
  },
})

export type PaymentSummary = ReturnType<typeof summaryOf>

/** A page of payments, each with the outcome of its supplier; names of natural persons are masked. Throws `not-found` for an unknown group. */
export async function listPaymentSummaries(db: Db, clock: Clock, request: PaymentRequest, page: Page) {
  await checkGroups(db, request)
  const filters = { ...request, plausibleFrom: EARLIEST_PLAUSIBLE_DAY, plausibleTo: todayOf(clock) }
  const { rows, total } = await listPayments(db, filters, page)
  const suppliers = rows.map((row) => ({ siren: row.supplier_siren, name: row.supplier_name }))
  const nameOf = await maskNames(db, suppliers)
  const payments = rows.map((row) =>
    summaryOf(row, nameOf({ siren: row.supplier_siren, name: row.supplier_name })),
  )
  return { payments, total }
}
