import type { Day } from './schema.ts'

export type PaymentsTable = {
  id: string
  import_id: bigint
  line: number
  buyer_id: string
  buyer_siren: string | null
  entity: string | null
  supplier_scheme: string | null
  supplier_identifier: string | null
  supplier_name: string | null
  supplier_id: number | null
  amount_cents: bigint
  tax_basis: 'excluding-tax' | 'including-tax' | 'unknown'
  spent_from: Day | null
  spent_to: Day | null
  category: string | null
  account: string | null
  contract_reference: string | null
  reference: string | null
  label: string | null
}

export type PaymentSightingsTable = { import_id: bigint; payment_ids: string[]; lines: number[] }
