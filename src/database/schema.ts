import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely'
import type { FactSource } from '../domain/supplier/facts.ts'
import type { EditionsSchema } from './schema-editions.ts'
import type { FiguresSchema } from './schema-figures.ts'
import type { HistorySchema } from './schema-history.ts'
import type { InsertionSchema } from './schema-insertion.ts'
import type { PaymentSightingsTable, PaymentsTable } from './schema-payments.ts'
import type { RegisterSchema } from './schema-register.ts'
import type {
  FactChangesTable,
  FactSightingsTable,
  ImportBuyersTable,
  ImportPlacesTable,
  ImportSightingsTable,
  PlanVersionsTable,
} from './schema-undo.ts'

/** Day columns come back as `YYYY-MM-DD` text, bigint columns as `bigint` (see `connect.ts`). */
export type Day = ColumnType<string, string, string>
type Instant = ColumnType<Date, Date | string, Date | string>

export type ImportsTable = {
  id: Generated<bigint>
  kind: 'contracts' | 'reference' | 'plan' | 'payments' | 'hours'
  format: string
  file_name: string
  file_digest: string
  byte_size: bigint
  reading_digest: string | null
  read_count: Generated<number>
  stored_count: Generated<number>
  updated_count: Generated<number>
  unchanged_count: Generated<number>
  rejected_count: Generated<number>
  not_kept_count: Generated<number>
  closed_count: Generated<number>
  is_change: Generated<boolean>
  sheets: string[] | null
  sheet_rows: number[] | null
  started_at: Instant
  finished_at: Instant | null
  is_traced: Generated<boolean>
  undone_at: Instant | null
}

export type ImportProblemsTable = {
  id: Generated<bigint>
  import_id: bigint
  line: number
  code: string
  is_rejection: boolean
  column_name: string
  value: string
  expected: string
}

export type BuyersTable = {
  id: string
  siren: string | null
  name: string | null
  department: string | null
  commune: string | null
}

export type ProfilesTable = {
  id: Generated<number>
  signature: string
  has_siren: boolean
  facts: JSONColumnType<unknown[]>
  legal_family: Generated<string>
  conflicts: Generated<string[]>
}

export type VerdictsTable = {
  profile_id: number
  perimeter: string
  valid_from: Day
  valid_to: Day
  outcome: 'yes' | 'no' | 'undetermined'
  rule: string | null
  missing: string[]
  evidence: JSONColumnType<unknown[]>
  rules_version: number
  decided_at: Instant
}

export type SuppliersTable = {
  id: Generated<number>
  scheme: string
  identifier: string
  siren: string | null
  profile_id: number | null
  listed_department: string | null
  published_department: string | null
  published_commune: string | null
  department: GeneratedAlways<string | null>
  commune: GeneratedAlways<string | null>
  is_name_masked: Generated<boolean>
}

export type ContractsTable = {
  id: string
  group_id: string
  import_id: bigint
  line: number
  kind: 'contract' | 'framework' | 'call-off' | 'concession'
  buyer_id: string
  buyer_siren: string | null
  source_id: string | null
  lot: string | null
  object: string | null
  nature: string | null
  procedure: string | null
  cpv: string | null
  framework_id: string | null
  place_code: string | null
  place_code_type: string | null
  place_name: string | null
  duration_months: number | null
  notified_on: Day | null
  counted_on: Day | null
  published_on: Day | null
  initial_amount_cents: bigint | null
  initial_amount_flag: string | null
  amount_cents: bigint | null
  amount_flag: string | null
  price_form: string | null
  ccag: string | null
  group_type: string | null
  offers_received: number | null
  innovative: boolean | null
  advance: boolean | null
  advance_rate: string | null
  subcontracting_declared: boolean | null
  eu_origin: string | null
  french_origin: string | null
  techniques: string[] | null
  execution_modes: string[] | null
  price_types: string[] | null
  social_considerations: string[] | null
  environmental_considerations: string[] | null
  amendment_count: number
  filled_count: number
  version: number
  is_version_dated: boolean
  is_superseded: boolean
  is_current: boolean
  framework_is_known: boolean
  has_call_offs: boolean
}

export type ContractHoldersTable = {
  contract_id: string
  position: number
  scheme: string | null
  identifier: string | null
  name: string | null
  supplier_id: number | null
}

export type ContractAmendmentsTable = {
  contract_id: string
  position: number
  amended_on: Day | null
  published_on: Day | null
  amount_cents: bigint | null
  amount_flag: string | null
  duration_months: number | null
  object: string | null
  holders: JSONColumnType<unknown[]>
}

export type ContractSubcontractsTable = {
  contract_id: string
  position: number
  scheme: string | null
  identifier: string | null
  name: string | null
  supplier_id: number | null
  amount_cents: bigint | null
  amount_flag: string | null
  notified_on: Day | null
  duration_months: number | null
}

export type ReferenceListsTable = {
  id: Generated<bigint>
  import_id: bigint
  source: FactSource
  format: string
  listed_on: Day
  is_complete: boolean
  covers: string
}

export type FactsTable = {
  id: Generated<bigint>
  source: FactSource
  format: string
  key: string
  siren: string
  siret: string | null
  statement: JSONColumnType<Record<string, unknown>>
  name: string | null
  is_name_masked: Generated<boolean>
  details: JSONColumnType<Record<string, string>>
  valid_from: Day | null
  valid_to: Day | null
  first_seen_on: Day
  seen_on: Day
  closed_on: Day | null
  import_id: bigint
  line: number
  name_key: ColumnType<string | null, never, never>
}

export type PlansTable = {
  id: string
  title: string
  buyers: string[]
  starts_on: Day
  ends_on: Day
  deliberation: JSONColumnType<{ reference: string; adoptedOn: string; url: string | null }> | null
  import_id: bigint
}

export type IdempotencyKeysTable = {
  key: string
  fingerprint: string
  answer: JSONColumnType<Record<string, unknown>>
  created_at: Date
}

export type MappingProfilesTable = {
  kind: ColumnType<'contracts' | 'hours', 'contracts' | 'hours' | undefined>
  facilitator: string | null
  id: Generated<number>
  name: string
  fingerprint: string
  buyer_id: string | null
  columns: JSONColumnType<{ column: string; field: string | null }[]>
  created_by: string | null
  created_at: Instant
}

export type Schema = EditionsSchema &
  FiguresSchema &
  HistorySchema &
  InsertionSchema &
  RegisterSchema & {
    imports: ImportsTable
    import_problems: ImportProblemsTable
    import_sightings: ImportSightingsTable
    import_buyers: ImportBuyersTable
    import_places: ImportPlacesTable
    buyers: BuyersTable
    profiles: ProfilesTable
    verdicts: VerdictsTable
    suppliers: SuppliersTable
    contracts: ContractsTable
    contract_holders: ContractHoldersTable
    contract_amendments: ContractAmendmentsTable
    contract_subcontracts: ContractSubcontractsTable
    reference_lists: ReferenceListsTable
    facts: FactsTable
    fact_sightings: FactSightingsTable
    fact_changes: FactChangesTable
    plans: PlansTable
    plan_versions: PlanVersionsTable
    payments: PaymentsTable
    payment_sightings: PaymentSightingsTable
    idempotency_keys: IdempotencyKeysTable
    mapping_profiles: MappingProfilesTable
  }
