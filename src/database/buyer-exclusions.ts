import { type RawBuilder, sql } from 'kysely'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import type { Db } from './connect.ts'

/** The year of records without a usable day. */
export const UNDATED_YEAR = 0

const IS_DATED = sql`c.counted_on >= ${EARLIEST_PLAUSIBLE_DAY}::date`

/** Rows of `buyer_exclusions` for the contracts of `ids` (buyers.id), a query; every buyer without it. */
const exclusionsOf = (today: string, ids: RawBuilder<unknown> | null) => sql`
  select coalesce(b.siren, b.id) as buyer, year, counts_from, sum(concessions)::integer as concessions,
    sum(call_offs)::integer as call_offs, sum(undated)::integer as undated
  from (
    select c.buyer_id, case when ${IS_DATED} then extract(year from c.counted_on) else ${sql.lit(UNDATED_YEAR)} end::smallint as year,
      case when c.counted_on > ${today}::date then c.counted_on else '-infinity' end as counts_from,
      count(*) filter (where c.kind = 'concession') as concessions,
      count(*) filter (where c.kind <> 'concession' and ${IS_DATED}) as call_offs,
      count(*) filter (where c.kind <> 'concession' and ${IS_DATED} is not true) as undated
    from contracts c
    where c.is_current and (c.kind = 'concession' or (c.kind = 'call-off' and c.framework_is_known) or ${IS_DATED} is not true)
      ${ids === null ? sql`` : sql`and c.buyer_id in (${ids})`}
    group by 1, 2, 3
  ) as left_out join buyers b on b.id = left_out.buyer_id
  group by 1, year, counts_from
`

const COLUMNS = sql.raw('buyer, year, counts_from, concessions, call_offs, undated')

/** Counts `buyer_exclusions` anew, what `buyer_years` leaves out, and writes the rows that differ: see `refreshBuyerYears`. */
export async function refreshBuyerExclusions(
  trx: Db,
  today: string,
  which: 'stale-buyers' | 'all',
): Promise<void> {
  const stale = sql`select buyer from stale_buyers`
  const ids = sql`select id from buyers where siren in (${stale}) union all select id from buyers where siren is null and id in (${stale})`
  const asked = which === 'all' ? sql`true` : sql`x.buyer in (${stale})`
  await sql`
    create temporary table fresh_exclusions on commit drop as ${exclusionsOf(today, which === 'all' ? null : ids)}
  `.execute(trx)
  await sql`
    delete from buyer_exclusions x
    where ${asked} and not exists (
      select from fresh_exclusions f where (f.buyer, f.year, f.counts_from, f.concessions, f.call_offs, f.undated)
        = (x.buyer, x.year, x.counts_from, x.concessions, x.call_offs, x.undated)
    )
  `.execute(trx)
  await sql`
    insert into buyer_exclusions (${COLUMNS}) select ${COLUMNS} from fresh_exclusions on conflict do nothing
  `.execute(trx)
  await sql`drop table fresh_exclusions`.execute(trx)
}
