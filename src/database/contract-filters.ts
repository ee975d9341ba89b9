import { type RawBuilder, sql } from 'kysely'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import type { Db } from './connect.ts'
import {
  AMOUNT_BAND,
  CATEGORY,
  DEPARTMENT_KEYS,
  endDay,
  FAMILY_KEYS,
  HOLDERS_OF_CONTRACT,
  isOneOf,
  PROCEDURE,
  TAG_KEYS,
  TRANSITION_KEYS,
  texts,
  verdictOf,
} from './contract-keys.ts'
import { PROXIMITY_KEYS } from './proximity-keys.ts'

// Every fragment reads the record `c` of `contracts`.

/**
 * Whether a holder of the contract meets a condition on `s`, its supplier. An aggregate, not `exists`: the planner would turn that
 * into a join and judge every holder of the nation for the contracts of one buyer.
 */
const hasHolder = (condition: RawBuilder<unknown>) => sql<boolean>`coalesce((
  select bool_or(${condition}) ${HOLDERS_OF_CONTRACT}
), false)`

const isAnyOf = (expression: RawBuilder<unknown>, values: readonly string[] | undefined) =>
  values === undefined || values.length === 0 ? [] : [sql<boolean>`${expression} = any(${texts(values)})`]

const hasAnyOf = (keys: RawBuilder<unknown>, values: readonly string[] | undefined) =>
  values === undefined || values.length === 0 ? [] : [sql<boolean>`${keys} && ${texts(values)}`]

/** The identifiers of buyers named one by one, or as members of groups, as a query. */
function buyerIds(buyers: readonly string[], groups: readonly string[]): RawBuilder<unknown> {
  const named = sql`${isOneOf('siren', buyers)} or ${isOneOf('id', buyers)}`
  if (groups.length === 0) return sql`select id from buyers where ${named}`
  const members = sql`select m.buyer from buyer_group_members m where m.group_id = any(${texts(groups)})`
  return sql`select id from buyers where siren in (${members}) or id in (${members}) or ${named}`
}

/**
 * Buyers named one by one, by SIREN (every establishment) or by the identifier their records carry, or as members of groups; every
 * buyer when nobody is named. `alias`: of the table of records.
 */
export const ofBuyersOrGroups = (
  buyers: readonly string[],
  groups: readonly string[],
  alias = 'c',
): RawBuilder<boolean> =>
  buyers.length + groups.length === 0
    ? sql`true`
    : sql`${sql.ref(`${alias}.buyer_id`)} in (${buyerIds(buyers, groups)})`

/** The same, of buyers named one by one. */
export const ofBuyers = (buyers: readonly string[], alias = 'c'): RawBuilder<boolean> =>
  ofBuyersOrGroups(buyers, [], alias)

/**
 * The same query with the identifiers of its buyers, read first (`null`: every buyer). The planner then knows them: a buyer's year in
 * 400 000 contracts takes 3 ms instead of 8 (a subquery), or 30 (an array whose length it has to guess).
 */
export async function withBuyerIds<Q extends { filters: ContractFilters }>(
  db: Db,
  query: Q,
): Promise<Q & { buyerIds: readonly string[] | null }> {
  const { buyers, groups = [] } = query.filters
  if (buyers.length + groups.length === 0) return { ...query, buyerIds: null }
  const { rows } = await sql<{ id: string }>`${buyerIds(buyers, groups)}`.execute(db)
  return { ...query, buyerIds: rows.map(({ id }) => id) }
}

/**
 * The contracts of these buyers that meet one of `days`, conditions on `c.counted_on`: each is put beside the buyers, so that the index
 * of buyers and days serves it. Of 2 000 contracts over ten years, a year's figure reads 200.
 */
export function ofBuyersOn(
  ids: readonly string[] | null,
  days: readonly RawBuilder<unknown>[],
): RawBuilder<boolean> {
  const isAsked = ids === null ? sql`true` : sql`c.buyer_id = any(${texts(ids)})`
  return sql`(${sql.join(
    days.map((day) => sql`(${isAsked} and ${day})`),
    sql` or `,
  )})`
}

/**
 * Everything the filters ask but the period, which a figure and a list read in their own way. `day`: the usable day of the
 * contract, at which the holders are judged.
 */
export function matchesFilters(filters: ContractFilters, day: RawBuilder<unknown>): RawBuilder<boolean> {
  const {
    buyers,
    groups = [],
    kinds,
    procedures,
    cpv = [],
    categories,
    amounts,
    holderPerimeters = [],
  } = filters
  const conditions = [
    ...(buyers.length + groups.length > 0 ? [ofBuyersOrGroups(buyers, groups)] : []),
    ...isAnyOf(sql`c.kind`, kinds),
    ...isAnyOf(PROCEDURE, procedures),
    ...(cpv.length > 0 ? [sql<boolean>`c.cpv like any(${texts(cpv.map((prefix) => `${prefix}%`))})`] : []),
    ...isAnyOf(CATEGORY, categories),
    ...isAnyOf(AMOUNT_BAND, amounts),
    ...(holderPerimeters.length > 0
      ? [
          hasHolder(
            sql`exists (select from unnest(${texts(holderPerimeters)}) as asked (perimeter)
              where ${verdictOf(sql`asked.perimeter`, day)} = 'yes')`,
          ),
        ]
      : []),
    ...hasAnyOf(FAMILY_KEYS, filters.holderFamilies),
    ...hasAnyOf(DEPARTMENT_KEYS, filters.holderDepartments),
    ...hasAnyOf(PROXIMITY_KEYS, filters.proximities),
    ...hasAnyOf(TAG_KEYS, filters.tags),
    ...hasAnyOf(TRANSITION_KEYS, filters.transitions),
    ...(filters.endsFrom ? [sql<boolean>`${endDay(day)} >= ${filters.endsFrom}::date`] : []),
    ...(filters.endsTo ? [sql<boolean>`${endDay(day)} <= ${filters.endsTo}::date`] : []),
  ]
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}
