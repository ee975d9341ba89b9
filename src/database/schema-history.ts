import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { ReclassificationCause } from '../domain/supplier/reclassification.ts'
import type { Day } from './schema.ts'

/* What each re-decision of verdicts changed. */

type Outcome = 'yes' | 'no' | 'undetermined'

type ReclassificationsTable = {
  id: Generated<number>
  cause: ReclassificationCause
  import_id: bigint | null
  decision_id: number | null
  rules_version_before: number | null
  rules_version: number
  complete_lists: JSONColumnType<unknown[]>
  made_at: ColumnType<Date, Date, never>
}

type VerdictMovesTable = {
  reclassification_id: number
  move: number
  perimeter: string
  valid_from: Day
  valid_to: Day
  outcome_before: Outcome
  outcome_after: Outcome
  rule_before: string | null
  rule_after: string | null
}

type MovedSuppliersTable = { supplier_id: number; reclassification_id: number; move: number }

export type HistorySchema = {
  reclassifications: ReclassificationsTable
  verdict_moves: VerdictMovesTable
  moved_suppliers: MovedSuppliersTable
}
