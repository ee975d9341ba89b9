import { sql } from 'kysely'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import type { Db } from './connect.ts'
import { matchesFilters, ofBuyersOrGroups } from './contract-filters.ts'

/** Which current contracts to export: of one buyer, or of all (`null`), those that the filters keep on the day they count. */
export type ExportScope = { buyerId: string | null; filters: ContractFilters }

/** Where a page ended: the next one starts after it. */
export type ExportCursor = { groupId: string; id: string }

/** The buyers that the filters name, themselves or by their groups, in a steady order. */
export async function listBuyerIds(db: Db, { buyers, groups = [] }: ContractFilters): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.buyer_id as id from (select id as buyer_id from buyers) as c
    where ${ofBuyersOrGroups(buyers, groups)} order by c.buyer_id
  `.execute(db)
  return rows.map(({ id }) => id)
}

const START: ExportCursor = {
  groupId: '00000000-0000-0000-0000-000000000000',
  id: '00000000-0000-0000-0000-000000000000',
}

/**
 * The next current contracts after `after`, those of one group together: at most `limit`. Of one buyer, all its contracts are
 * sorted at each page (20 000: some 20 ms); of all buyers, the index of groups gives them in order.
 */
export function listContractsToExport(
  db: Db,
  { buyerId, filters }: ExportScope,
  after: ExportCursor | null,
  limit: number,
) {
  const { groupId, id } = after ?? START
  const { from, to } = filters
  // The buyer is chosen already: naming all of them again would be looked up at each page.
  const criteria = matchesFilters({ ...filters, buyers: [], groups: [] }, sql`c.counted_on`)
  return db
    .with(
      // Without "materialized", PostgreSQL may walk the groups of every buyer to find those of one.
      (cte) => (buyerId === null ? cte('chosen').notMaterialized() : cte('chosen').materialized()),
      (query) => {
        let chosen = query
          .selectFrom('contracts as c')
          .selectAll()
          .where('c.is_current', '=', true)
          .where(criteria)
        if (buyerId !== null) chosen = chosen.where('c.buyer_id', '=', buyerId)
        if (from !== null) chosen = chosen.where('c.counted_on', '>=', from)
        if (to !== null) chosen = chosen.where('c.counted_on', '<=', to)
        return chosen
      },
    )
    .selectFrom('chosen as c')
    .innerJoin('buyers as b', 'b.id', 'c.buyer_id')
    .selectAll('c')
    .select('b.name as buyer_name')
    .where(sql<boolean>`(c.group_id, c.id) > (${groupId}::uuid, ${id}::uuid)`)
    .orderBy('c.group_id')
    .orderBy('c.id')
    .limit(limit)
    .execute()
}

/** The amendments of these contracts, in order. */
export function listAmendmentsOf(db: Db, contractIds: readonly string[]) {
  return db
    .selectFrom('contract_amendments')
    .selectAll()
    .where('contract_id', 'in', contractIds)
    .orderBy('contract_id')
    .orderBy('position')
    .execute()
}

/** The subcontracts of these contracts, in order, each with the SIREN of its supplier. */
export function listSubcontractsOf(db: Db, contractIds: readonly string[]) {
  return db
    .selectFrom('contract_subcontracts as a')
    .leftJoin('suppliers as s', 's.id', 'a.supplier_id')
    .selectAll('a')
    .select('s.siren')
    .where('a.contract_id', 'in', contractIds)
    .orderBy('a.contract_id')
    .orderBy('a.position')
    .execute()
}

/**
 * What is decided of each holder of these contracts, for every perimeter, on the day the contract counts. Without a usable
 * day, the outcome must be the same on every day; a holder that cannot be identified has no row.
 */
export async function listVerdictsOf(
  db: Db,
  contractIds: readonly string[],
  plausible: { from: string; to: string },
) {
  const { rows } = await sql<{
    contract_id: string
    position: number
    perimeter: PerimeterId
    outcome: 'yes' | 'no' | 'undetermined'
    rule: string | null
  }>`
    select contract_id, position, perimeter,
      case when count(distinct outcome) = 1 then min(outcome) else 'undetermined' end as outcome,
      case when count(distinct outcome) = 1 and count(distinct rule) = 1 then min(rule) end as rule
    from (
      select id, case when counted_on between ${plausible.from} and ${plausible.to} then counted_on end as day
      from contracts where id = any(${contractIds as string[]}::uuid[])
    ) as c
      join contract_holders h on h.contract_id = c.id
      join suppliers s on s.id = h.supplier_id
      join verdicts v on v.profile_id = s.profile_id and (c.day is null or c.day between v.valid_from and v.valid_to)
    group by contract_id, position, perimeter
  `.execute(db)
  return rows
}

/** The INSEE legal category of these legal units, where a source says it: SIRENE first, then the latest seen. */
export async function listLegalCategories(
  db: Db,
  sirens: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (sirens.length === 0) return new Map()
  const { rows } = await sql<{ siren: string; category: string }>`
    select distinct on (siren) siren, statement->>'legalCategory' as category
    from facts
    where siren = any(${sirens as string[]}::text[]) and closed_on is null and statement->>'legalCategory' is not null
    order by siren, source = 'sirene' desc, seen_on desc, id desc
  `.execute(db)
  return new Map(rows.map(({ siren, category }) => [siren, category]))
}
