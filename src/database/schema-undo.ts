import type { ColumnType } from 'kysely'
import type { Plan } from '../domain/plan/target.ts'
import type { Day } from './schema.ts'

/* What imports note of each other, so that one can be taken back. */

export type ImportSightingsTable = {
  import_id: bigint
  version: number
  is_version_dated: boolean
  contract_ids: string[]
  lines: number[]
}

export type ImportBuyersTable = { buyer_id: string; import_id: bigint; name: string }

export type ImportPlacesTable = {
  import_id: bigint
  buyer_id: string | null
  supplier_id: number | null
  department: string
  commune: string | null
}

export type FactSightingsTable = { import_id: bigint; seen_on: Day; fact_ids: bigint[] }

export type FactChangesTable = {
  import_id: bigint
  fact_id: bigint
  valid_from: Day | null
  valid_to: Day | null
  name: string | null
  is_name_masked: boolean
}

/** `content` is the JSON `null` where the plan was deleted. */
export type PlanVersionsTable = {
  import_id: bigint
  plan_id: string
  content: ColumnType<Plan | null, string, string>
}
