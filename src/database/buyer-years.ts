import { type RawBuilder, sql } from 'kysely'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import { PERIMETER_IDS } from '../domain/supplier/verdict.ts'
import type { Db } from './connect.ts'
import { texts } from './contract-keys.ts'
import { USABLE_CENTS } from './outcome-sql.ts'

// `buyer_years`: the yearly figures of each buyer by the default method (any holder, framework ceilings), every perimeter at once. A
// perimeter is a bit of a number, in the order of PERIMETER_IDS: a national import has two million contracts and seven perimeters.

/** Place of a perimeter in the arrays of `buyer_years`, from 1. */
export const placeOf = (perimeter: (typeof PERIMETER_IDS)[number]): number =>
  PERIMETER_IDS.indexOf(perimeter) + 1

/** Each profile with the days over which no verdict changes, and the perimeters it answers yes and no to on them. */
const ANSWERS = sql`
  select s.profile_id, s.day_from, s.day_to,
    bit_or(case when v.outcome = 'yes' then p.bit else 0 end) as yes, bit_or(case when v.outcome = 'no' then p.bit else 0 end) as no
  from (
    select profile_id, valid_from as day_from,
      coalesce(lead(valid_from) over (partition by profile_id order by valid_from) - 1, 'infinity') as day_to
    from (select distinct profile_id, valid_from from verdicts) as starts
  ) as s
    join verdicts v on v.profile_id = s.profile_id and s.day_from between v.valid_from and v.valid_to
    join unnest(${texts(PERIMETER_IDS)}, ${PERIMETER_IDS.map((_, place) => 2 ** place)}::integer[]) as p (perimeter, bit) using (perimeter)
  group by s.profile_id, s.day_from, s.day_to
`

const perPerimeter = (part: 'yes' | 'no', total: RawBuilder<unknown>, type: 'integer' | 'bigint') =>
  sql`array[${sql.join(
    PERIMETER_IDS.map(
      (_, place) =>
        sql`coalesce(sum(${total}) filter (where ${sql.ref(part)} & ${sql.lit(2 ** place)} <> 0), 0)`,
    ),
  )}]::${sql.raw(type)}[]`

/**
 * Rows of `buyer_years` for the contracts of `ids` (buyers.id), a query; every buyer without it. A contract without holder, or
 * whose holder no verdict judges, answers neither yes nor no.
 */
function yearsOf(today: string, ids: RawBuilder<unknown> | null): RawBuilder<unknown> {
  return sql`
    with answers as materialized (${ANSWERS}), judged as (
      select c.buyer_id, extract(year from c.counted_on)::smallint as year,
        case when c.counted_on > ${today}::date then c.counted_on else '-infinity' end as counts_from,
        ${USABLE_CENTS} as cents, c.amount_flag is not null as is_out_of_value,
        bit_or(coalesce(a.yes, 0)) as yes, bit_and(coalesce(a.no, 0)) as no
      from contracts c
        left join contract_holders h on h.contract_id = c.id
        left join suppliers s on s.id = h.supplier_id
        left join answers a on a.profile_id = s.profile_id and c.counted_on between a.day_from and a.day_to
      where c.is_current and c.counted_on >= ${EARLIEST_PLAUSIBLE_DAY} and c.kind <> 'concession'
        and not (c.kind = 'call-off' and c.framework_is_known)
        ${ids === null ? sql`` : sql`and c.buyer_id in (${ids})`}
      group by c.id
    ), alike as (
      select buyer_id, year, counts_from, yes, no, count(*) as contracts, sum(cents) as cents,
        count(*) filter (where is_out_of_value) as out_of_value
      from judged group by buyer_id, year, counts_from, yes, no
    )
    select coalesce(b.siren, b.id) as buyer, year, counts_from,
      sum(contracts)::integer as contracts, sum(cents)::bigint as cents, sum(out_of_value)::integer as out_of_value,
      ${perPerimeter('yes', sql`contracts`, 'integer')} as yes, ${perPerimeter('no', sql`contracts`, 'integer')} as no,
      ${perPerimeter('yes', sql`cents`, 'bigint')} as yes_cents, ${perPerimeter('no', sql`cents`, 'bigint')} as no_cents
    from alike join buyers b on b.id = alike.buyer_id
    group by 1, year, counts_from
  `
}

const COLUMNS = sql.raw(
  'buyer, year, counts_from, contracts, cents, out_of_value, yes, no, yes_cents, no_cents',
)

/**
 * Counts `buyer_years` anew, for the buyers of `stale_buyers` (a temporary table of `buyer`) or for every one, and writes the rows that
 * differ. `today`: contracts of later days keep rows of their own, which count once their day has come.
 */
export async function refreshBuyerYears(
  trx: Db,
  today: string,
  which: 'stale-buyers' | 'all',
): Promise<void> {
  const stale = sql`select buyer from stale_buyers`
  const ids = sql`select id from buyers where siren in (${stale}) union all select id from buyers where siren is null and id in (${stale})`
  const asked = which === 'all' ? sql`true` : sql`y.buyer in (${stale})`
  await sql`
    create temporary table fresh_years on commit drop as ${yearsOf(today, which === 'all' ? null : ids)} order by year, buyer
  `.execute(trx)
  await sql`analyze fresh_years (buyer, year, counts_from)`.execute(trx)
  await sql`
    delete from buyer_years y
    where ${asked} and not exists (
      select from fresh_years f where f.buyer = y.buyer and f.year = y.year and f.counts_from = y.counts_from
        and (f.contracts, f.cents, f.out_of_value, f.yes, f.no, f.yes_cents, f.no_cents)
          = (y.contracts, y.cents, y.out_of_value, y.yes, y.no, y.yes_cents, y.no_cents)
    )
  `.execute(trx)
  await sql`
    insert into buyer_years (${COLUMNS}) select ${COLUMNS} from fresh_years f
    where not exists (select from buyer_years y where y.buyer = f.buyer and y.year = f.year and y.counts_from = f.counts_from)
    order by year, buyer
  `.execute(trx)
  await sql`drop table fresh_years`.execute(trx)
}
