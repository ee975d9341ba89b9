import { type RawBuilder, sql } from 'kysely'
import type { ContractTest } from '../domain/indicator/contract-test.ts'
import type { HolderMethod } from '../domain/share/share.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import { verdictOf } from './contract-filters.ts'
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
    joins: sql`left join contract_holders h on h.contract_id = c.id left join suppliers s on s.id = h.supplier_id ${join}`,
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

/** A fact of a company with a valid SIRET among the holders. Rows refused but naming the unit, and statements that never held, say nothing. */
const isListed = (source: 'esus' | 'siae', condition: RawBuilder<unknown>) => sql`exists (
  select from contract_holders h
    join suppliers s on s.id = h.supplier_id and s.scheme = 'SIRET'
    join facts f on f.siren = s.siren and f.source = ${source}
  where h.contract_id = c.id and not f.statement ? 'unusableRowOf' and ${condition}
)`

const hasCompleteList = (source: 'esus' | 'siae', coverages: readonly string[]) => sql`exists (
  select from reference_lists l where l.source = ${source} and l.is_complete and l.covers = any(${coverages as string[]}::text[])
)`

/** No upper bound on the beginning: the published indicator reads the end of the agreement only. */
function byAgreements(query: ScopeQuery): OutcomeSql {
  const { day } = dayOf(query)
  const isReal = sql`(f.valid_from is null or f.valid_to >= f.valid_from)`
  const onSomeDay = isListed('esus', isReal)
  return whole(sql`case when ${isListed('esus', sql`${isReal} and f.valid_to > ${day}`)} then 'yes'
    when not ${hasCompleteList('esus', ['esus'])} or (${day} is null and ${onSomeDay}) then 'undetermined' else 'no' end`)
}

function byInclusiveList({ plausibleTo }: ScopeQuery): OutcomeSql {
  const isListedToday = isListed(
    'siae',
    sql`f.closed_on is null and (f.valid_from is null or f.valid_from <= ${plausibleTo}::date)
      and (f.valid_to is null or f.valid_to >= ${plausibleTo}::date)`,
  )
  return whole(
    sql`case when ${isListedToday} then 'yes' when ${hasCompleteList('siae', ['inclusive'])} then 'no' else 'undetermined' end`,
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
