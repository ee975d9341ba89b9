import { type RawBuilder, sql } from 'kysely'
import type { FrameworkMethod, HolderMethod, Parts } from '../domain/share/share.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import type { Db } from './connect.ts'

/** Which contracts a figure is about, and how they are counted. Days are inclusive; no buyer means every buyer. */
export type ShareQuery = {
  buyers: readonly string[]
  perimeter: PerimeterId
  from: string | null
  to: string | null
  holders: HolderMethod
  frameworks: FrameworkMethod
  /** First and last day a notification date can be believed; outside them a contract has no usable date. */
  plausibleFrom: string
  plausibleTo: string
}

/** Counted contracts by outcome, their cents, and what was left out of value or of the figure altogether. */
export type ShareParts = {
  /** Calendar year of notification; `null` when the figure is not broken down. */
  year: number | null
  contracts: Parts<bigint>
  cents: Parts<bigint>
  outOfValue: bigint
}

/** Contracts of these buyers that the figure leaves out, by reason. */
export type ShareExclusions = { undated: bigint; concessions: bigint; frameworks: bigint; callOffs: bigint }

/** A buyer is named by SIREN (every establishment) or by the identifier its records carry. `alias`: of the table of records. */
export function ofBuyers(buyers: readonly string[], alias = 'c'): RawBuilder<boolean> {
  const ids = sql`${buyers as string[]}::text[]`
  if (buyers.length === 0) return sql`true`
  const id = sql.ref(`${alias}.buyer_id`)
  return sql`${id} in (select id from buyers where siren = any(${ids}) or id = any(${ids}))`
}

/** `null` notification days when they cannot be believed. */
const usableDay = (query: ShareQuery) =>
  sql`case when c.counted_on between ${query.plausibleFrom} and ${query.plausibleTo} then c.counted_on end`

function inPeriod({ from, to }: ShareQuery): RawBuilder<boolean> {
  return sql`(${from}::date is null or day >= ${from}::date) and (${to}::date is null or day <= ${to}::date)`
}

/** Why a contract is left out by the framework method; `null`: it counts. */
function leftOutByMethod(frameworks: FrameworkMethod): RawBuilder<string | null> {
  if (frameworks === 'ceilings')
    return sql`case when c.kind = 'call-off' and c.framework_is_known then 'call-off' end`
  if (frameworks === 'call-offs')
    return sql`case when c.kind = 'framework' or c.has_call_offs then 'framework' end`
  return sql`null::text`
}

/** Every current contract of the buyers, its usable day and why it is left out, if it is. */
const scopeOf = (query: ShareQuery, isDated: boolean) => sql`
  select *, case
      when kind = 'concession' then 'concession'
      when day is null and ${isDated} then 'undated'
      else method_reason
    end as reason
  from (
    select c.id, c.kind, ${usableDay(query)} as day, ${leftOutByMethod(query.frameworks)} as method_reason,
      c.amount_cents, c.amount_flag
    from contracts c where c.is_current and ${ofBuyers(query.buyers)}
  ) as known
`

/**
 * Each holder's outcome on the day of the contract. Without a usable day, the outcome must be the same on every day.
 * A holder that cannot be identified, and a contract without holder, are undetermined.
 */
const holderOutcomes = (query: ShareQuery) => sql`
  select counted.*, h.position, coalesce(v.outcome, 'undetermined') as outcome,
    count(h.contract_id) over (partition by counted.id) as holders,
    row_number() over (partition by counted.id order by h.position) as rank
  from counted
    left join contract_holders h on h.contract_id = counted.id
    left join suppliers s on s.id = h.supplier_id
    left join lateral (
      select case when count(distinct outcome) = 1 then min(outcome) else 'undetermined' end as outcome
      from verdicts v
      where v.profile_id = s.profile_id and v.perimeter = ${query.perimeter}
        and (counted.day is null or counted.day between v.valid_from and v.valid_to)
      having count(*) > 0
    ) as v on true
`

/** The outcome of a contract from those of its holders, and the cents of each outcome. The rule of each method is in `domain/share`. */
function contractOutcomes(method: HolderMethod): RawBuilder<unknown> {
  const anyHolder = sql`case when bool_or(outcome = 'yes') then 'yes' when bool_or(outcome = 'undetermined') then 'undetermined' else 'no' end`
  const outcome = method === 'lead' ? sql`min(outcome) filter (where rank = 1)` : anyHolder
  const part = sql`amount_cents / greatest(holders, 1) + case when rank = 1 then amount_cents % greatest(holders, 1) else 0 end`
  const cents = (value: string) => {
    if (method === 'equal-split') return sql`coalesce(sum(${part}) filter (where outcome = ${value}), 0)`
    return sql`case when ${outcome} = ${value} then min(amount_cents) else 0 end`
  }
  return sql`
    select id, min(day) as day, ${outcome} as outcome, bool_or(amount_flag is not null) as is_out_of_value,
      ${cents('yes')} as yes_cents, ${cents('no')} as no_cents, ${cents('undetermined')} as undetermined_cents
    from holder_outcomes group by id
  `
}

/**
 * The parts of the share, one row a year when `byYear`, else one row. Contracts are counted once, never once per holder; a
 * flagged amount counts in number and not in value. Sums are exact, in cents.
 */
export async function sumShares(db: Db, query: ShareQuery, byYear: boolean): Promise<ShareParts[]> {
  const isDated = byYear || query.from !== null || query.to !== null
  const year = byYear ? sql`extract(year from day)::integer` : sql`null::integer`
  const count = (outcome: string) => sql`count(*) filter (where outcome = ${outcome})`
  const cents = (outcome: string) =>
    sql`coalesce(sum(${sql.raw(`${outcome}_cents`)}) filter (where not is_out_of_value), 0)::text`
  const { rows } = await sql<Record<string, never>>`
    with scope as materialized (${scopeOf(query, isDated)}),
      counted as (select * from scope where reason is null and ${inPeriod(query)}),
      holder_outcomes as (${holderOutcomes(query)}),
      contract_outcomes as (${contractOutcomes(query.holders)})
    select ${year} as year,
      ${count('yes')} as yes, ${count('no')} as no, ${count('undetermined')} as undetermined,
      ${cents('yes')} as yes_cents, ${cents('no')} as no_cents, ${cents('undetermined')} as undetermined_cents,
      count(*) filter (where is_out_of_value) as out_of_value
    from contract_outcomes group by 1 order by 1
  `.execute(db)
  const parts = rows.map((row: Record<string, unknown>) => ({
    year: row.year as number | null,
    contracts: { yes: row.yes, no: row.no, undetermined: row.undetermined } as Parts<bigint>,
    cents: {
      yes: BigInt(row.yes_cents as string),
      no: BigInt(row.no_cents as string),
      undetermined: BigInt(row.undetermined_cents as string),
    },
    outOfValue: row.out_of_value as bigint,
  }))
  return parts
}

/** Contracts left out of the figure, by reason. Dated reasons are restricted to the period; undated contracts have none. */
export async function countExclusions(db: Db, query: ShareQuery, byYear: boolean): Promise<ShareExclusions> {
  const isDated = byYear || query.from !== null || query.to !== null
  const { rows } = await sql<ShareExclusions>`
    with scope as (${scopeOf(query, isDated)})
    select count(*) filter (where reason = 'undated') as undated,
      count(*) filter (where reason = 'concession') as concessions,
      count(*) filter (where reason = 'framework') as frameworks,
      count(*) filter (where reason = 'call-off') as "callOffs"
    from scope where reason = 'undated' or day is null or ${inPeriod(query)}
  `.execute(db)
  return rows[0] as ShareExclusions
}
