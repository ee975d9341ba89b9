import { type RawBuilder, sql } from 'kysely'
import { KIND_CATEGORIES, KIND_PREFIXES } from '../domain/buyer/buyer-kind.ts'
import { DEPARTMENTS, REGIONS } from '../domain/buyer/regions.ts'
import { SIZE_CODES } from '../domain/buyer/size-class.ts'
import { UNKNOWN_KEY } from '../domain/contract-filter/contract-filters.ts'
import type { Db } from './connect.ts'
import { texts } from './contract-keys.ts'

/** `when … then …` for each answer of a table of codes. */
const cases = (value: RawBuilder<unknown>, table: Readonly<Record<string, readonly string[]>>) =>
  sql.join(
    Object.entries(table).map(
      ([answer, codes]) => sql`when ${value} in (${sql.join(codes.map(sql.lit))}) then ${sql.lit(answer)}`,
    ),
    sql` `,
  )

const CATEGORY = sql`category`
const PREFIX = sql`left(siren, 2)`

const KIND = sql`case
  ${cases(CATEGORY, KIND_CATEGORIES)}
  when ${CATEGORY} is not null then 'other'
  ${cases(PREFIX, Object.fromEntries(Object.entries(KIND_PREFIXES).map(([prefix, kind]) => [kind, [prefix]])))}
  else ${sql.lit(UNKNOWN_KEY)} end`

const KIND_FROM = sql`case
  when ${CATEGORY} is not null then 'legal-category'
  when ${PREFIX} in (${sql.join(Object.keys(KIND_PREFIXES).map(sql.lit))}) then 'siren'
  else 'unknown' end`

const SIZE = sql`case ${cases(sql`employees`, SIZE_CODES)} else ${sql.lit(UNKNOWN_KEY)} end`

/**
 * The SIREN of a local body holds its department: the third and fourth digits (and the fifth overseas) of those that begin with 21, 22,
 * 24, 25 or 26, and that of its seat for a region (23). `20` is Corsica, whose two departments it does not tell.
 */
const SEAT = sql`case when siren ~ '^2[1-6]' then
  case when substr(siren, 3, 2) = '97' then substr(siren, 3, 3) else substr(siren, 3, 2) end end`

const SEATS = texts(DEPARTMENTS)
const CODES = texts(REGIONS.flatMap(({ code, departments }) => departments.map(() => code)))
const CORSICA = '94'

/** The traits of buyers of contracts, a query; `condition`: on `buyers.siren` and `buyers.id`. The latest word of the registers on the legal unit counts. */
const traitsOf = (condition: RawBuilder<unknown>) => sql`
  with units as (
    select coalesce(siren, id) as buyer, min(siren) as siren from buyers
    where (${condition}) and exists (select from contracts c where c.buyer_id = buyers.id) group by 1
  ), said as (
    select f.siren, f.source, f.seen_on, f.id, f.statement->>'legalCategory' as category, f.details->>'employees' as employees
    from facts f
    where f.siren in (select siren from units) and f.source in ('sirene', 'company-search') and f.closed_on is null
  ), categories as (
    select distinct on (siren) siren, category from said where category ~ '^[1-9][0-9]{3}$' order by siren, seen_on desc, source desc, id desc
  ), sizes as (
    select distinct on (siren) siren, employees from said where source = 'sirene' order by siren, seen_on desc, id desc
  ), described as (
    select * from units left join categories using (siren) left join sizes using (siren)
  ), placed as (
    select *, ${SEAT} as seat from described
  )
  select buyer, ${KIND} as kind, ${KIND_FROM} as kind_from, ${SIZE} as size_class,
    case when r.code is not null and left(siren, 2) <> '23' then seat else ${sql.lit(UNKNOWN_KEY)} end as department,
    case when seat = '20' then ${sql.lit(CORSICA)} else coalesce(r.code, ${sql.lit(UNKNOWN_KEY)}) end as region
  from placed left join unnest(${SEATS}, ${CODES}) as r (department, code) on r.department = seat
`

/** Keeps `buyer_traits` in step with the registers, for the buyers of `stale_buyers` (a temporary table of `buyer`) or for every one. */
export async function refreshBuyerTraits(trx: Db, which: 'stale-buyers' | 'all'): Promise<void> {
  const stale = sql`select buyer from stale_buyers`
  const isStale = sql`siren in (${stale}) or (siren is null and id in (${stale}))`
  await sql`
    create temporary table fresh_traits on commit drop as ${traitsOf(which === 'all' ? sql`true` : isStale)}
  `.execute(trx)
  await sql`
    delete from buyer_traits t
    where ${which === 'all' ? sql`true` : sql`t.buyer in (${stale})`}
      and not exists (select from fresh_traits f where f.buyer = t.buyer and f is not distinct from t)
  `.execute(trx)
  await sql`
    insert into buyer_traits (buyer, kind, kind_from, size_class, department, region)
    select * from fresh_traits f where not exists (select from buyer_traits t where t.buyer = f.buyer) order by buyer
  `.execute(trx)
  await sql`drop table fresh_traits`.execute(trx)
}
