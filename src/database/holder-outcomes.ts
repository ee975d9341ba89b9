import { type RawBuilder, sql } from 'kysely'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import { texts, verdictOf } from './contract-keys.ts'
import { dayOf, type ScopeQuery } from './contract-scope.ts'
import { grouped, HOLDER_JOINS, type OutcomeQuery, type OutcomeSql, USABLE_CENTS } from './outcome-sql.ts'

/** Verdict of holder `h` (supplier `s`) as a join, so that a national figure can be hashed; on any day only where one is missing. */
export function verdictJoin(query: ScopeQuery, perimeter: PerimeterId) {
  const { day, isSure } = dayOf(query)
  if (!isSure) return { join: sql``, outcome: verdictOf(perimeter, day) }
  return {
    join: sql`left join verdicts v on v.profile_id = s.profile_id and v.perimeter = ${perimeter}
      and c.counted_on between v.valid_from and v.valid_to`,
    outcome: sql`coalesce(v.outcome, 'undetermined')`,
  }
}

/** The answer of several, by the national method. */
export const anyOf = (answer: RawBuilder<unknown>) =>
  sql<string>`case when bool_or(${answer} = 'yes') then 'yes' when bool_or(${answer} = 'undetermined') then 'undetermined' else 'no' end`

/**
 * Contracts by the answer of each holder. The rule of each method is in `domain/share`. A contract without holder has one row,
 * undetermined.
 */
export function byHolders(
  { holders: method }: OutcomeQuery,
  { join, outcome: answer }: { join: RawBuilder<unknown>; outcome: RawBuilder<unknown> },
): OutcomeSql {
  const lead = sql<string>`(array_agg(${answer} order by h.position))[1]`
  const holders = sql`greatest(count(h.contract_id), 1)`
  const splitCents = (value: string) =>
    sql`(${USABLE_CENTS}) / ${holders} * count(*) filter (where ${answer} = ${value})
      + case when ${lead} = ${value} then (${USABLE_CENTS}) % ${holders} else 0 end`
  return {
    joins: sql`${HOLDER_JOINS} ${join}`,
    isGrouped: true,
    outcome: method === 'lead' ? lead : anyOf(answer),
    cents: method === 'equal-split' ? splitCents : null,
  }
}

/** Whether the verdicts decide the contract. */
export function byCertainty(query: OutcomeQuery, perimeter: PerimeterId): OutcomeSql {
  const { joins, outcome } = byHolders({ ...query, holders: 'any-holder' }, verdictJoin(query, perimeter))
  return grouped(joins, sql`case when ${outcome} = 'undetermined' then 'no' else 'yes' end`)
}

/** Where the holders are. */
export const isLocal = (departments: readonly string[]) => ({
  join: sql``,
  outcome: sql`case when s.department is null then 'undetermined' when s.department = any(${texts(departments)}) then 'yes' else 'no' end`,
})

/** Contracts that have acts of subcontracting, by their subcontractors; the cents are those of the acts. */
export function bySubcontracts(query: OutcomeQuery, perimeter: PerimeterId): OutcomeSql {
  const { plausibleFrom, plausibleTo } = query
  const isPlausible = sql`a.notified_on between ${plausibleFrom}::date and ${plausibleTo}::date`
  const day = sql`case when ${isPlausible} then a.notified_on else ${dayOf(query).day} end`
  const answer = verdictOf(perimeter, day)
  const cents = sql`case when a.amount_flag is null then coalesce(a.amount_cents, 0) else 0 end`
  return {
    joins: sql`join contract_subcontracts a on a.contract_id = c.id left join suppliers s on s.id = a.supplier_id`,
    isGrouped: true,
    outcome: anyOf(answer),
    cents: (value) => sql`coalesce(sum(${cents}) filter (where ${answer} = ${value}), 0)::bigint`,
    isOutOfValue: sql<boolean>`bool_or(a.amount_flag is not null or a.amount_cents is null)`,
  }
}
