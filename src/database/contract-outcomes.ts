import { type RawBuilder, sql } from 'kysely'
import type { ContractTest } from '../domain/indicator/contract-test.ts'
import type { HolderMethod } from '../domain/share/share.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import { verdictOf } from './contract-keys.ts'
import { dayOf, type ScopeQuery } from './contract-scope.ts'

/** What a contract counts for, and how the verdicts of several holders are put together. */
export type OutcomeQuery = ScopeQuery & { test: ContractTest; holders: HolderMethod }

/**
 * A test in SQL: what to join to contract `c` (with a row for each holder when `isGrouped`: group by `c.id`), its outcome, and its
 * cents by outcome. No more is joined than the test reads.
 */
export type OutcomeSql = {
  joins: RawBuilder<unknown>
  isGrouped: boolean
  outcome: RawBuilder<string>
  /** Cents that follow each outcome; `null`: the whole amount follows that of the contract. */
  cents: ((outcome: string) => RawBuilder<unknown>) | null
}

/** The amount that enters values: nothing when it is flagged. */
export const USABLE_CENTS = sql`case when c.amount_flag is null then coalesce(c.amount_cents, 0) else 0 end`

/** A row for each holder, and one for a contract without any. */
const HOLDERS = sql`left join contract_holders h on h.contract_id = c.id left join suppliers s on s.id = h.supplier_id`

/** Verdict of holder `h` (supplier `s`) as a join, so that a national figure can be hashed; on any day only where one is missing. */
function verdictJoin(query: ScopeQuery, perimeter: PerimeterId) {
  const { day, isSure } = dayOf(query)
  if (!isSure) return { join: sql``, outcome: verdictOf(perimeter, day) }
  return {
    join: sql`left join verdicts v on v.profile_id = s.profile_id and v.perimeter = ${perimeter}
      and c.counted_on between v.valid_from and v.valid_to`,
    outcome: sql`coalesce(v.outcome, 'undetermined')`,
  }
}

/** The rule of each method is in `domain/share`. A contract without holder has one row, undetermined. */
function byHolders(query: OutcomeQuery, perimeter: PerimeterId): OutcomeSql {
  const { join, outcome: answer } = verdictJoin(query, perimeter)
  const lead = sql<string>`(array_agg(${answer} order by h.position))[1]`
  const anyHolder = sql<string>`case when bool_or(${answer} = 'yes') then 'yes' when bool_or(${answer} = 'undetermined') then 'undetermined' else 'no' end`
  const holders = sql`greatest(count(h.contract_id), 1)`
  const splitCents = (value: string) =>
    sql`(${USABLE_CENTS}) / ${holders} * count(*) filter (where ${answer} = ${value})
      + case when ${lead} = ${value} then (${USABLE_CENTS}) % ${holders} else 0 end`
  return {
    joins: sql`${HOLDERS} ${join}`,
    isGrouped: true,
    outcome: query.holders === 'lead' ? lead : anyHolder,
    cents: query.holders === 'equal-split' ? splitCents : null,
  }
}

const whole = (outcome: RawBuilder<string>): OutcomeSql => ({
  joins: sql``,
  isGrouped: false,
  outcome,
  cents: null,
})

function byConsiderations({ topic, kind }: Extract<ContractTest, { of: 'considerations' }>): OutcomeSql {
  const said = topic === 'social' ? sql`c.social_considerations` : sql`c.environmental_considerations`
  const isYes = kind === 'any' ? sql`cardinality(${said}) > 0` : sql`${kind} = any(${said})`
  return whole(sql`case when ${said} is null then 'undetermined' when ${isYes} then 'yes' else 'no' end`)
}

/**
 * The holders of a contract, each with `listed.until`: the last day that a list knows it by, when it is a company with a valid SIRET;
 * `null`: not listed. Rows refused but naming the unit say nothing. Each holder is looked up by its SIREN,
 * whatever the planner believes of the lists (7 900 contracts: 51 s through the index of open facts).
 */
const withListing = (source: 'esus' | 'siae', condition: RawBuilder<unknown>) => sql`${HOLDERS}
  left join lateral (
    select max(coalesce(f.valid_to, 'infinity')) as until
    from (select * from facts where facts.siren = s.siren offset 0) as f
    where s.scheme = 'SIRET' and f.source = ${source} and not f.statement ? 'unusableRowOf' and ${condition}
  ) as listed on true`

const hasCompleteList = (source: 'esus' | 'siae', coverages: readonly string[]) => sql`exists (
  select from reference_lists l where l.source = ${source} and l.is_complete and l.covers = any(${coverages as string[]}::text[])
)`

const grouped = (joins: RawBuilder<unknown>, outcome: RawBuilder<string>): OutcomeSql => ({
  joins,
  isGrouped: true,
  outcome,
  cents: null,
})

/** The beginning is not looked at: the published indicator reads the end only. A statement that never held (reversed days) is none. */
function byAgreements(query: ScopeQuery): OutcomeSql {
  const { day } = dayOf(query)
  return grouped(
    withListing('esus', sql`(f.valid_from is null or f.valid_to >= f.valid_from)`),
    sql`case when bool_or(listed.until > ${day}) then 'yes'
      when not ${hasCompleteList('esus', ['esus'])} or (${day} is null and bool_or(listed.until is not null)) then 'undetermined'
      else 'no' end`,
  )
}

function byInclusiveList({ plausibleTo }: ScopeQuery): OutcomeSql {
  const isToday = sql`f.closed_on is null and (f.valid_from is null or f.valid_from <= ${plausibleTo}::date)
    and (f.valid_to is null or f.valid_to >= ${plausibleTo}::date)`
  return grouped(
    withListing('siae', isToday),
    sql`case when bool_or(listed.until is not null) then 'yes'
      when ${hasCompleteList('siae', ['inclusive'])} then 'no' else 'undetermined' end`,
  )
}

/** The outcome of contract `c` by the test of the figure. */
export function outcomeSql(query: OutcomeQuery): OutcomeSql {
  const { test } = query
  switch (test.of) {
    case 'holders':
      return byHolders(query, test.perimeter)
    case 'considerations':
      return byConsiderations(test)
    case 'esus-agreements':
      return byAgreements(query)
    case 'inclusive-list':
      return byInclusiveList(query)
  }
}
