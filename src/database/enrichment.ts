import { type RawBuilder, sql } from 'kysely'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import type { Db } from './connect.ts'
import { ofBuyers } from './contract-filters.ts'

/** Which suppliers are in doubt: of these buyers (none: all), in this perimeter. */
export type DoubtQuery = { perimeter: PerimeterId; buyers: readonly string[] }

/** The legal units that hold current contracts on whose day the perimeter does not know them, with what these are worth. */
const inDoubt = ({ perimeter, buyers }: DoubtQuery): RawBuilder<unknown> => sql`
  select siren, count(*) as contracts, coalesce(sum(amount_cents) filter (where amount_flag is null), 0) as cents
  from (
    select distinct s.siren, c.id, c.amount_cents, c.amount_flag
    from contracts c
      join contract_holders h on h.contract_id = c.id
      join suppliers s on s.id = h.supplier_id
      join verdicts v on v.profile_id = s.profile_id and v.perimeter = ${perimeter} and v.outcome = 'undetermined'
        and (c.counted_on is null or c.counted_on between v.valid_from and v.valid_to)
    where c.is_current and s.siren is not null and ${ofBuyers(buyers)}
  ) as holdings group by siren
`

/** Whether the directory answered on `d.siren` on or after a day; never when there is no day. */
const isAnswered = (since: string | null): RawBuilder<boolean> => sql`exists (
  select from facts f
  where f.siren = d.siren and f.source = 'company-search' and f.closed_on is null and f.seen_on >= ${since}::date
)`

/** How many legal units are in doubt, and how many of them the directory answered on or after the day `since`. */
export async function countInDoubt(
  db: Db,
  query: DoubtQuery,
  since: string,
): Promise<{ suppliers: number; answered: number }> {
  const { rows } = await sql<{ suppliers: number; answered: number }>`
    select count(*)::integer as suppliers, (count(*) filter (where ${isAnswered(since)}))::integer as answered
    from (${inDoubt(query)}) as d
  `.execute(db)
  return rows[0] as { suppliers: number; answered: number }
}

/**
 * The legal units in doubt, those of the most euros first, without those the directory answered on or after the day
 * `since`; `null`: with them. At most `limit`; `null`: all.
 */
export async function listSirensToAsk(
  db: Db,
  query: DoubtQuery,
  { since, limit }: { since: string | null; limit: number | null },
): Promise<string[]> {
  const { rows } = await sql<{ siren: string }>`
    select d.siren from (${inDoubt(query)}) as d
    where not ${isAnswered(since)}
    order by cents desc, contracts desc, siren limit ${limit}
  `.execute(db)
  return rows.map(({ siren }) => siren)
}
