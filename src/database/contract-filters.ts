import { type RawBuilder, sql } from 'kysely'
import { BAND_STARTS } from '../domain/contract-filter/amount-band.ts'
import { type ContractFilters, UNKNOWN_KEY } from '../domain/contract-filter/contract-filters.ts'
import { PROCEDURE_PATTERNS } from '../domain/contract-filter/procedure.ts'
import { CATEGORY_DIVISIONS } from '../domain/contract-filter/purchase-category.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'

// Every fragment reads the record `c` of `contracts`.

/** Texts as one array parameter. */
export const texts = (values: readonly string[]): RawBuilder<string[]> => sql`${values as string[]}::text[]`

/** A buyer is named by SIREN (every establishment) or by the identifier its records carry. `alias`: of the table of records. */
export function ofBuyers(buyers: readonly string[], alias = 'c'): RawBuilder<boolean> {
  const ids = texts(buyers)
  if (buyers.length === 0) return sql`true`
  const id = sql.ref(`${alias}.buyer_id`)
  return sql`${id} in (select id from buyers where siren = any(${ids}) or id = any(${ids}))`
}

/** The procedure of a record, by the patterns of the domain. */
export const PROCEDURE = sql<string>`case when c.procedure is null then ${sql.lit(UNKNOWN_KEY)} ${sql.join(
  PROCEDURE_PATTERNS.map(
    ({ procedure, pattern }) => sql`when c.procedure ~* ${sql.lit(pattern)} then ${sql.lit(procedure)}`,
  ),
  sql` `,
)} else 'other' end`

/** Works, supplies or services. */
export const CATEGORY = sql<string>`case ${sql.join(
  CATEGORY_DIVISIONS.map(
    ({ category, from, to }) =>
      sql`when left(c.cpv, 2) between ${sql.lit(from)} and ${sql.lit(to)} then ${sql.lit(category)}`,
  ),
  sql` `,
)} else ${sql.lit(UNKNOWN_KEY)} end`

/** The band of the usable amount. */
export const AMOUNT_BAND = sql<string>`case when c.amount_flag is not null or c.amount_cents is null then ${sql.lit(UNKNOWN_KEY)} ${sql.join(
  [...BAND_STARTS]
    .reverse()
    .map(
      ({ band, fromCents }) =>
        sql`when c.amount_cents >= ${sql.lit(String(fromCents))}::bigint then ${sql.lit(band)}`,
    ),
  sql` `,
)} else 'under-40k' end`

/**
 * The verdict of supplier `s` on a day, for a perimeter; without day, the one that holds on every day. Undetermined for a
 * supplier that cannot be identified.
 */
export const verdictOf = (
  perimeter: PerimeterId | RawBuilder<unknown>,
  day: RawBuilder<unknown>,
) => sql<string>`(
  select case when count(distinct v.outcome) = 1 then min(v.outcome) else 'undetermined' end
  from verdicts v
  where v.profile_id = s.profile_id and v.perimeter = ${perimeter} and (${day} is null or ${day} between v.valid_from and v.valid_to)
)`

/** Whether a holder of the contract meets a condition on `s`, its supplier. */
export const hasHolder = (condition: RawBuilder<unknown>) => sql<boolean>`exists (
  select from contract_holders h join suppliers s on s.id = h.supplier_id where h.contract_id = c.id and ${condition}
)`

const isAnyOf = (expression: RawBuilder<unknown>, values: readonly string[] | undefined) =>
  values === undefined || values.length === 0 ? [] : [sql<boolean>`${expression} = any(${texts(values)})`]

/**
 * Everything the filters ask but the period, which a figure and a list read in their own way. `day`: the usable day of the
 * contract, at which the holders are judged.
 */
export function matchesFilters(filters: ContractFilters, day: RawBuilder<unknown>): RawBuilder<boolean> {
  const { buyers, kinds, procedures, cpv = [], categories, amounts, holderPerimeters = [] } = filters
  const conditions = [
    ...(buyers.length > 0 ? [ofBuyers(buyers)] : []),
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
  ]
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}
