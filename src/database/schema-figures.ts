/* What agents enter to read figures by: groups of buyers, transitions, tags. */

type BuyerGroupsTable = { id: string; title: string }

type BuyerGroupMembersTable = { group_id: string; buyer: string; name: string | null }

type TransitionsTable = { cpv_prefix: string; transition: string }

type ContractTagsTable = { group_id: string; tag: string }

type DataChangesTable = { topic: string; changed_at: Date }

export type FiguresSchema = {
  buyer_groups: BuyerGroupsTable
  buyer_group_members: BuyerGroupMembersTable
  transitions: TransitionsTable
  contract_tags: ContractTagsTable
  data_changes: DataChangesTable
}
