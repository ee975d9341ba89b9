import { type RawBuilder, sql } from 'kysely'
import { BAND_STARTS } from '../domain/contract-filter/amount-band.ts'
import { NONE_KEY, UNKNOWN_KEY, USABLE_MONTHS } from '../domain/contract-filter/contract-filters.ts'
import { PROCEDURE_PATTERNS } from '../domain/contract-filter/procedure.ts'
import { CATEGORY_DIVISIONS } from '../domain/contract-filter/purchase-category.ts'
import { PERIMETER_IDS, type PerimeterId } from '../domain/supplier/verdict.ts'

// What is known of record `c` of `contracts`, as the texts that filters ask for and rows are named by. A text, or an array of texts
// where a contract may have several: never empty, so that no contract is without a row.

/** Texts as one array parameter. */
export const texts = (values: readonly string[]): RawBuilder<string[]> => sql`${values as string[]}::text[]`

/** Whether a column has one of these texts. A value alone is compared as such: of an array, a plan that is kept has to guess the length. */
export const isOneOf = (column: string, values: readonly string[]): RawBuilder<boolean> =>
  values.length === 1
    ? sql`${sql.ref(column)} = ${values[0]}::text`
    : sql`${sql.ref(column)} = any(${texts(values)})`

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

/** Keys, or one where there is none. */
export const orElse = (keys: RawBuilder<unknown>, otherwise: RawBuilder<unknown> | string) =>
  sql<string[]>`coalesce(nullif(array(${keys}), '{}'), array[${otherwise}]::text[])`

/**
 * The holders of `c`, each with its supplier `s`. Each supplier is looked up by its key, whatever the planner believes: on a database that
 * was never analysed (an embedded one never is) it would read all of them for each contract (7 900 contracts: 10 s instead of 0.1).
 */
export const HOLDERS_OF_CONTRACT = sql`from contract_holders h
  left join lateral (select * from suppliers where suppliers.id = h.supplier_id offset 0) as s on true
  where h.contract_id = c.id`

/** The duration of a record, in months: that of its latest amendment that gives one; `null` when it cannot be believed. */
const USABLE_DURATION = sql`(
  select months from (select coalesce(
    case when c.amendment_count > 0 then (
      select a.duration_months from contract_amendments a
      where a.contract_id = c.id and a.duration_months is not null order by a.position desc limit 1
    ) end,
    c.duration_months
  ) as months) as known where months between ${sql.lit(USABLE_MONTHS.from)} and ${sql.lit(USABLE_MONTHS.to)}
)`

/** The day a record is expected to end: its usable day and duration; `null` when either is missing. */
export const endDay = (day: RawBuilder<unknown>) =>
  sql<string>`(${day} + make_interval(months => ${USABLE_DURATION}))::date`

/** Legal families of the holders. */
export const FAMILY_KEYS = orElse(
  sql`select distinct coalesce((select p.legal_family from profiles p where p.id = s.profile_id), ${sql.lit(UNKNOWN_KEY)}) ${HOLDERS_OF_CONTRACT}`,
  UNKNOWN_KEY,
)

/** Departments of the holders, where lists or published contracts say them. */
export const DEPARTMENT_KEYS = orElse(
  sql`select distinct coalesce(s.department, ${sql.lit(UNKNOWN_KEY)}) ${HOLDERS_OF_CONTRACT}`,
  UNKNOWN_KEY,
)

/** What agents tagged the contract with, whatever its version. */
export const TAG_KEYS = orElse(sql`select t.tag from contract_tags t where t.group_id = c.group_id`, NONE_KEY)

/** The transitions of the longest beginning of the CPV code that the table knows. */
export const TRANSITION_KEYS = orElse(
  sql`select t.transition from transitions t where starts_with(c.cpv, t.cpv_prefix) and length(t.cpv_prefix) = (
    select max(length(longest.cpv_prefix)) from transitions longest where starts_with(c.cpv, longest.cpv_prefix))`,
  sql`case when c.cpv is null then ${sql.lit(UNKNOWN_KEY)} else ${sql.lit(NONE_KEY)} end`,
)

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

/** Perimeters (`asked`) joined to suppliers `s`: those that answer yes on a day; `none` when all answer no, else `undetermined`. */
const perimetersOf = (day: RawBuilder<unknown>, asked: RawBuilder<unknown>) => sql`(
  select coalesce(
    array_agg(distinct judged.perimeter) filter (where judged.outcome = 'yes'),
    array[case when bool_or(judged.outcome = 'undetermined') then 'undetermined' else 'none' end])
  from (select asked.perimeter, ${verdictOf(sql`asked.perimeter`, day)} as outcome from ${asked}) as judged
)`

const ASKED = sql`unnest(${texts(PERIMETER_IDS)}) as asked (perimeter)`

/** Every perimeter that has a holder on the day of the contract. */
export const perimeterKeys = (day: RawBuilder<unknown>) =>
  perimetersOf(day, sql`(select s.id, s.profile_id ${HOLDERS_OF_CONTRACT}) as s right join ${ASKED} on true`)

/** Every perimeter where supplier `s` alone is on a day. */
export const perimetersOfSupplier = (day: RawBuilder<unknown>) => perimetersOf(day, ASKED)
