import type { BuyerKind, KindSource } from '../domain/buyer/buyer-kind.ts'
import type { SizeClass } from '../domain/buyer/size-class.ts'
import type { Day } from './schema.ts'

/* What agents enter to read figures by: groups of buyers, transitions, tags. */

type BuyerGroupsTable = { id: string; title: string }

type BuyerGroupMembersTable = { group_id: string; buyer: string; name: string | null }

type TransitionsTable = { cpv_prefix: string; transition: string }

type ContractTagsTable = { group_id: string; tag: string }

type DataChangesTable = { topic: string; changed_at: Date }

/* What is counted ahead, so that buyers are compared at once. */

type BuyerYearsTable = {
  buyer: string
  year: number
  counts_from: Day
  contracts: number
  cents: bigint
  out_of_value: number
  yes: number[]
  no: number[]
  yes_cents: bigint[]
  no_cents: bigint[]
}

type BuyerTraitsTable = {
  buyer: string
  kind: BuyerKind
  kind_from: KindSource
  size_class: SizeClass
  department: string
  region: string
}

type BuyerExclusionsTable = {
  buyer: string
  year: number
  counts_from: Day
  concessions: number
  call_offs: number
  undated: number
}

type StoredFiguresTable = { name: string; method: string; latest_day: Day }

type ListEntriesTable = { source: string; format: string; entries: number }

export type FiguresSchema = {
  buyer_years: BuyerYearsTable
  buyer_exclusions: BuyerExclusionsTable
  buyer_traits: BuyerTraitsTable
  stored_figures: StoredFiguresTable
  list_entries: ListEntriesTable
  buyer_groups: BuyerGroupsTable
  buyer_group_members: BuyerGroupMembersTable
  transitions: TransitionsTable
  contract_tags: ContractTagsTable
  data_changes: DataChangesTable
}
