import type { ColumnType, Generated } from 'kysely'
import type { DecidablePerimeter } from '../domain/supplier/facts.ts'
import type { Day } from './schema.ts'

/* The register of suppliers: what they are called, what they hold, what persons decided. */

type SupplierNamesTable = {
  supplier_id: number
  is_listed: boolean
  plain: string
  name: string
  name_key: ColumnType<string | null, never, never>
}

type SupplierTotalsTable = { supplier_id: number; contracts: number; cents: bigint }

type SupplierSpendTable = { supplier_id: number; payments: number; cents: bigint }

type Instant = ColumnType<Date, Date, never>

type DecisionsTable = {
  id: Generated<number>
  siren: string
  perimeter: DecidablePerimeter
  outcome: 'yes' | 'no'
  reason: string
  document: string
  author: string
  valid_from: Day | null
  valid_to: Day | null
  created_at: Instant
}

type DecisionReversalsTable = {
  decision_id: number
  reason: string
  author: string
  created_at: Instant
}

type NameChoicesTable = {
  id: Generated<number>
  scope: string
  name_key: string
  name: string
  choice: 'link' | 'refuse' | 'unlink'
  siren: string | null
  reason: string
  author: string
  created_at: Instant
}

export type RegisterSchema = {
  name_choices: NameChoicesTable
  supplier_names: SupplierNamesTable
  supplier_totals: SupplierTotalsTable
  supplier_spend: SupplierSpendTable
  decisions: DecisionsTable
  decision_reversals: DecisionReversalsTable
}
