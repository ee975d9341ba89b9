import { sql } from 'kysely'
import type { TaxBasis } from '../domain/payment/tax-basis.ts'
import type { Parts } from '../domain/share/share.ts'
import type { Db } from './connect.ts'
import type { Page } from './contracts.ts'
import { outcomeOf, type SpendQuery, spendScope } from './spend-scope.ts'

/** The payments of a figure, or some of them: those of a supplier (SIREN), those of an outcome. */
export type PaymentFilters = SpendQuery & { supplier: string | null; outcome: keyof Parts<bigint> | null }

export type PaymentRow = {
  id: string
  import_id: bigint
  line: number
  file_name: string
  sheets: string[] | null
  buyer_id: string
  buyer_siren: string | null
  buyer_name: string | null
  entity: string | null
  supplier_scheme: string | null
  supplier_identifier: string | null
  supplier_name: string | null
  supplier_siren: string | null
  amount_cents: bigint
  tax_basis: TaxBasis
  spent_from: string | null
  spent_to: string | null
  category: string | null
  account: string | null
  contract_reference: string | null
  reference: string | null
  label: string | null
  outcome: keyof Parts<bigint>
}

/**
 * A page of the payments that a figure of the same filters counts, the latest first (undated last), each with the outcome of
 * its supplier, and how many there are.
 */
export async function listPayments(
  db: Db,
  filters: PaymentFilters,
  page: Page,
): Promise<{ rows: PaymentRow[]; total: number }> {
  const { supplier, outcome, perimeter } = filters
  const listed = sql`
    with scope as materialized (${spendScope(filters, false)}),
      counted as materialized (
        select * from scope where reason is null and (${supplier}::text is null or supplier_siren = ${supplier})
      ),
      listed as (
        select * from counted c where ${outcome}::text is null or ${outcomeOf('c', perimeter)} = ${outcome}
      )
  `
  const { rows } = await sql<PaymentRow>`
    ${listed}
    select l.id, l.import_id, l.line, i.file_name, i.sheets, l.buyer_id, l.buyer_siren, b.name as buyer_name, l.entity,
      l.supplier_scheme, l.supplier_identifier, l.supplier_name, l.supplier_siren, l.amount_cents, l.tax_basis,
      l.spent_from, l.spent_to, l.category, l.account, l.contract_reference, l.reference, l.label,
      ${outcomeOf('l', perimeter)} as outcome
    from listed l join buyers b on b.id = l.buyer_id join imports i on i.id = l.import_id
    order by l.spent_from desc nulls last, l.id limit ${page.limit} offset ${page.offset}
  `.execute(db)
  const counts = await sql<{ total: bigint }>`${listed} select count(*) as total from listed`.execute(db)
  return { rows, total: Number(counts.rows[0]?.total ?? 0n) }
}
