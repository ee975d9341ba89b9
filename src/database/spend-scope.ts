import { type RawBuilder, sql } from 'kysely'
import type { TaxBasis } from '../domain/payment/tax-basis.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import { ofBuyersOrGroups } from './contract-filters.ts'

/** Which payments a figure or a list is about. Days are inclusive; no buyer means every buyer, no tax every payment. */
export type SpendQuery = {
  buyers: readonly string[]
  /** Their members are added to the buyers. */
  groups?: readonly string[] | undefined
  perimeter: PerimeterId
  from: string | null
  to: string | null
  taxBasis: TaxBasis | null
  /** First and last day a date of payment can be believed; outside them a payment has no usable date. */
  plausibleFrom: string
  plausibleTo: string
}

/** Who was paid: the legal unit, else the identifier or name as written; `null` when the line names nobody. */
const SUPPLIER_KEY = sql`coalesce(s.siren, p.supplier_scheme || ':' || p.supplier_identifier, 'as-written:' || p.supplier_identifier, 'name:' || lower(p.supplier_name))`

/**
 * Why a payment is left out of a dated figure; `null`: it counts. `undated`: no usable date. `straddling`: known by a year or
 * month that is partly outside the period, or spans several years when they are told apart. `outside`: not of the period.
 */
function reasonOf({ from, to }: SpendQuery, byYear: boolean): RawBuilder<string | null> {
  if (!byYear && from === null && to === null) return sql`null::text`
  return sql`case
    when first_day = '-infinity' then 'undated'
    when first_day > coalesce(${to}::date, 'infinity') or last_day < coalesce(${from}::date, '-infinity') then 'outside'
    when first_day < coalesce(${from}::date, '-infinity') or last_day > coalesce(${to}::date, 'infinity') then 'straddling'
    when ${byYear} and extract(year from first_day) <> extract(year from last_day) then 'straddling'
  end`
}

/**
 * The payments of the buyers, each with `first_day` and `last_day` it may have been paid on (infinities when unknown), its
 * `reason` to be left out, its `supplier_key`, and `buyer_key`: the legal unit of the buyer.
 */
export function spendScope(query: SpendQuery, byYear: boolean): RawBuilder<unknown> {
  const isUsable = sql`p.spent_from between ${query.plausibleFrom}::date and ${query.plausibleTo}::date`
  return sql`
    select known.*, ${reasonOf(query, byYear)} as reason from (
      select p.*, s.siren as supplier_siren, s.profile_id, coalesce(p.buyer_siren, p.buyer_id) as buyer_key,
        ${SUPPLIER_KEY} as supplier_key,
        case when ${isUsable} then p.spent_from else '-infinity' end as first_day,
        case when ${isUsable} then p.spent_to else 'infinity' end as last_day
      from payments p left join suppliers s on s.id = p.supplier_id
      where ${ofBuyersOrGroups(query.buyers, query.groups ?? [], 'p')} and (${query.taxBasis}::text is null or p.tax_basis = ${query.taxBasis})
    ) as known
  `
}

/**
 * The outcome of a row of `alias` (its `profile_id`, `first_day`, `last_day`): the one that holds on every day it may have been
 * paid on, else undetermined; so is a supplier that cannot be identified. A subquery, not a join: on wrong estimates the planner
 * loops over every pair (300 000 payments: 37 s).
 */
export const outcomeOf = (alias: string, perimeter: PerimeterId): RawBuilder<string> => sql`(
  select case when count(distinct v.outcome) = 1 then min(v.outcome) else 'undetermined' end
  from verdicts v
  where v.profile_id = ${sql.ref(`${alias}.profile_id`)} and v.perimeter = ${perimeter}
    and v.valid_from <= ${sql.ref(`${alias}.last_day`)} and v.valid_to >= ${sql.ref(`${alias}.first_day`)}
)`
