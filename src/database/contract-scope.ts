import { type RawBuilder, sql } from 'kysely'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import type { ExclusionReason } from '../domain/indicator/figure-part.ts'
import type { FrameworkMethod } from '../domain/share/share.ts'
import { matchesFilters, ofBuyersOn } from './contract-filters.ts'

/** Which contracts a figure looks at, and which it leaves out. */
export type ScopeQuery = {
  filters: ContractFilters
  frameworks: FrameworkMethod
  /** The figure is told along time: a contract without a usable day is left out. A period makes it so by itself. */
  isDated: boolean
  /** First and last day a notification date can be believed; outside them a contract has no usable date. */
  plausibleFrom: string
  plausibleTo: string
}

const isDated = ({ isDated, filters: { from, to } }: ScopeQuery) => isDated || from !== null || to !== null

/**
 * The day of contract `c`, `null` when it cannot be believed. `isSure`: contracts without a usable day are left out, so that the
 * column itself can be read.
 */
export function dayOf(query: ScopeQuery): { day: RawBuilder<string | null>; isSure: boolean } {
  const { plausibleFrom, plausibleTo } = query
  const isPlausible = sql`c.counted_on between ${plausibleFrom}::date and ${plausibleTo}::date`
  return { day: sql`case when ${isPlausible} then c.counted_on end`, isSure: isDated(query) }
}

/** Why contract `c` is left out; `null`: it counts. */
export function reasonOf(query: ScopeQuery): RawBuilder<ExclusionReason | null> {
  const undated = isDated(query) ? sql`when ${dayOf(query).day} is null then 'undated'` : sql``
  const byMethod = {
    ceilings: sql`when c.kind = 'call-off' and c.framework_is_known then 'call-off'`,
    'call-offs': sql`when c.kind = 'framework' or c.has_call_offs then 'framework'`,
    none: sql``,
  }[query.frameworks]
  return sql`case when c.kind = 'concession' then 'concession' ${undated} ${byMethod} end`
}

/** A scope whose buyers were read (`withBuyerIds`); `null`: every buyer. */
export type ResolvedScope = ScopeQuery & { buyerIds: readonly string[] | null }

/** The days of the period, and those that no period can place. */
function daysOf(query: ScopeQuery): RawBuilder<unknown>[] {
  const { plausibleFrom, plausibleTo } = query
  const { from, to } = query.filters
  if (from === null && to === null) return [sql`true`]
  const first = from === null || from < plausibleFrom ? plausibleFrom : from
  const last = to === null || to > plausibleTo ? plausibleTo : to
  return [
    sql`c.counted_on between ${first}::date and ${last}::date`,
    sql`c.counted_on is null`,
    sql`c.counted_on < ${plausibleFrom}::date`,
    sql`c.counted_on > ${plausibleTo}::date`,
  ]
}

/** Whether the figure looks at contract `c`: current, matching the filters, of the period or without a usable day. */
export function inScope(query: ResolvedScope): RawBuilder<boolean> {
  const { filters } = query
  const criteria = matchesFilters({ ...filters, buyers: [], groups: [] }, dayOf(query).day)
  return sql`c.is_current and ${ofBuyersOn(query.buyerIds, daysOf(query))} and ${criteria}`
}
