import { sql } from 'kysely'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import type { BreakdownId } from '../domain/contract-filter/breakdown.ts'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import { keySql } from './breakdown-keys.ts'
import type { Db } from './connect.ts'
import { matchesFilters } from './contract-filters.ts'
import { dayOf, type ScopeQuery } from './contract-scope.ts'
import { IS_OF_CLAUSE } from './insertion-contracts.ts'

/** Criteria on the contracts of clauses: buyers and period are those of the clauses, and are not looked at here. */
export type ContractCriteria = Omit<ContractFilters, 'buyers' | 'groups' | 'from' | 'to'>

/**
 * The clauses that have a current contract meeting these criteria, each with the rows of the breakdown where those contracts stand
 * (none without breakdown). A clause whose contract is not imported has none.
 */
export async function listClauseKeys(
  db: Db,
  clauseIds: readonly number[],
  criteria: ContractCriteria,
  by: BreakdownId | null,
  today: string,
): Promise<Map<number, string[]>> {
  const scope: ScopeQuery = {
    filters: { ...criteria, buyers: [], from: null, to: null },
    frameworks: 'none',
    isDated: false,
    plausibleFrom: EARLIEST_PLAUSIBLE_DAY,
    plausibleTo: today,
  }
  const key = by === null ? null : keySql(by, [], scope)
  const keys =
    key === null ? sql`array[]::text[]` : key.isArray ? key.expression : sql`array[${key.expression}]`
  const { rows } = await sql<{ clauseId: number; keys: string[] }>`
    with of_clause as materialized (
      select c.id as clause_id, k.id as contract_id from insertion_clauses c join contracts k on ${IS_OF_CLAUSE}
      where c.id = any(${clauseIds as number[]}::integer[])
    ), placed as (
      select o.clause_id, ${keys} as keys from of_clause o join contracts c on c.id = o.contract_id
      where ${matchesFilters(scope.filters, dayOf(scope).day)}
    )
    select p.clause_id as "clauseId",
      coalesce(array_agg(distinct key) filter (where key is not null), '{}') as keys
    from placed p left join lateral unnest(p.keys) as key on true group by p.clause_id
  `.execute(db)
  return new Map(rows.map(({ clauseId, keys }) => [clauseId, keys]))
}
