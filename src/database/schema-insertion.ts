import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { ClauseTerms } from '../domain/insertion/clause-terms.ts'
import type { StatementStanding } from '../domain/insertion/hours-statement.ts'
import type { Day } from './schema.ts'

type Instant = ColumnType<Date, Date | string, Date | string>

/* Insertion clauses: rows are added, and only `standing` and origins change. */

export type InsertionClausesTable = {
  id: Generated<number>
  buyer_id: string
  source_id: string | null
  lot: string | null
  contract_group_id: string | null
}

export type InsertionClauseVersionsTable = {
  clause_id: number
  version: number
  terms: JSONColumnType<ClauseTerms>
  author: string | null
  reason: string | null
  recorded_at: Instant
}

export type InsertionDuesTable = {
  id: Generated<bigint>
  clause_id: number
  effective_on: Day
  event: string
  effect: 'total' | 'addition'
  hundredths: number
  inputs: JSONColumnType<Record<string, unknown>>
  note: string | null
  replaces: bigint | null
  author: string | null
  recorded_at: Instant
}

export type InsertionHoursTable = {
  id: Generated<bigint>
  clause_id: number
  key: string
  content_hash: string
  person: string | null
  period_from: Day
  period_to: Day
  hundredths: number
  people: number | null
  employment_contracts: number | null
  publics: string[]
  hiring_form: string | null
  employer_siren: string | null
  supplier_id: number | null
  employment_form: string | null
  employment_reference: string | null
  is_qpv: boolean | null
  sex: string | null
  age_band: string | null
  qualification: string | null
  afterwards: string | null
  is_validated: boolean | null
  is_withdrawn: boolean
  effective_on: Day
  is_dated: boolean
  rank: bigint
  standing: StatementStanding
  import_id: bigint | null
  line: number | null
  author: string | null
  reason: string | null
  recorded_at: Instant
  replaces_import: bigint | null
}

export type InsertionHourSightingsTable = {
  import_id: bigint
  rank: bigint
  seen_on: Day
  seen_at: Instant
  hour_ids: bigint[]
  lines: number[]
}

/** What buyers mean to buy. */
export type PlannedPurchasesTable = {
  id: Generated<number>
  buyer_id: string
  buyer_siren: string | null
  reference: string
  title: string
  cpv: string | null
  family: string | null
  amount_cents: bigint | null
  planned_on: Day
  author: string | null
  recorded_at: Instant
}

export type InsertionNotesTable = {
  id: Generated<bigint>
  clause_id: number
  noted_on: Day
  note: string
  author: string | null
  recorded_at: Instant
}

export type InsertionSchema = {
  insertion_clauses: InsertionClausesTable
  insertion_clause_versions: InsertionClauseVersionsTable
  insertion_dues: InsertionDuesTable
  insertion_hours: InsertionHoursTable
  insertion_hour_sightings: InsertionHourSightingsTable
  insertion_notes: InsertionNotesTable
  planned_purchases: PlannedPurchasesTable
}
