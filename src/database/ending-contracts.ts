import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { matchesFilters, ofBuyersOn, withBuyerIds } from './contract-filters.ts'
import { endDay, texts } from './contract-keys.ts'
import { dayOf, reasonOf, type ScopeQuery } from './contract-scope.ts'

/** The day each of these contracts is expected to end; those that do not say are left out. */
export async function listEndDays(
  db: Db,
  contractIds: readonly string[],
  { plausibleFrom, plausibleTo }: Pick<ScopeQuery, 'plausibleFrom' | 'plausibleTo'>,
): Promise<Map<string, string>> {
  const day = sql`case when c.counted_on between ${plausibleFrom}::date and ${plausibleTo}::date then c.counted_on end`
  const { rows } = await sql<{ id: string; ends_on: string | null }>`
    select c.id, ${endDay(day)}::text as ends_on from contracts c where c.id = any(${texts(contractIds)}::uuid[])
  `.execute(db)
  return new Map(rows.flatMap(({ id, ends_on }) => (ends_on === null ? [] : [[id, ends_on]])))
}

/** Counted contracts that the filters keep and that no day is known to end. */
export async function countUnknownEnds(db: Db, asked: ScopeQuery): Promise<number> {
  const query = await withBuyerIds(db, asked)
  const { day } = dayOf(query)
  const { endsFrom: _from, endsTo: _to, ...filters } = query.filters
  const criteria = matchesFilters({ ...filters, buyers: [], groups: [] }, day)
  const { rows } = await sql<{ count: bigint }>`
    select count(*) as count from contracts c
    where c.is_current and ${ofBuyersOn(query.buyerIds, [sql`true`])} and ${criteria} and ${reasonOf(query)} is null
      and ${endDay(day)} is null
  `.execute(db)
  return Number(rows[0]?.count ?? 0n)
}
