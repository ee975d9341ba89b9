import { type RawBuilder, sql } from 'kysely'
import type { PeerCriteria } from '../domain/buyer/peer-criteria.ts'
import type { Measure } from '../domain/share/share.ts'
import { placeOf } from './buyer-years.ts'
import { meetsCriteria } from './comparable-buyers.ts'
import type { Db } from './connect.ts'
import { type FigureParts, type FigureQuery, figureRows, sumsOf } from './indicators.ts'
import { storedYearsOf } from './stored-shares.ts'

/**
 * A comparison of a buyer. `figure`: what each buyer's share counts over a period, whoever the buyer; `minimum`: contracts that a buyer
 * must have to be ranked; `measure`: the order of the rows.
 */
export type ComparisonQuery = {
  buyer: string
  figure: Omit<FigureQuery, 'by'>
  criteria: PeerCriteria
  minimum: number
  measure: Measure
  page: { limit: number; offset: number }
}

/** Shares at the bounds, quartiles and first and last deciles of ranked buyers: shares that buyers have, none between two. */
export const QUANTILES = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1] as const

/**
 * Where a buyer stands among the ranked ones, itself included. `rank`, `ties` (others of the same share): by lower bound; `best` and
 * `worst`: whatever the undetermined contracts turn out to be, its own and the others'. All `null` when it is not ranked.
 */
export type Standing = {
  ranked: number
  rank: number | null
  ties: number | null
  best: number | null
  worst: number | null
  /** At QUANTILES; `null` when nobody is ranked. */
  lower: number[] | null
  upper: number[] | null
}

/** The sums of some buyers, and how many of them have counted contracts. */
export type BuyersSums = FigureParts & { buyers: number }
export type ComparedRow = FigureParts & { buyer: string; name: string | null; rank: number }

export type ComparisonSums = {
  national: BuyersSums
  peers: BuyersSums
  standings: Record<Measure, Standing>
  rows: ComparedRow[]
}

type SumsJson = Record<
  | 'contracts'
  | 'contracts_yes'
  | 'contracts_no'
  | 'cents'
  | 'cents_yes'
  | 'cents_no'
  | 'out_of_value'
  | 'buyers',
  string
>

const sumOf = (column: string) => sql`coalesce(sum(${sql.ref(column)}), 0)::text`

/** The sums of `figures` as one JSON object; texts, since cents may pass what a JSON number holds. */
const SUMS = sql`json_build_object(${sql.join(
  ['contracts', 'contracts_yes', 'contracts_no', 'cents', 'cents_yes', 'cents_no', 'out_of_value'].flatMap(
    (name) => [sql`${sql.lit(name)}::text`, sumOf(name)],
  ),
)}, 'buyers', count(*)::text)`

const partsOf = (json: SumsJson): FigureParts => {
  const parts = (unit: 'contracts' | 'cents') => {
    const [total, yes, no] = [json[unit], json[`${unit}_yes`], json[`${unit}_no`]].map(BigInt) as [
      bigint,
      bigint,
      bigint,
    ]
    return { yes, no, undetermined: total - yes - no }
  }
  return { contracts: parts('contracts'), cents: parts('cents'), outOfValue: BigInt(json.out_of_value) }
}

const buyersOf = (json: SumsJson): BuyersSums => ({ ...partsOf(json), buyers: Number(json.buyers) })

/** The ranked buyers with the bounds of their share. Divided as doubles: equal shares are equal, and nearer than 10⁻¹⁵ are taken as such. */
const sharesBy = (unit: 'contracts' | 'cents', minimum: number) => sql`
  select buyer, ${sql.ref(`${unit}_yes`)}::float8 / ${sql.ref(unit)} as lower,
    (${sql.ref(unit)} - ${sql.ref(`${unit}_no`)})::float8 / ${sql.ref(unit)} as upper
  from figures where is_peer and contracts >= ${minimum}::integer and ${sql.ref(unit)} > 0
`

const standingOf = (shares: string, buyer: string): RawBuilder<unknown> => sql`(
  select json_build_object(
    'ranked', count(*),
    'rank', min(me.lower) * 0 + 1 + count(*) filter (where s.lower > me.lower),
    'ties', min(me.lower) * 0 - 1 + count(*) filter (where s.lower = me.lower),
    'best', min(me.lower) * 0 + 1 + count(*) filter (where s.lower > me.upper and s.buyer <> ${buyer}),
    'worst', min(me.lower) * 0 + 1 + count(*) filter (where s.upper > me.lower and s.buyer <> ${buyer}),
    'lower', percentile_disc(${[...QUANTILES]}::float8[]) within group (order by s.lower),
    'upper', percentile_disc(${[...QUANTILES]}::float8[]) within group (order by s.upper)
  )
  from (select max(lower) as lower, max(upper) as upper from ${sql.table(shares)} where buyer = ${buyer}) as me
    cross join ${sql.table(shares)} as s
)`

/**
 * A row for each buyer, or several that add up, with what its contracts come to: read from `buyer_years` where they tell it, else counted
 * from the contracts as any figure broken down by buyer.
 */
function buyersSums(asked: ComparisonQuery['figure']): RawBuilder<unknown> {
  const stored = storedYearsOf(asked)
  if (stored !== null) {
    const place = sql.lit(placeOf(stored.perimeter))
    return sql`
      select buyer, contracts, yes[${place}] as contracts_yes, no[${place}] as contracts_no,
        cents, yes_cents[${place}] as cents_yes, no_cents[${place}] as cents_no, out_of_value
      from buyer_years where year between ${stored.first} and ${stored.last} and counts_from <= ${asked.plausibleTo}::date
    `
  }
  const figure = { ...asked, by: 'buyer' as const, buyerIds: null }
  return sql`
    select buyer, yes + no + undetermined as contracts, yes as contracts_yes, no as contracts_no,
      yes_cents::bigint + no_cents::bigint + undetermined_cents::bigint as cents, yes_cents::bigint as cents_yes, no_cents::bigint as cents_no, out_of_value
    from (
      select key as buyer, ${sumsOf(figure)} from (${figureRows(figure).rows}) as figure_rows where reason is null group by key
    ) as counted
  `
}

/**
 * A buyer among its like, by one method: the very figures that each would have by itself. The buyer is among its like whatever the
 * criteria. `national`: every buyer of the database.
 */
export async function sumComparison(db: Db, query: ComparisonQuery): Promise<ComparisonSums> {
  const { buyer, figure, criteria, minimum, measure, page } = query
  const { rows } = await sql<{
    national: SumsJson
    peers: SumsJson
    contracts: Standing
    value: Standing
    page: (SumsJson & { buyer: string; name: string | null; rank: number })[]
  }>`
    with figures as materialized (
      select buyer, sum(contracts) as contracts, sum(contracts_yes) as contracts_yes, sum(contracts_no) as contracts_no,
        sum(cents)::bigint as cents, sum(cents_yes)::bigint as cents_yes, sum(cents_no)::bigint as cents_no,
        sum(out_of_value) as out_of_value, bool_or(is_peer) as is_peer
      from (
        select y.*, y.buyer = ${buyer} or coalesce(${meetsCriteria(criteria)}, false) as is_peer
        from (${buyersSums(figure)}) as y left join buyer_traits t using (buyer)
        offset 0
      ) as placed
      group by buyer
    ), by_number as materialized (${sharesBy('contracts', minimum)}), by_value as materialized (${sharesBy('cents', minimum)}), page as (
      select buyer, rank() over (order by lower desc)::integer as rank from ${sql.table(measure === 'value' ? 'by_value' : 'by_number')}
      order by lower desc, buyer limit ${page.limit}::integer offset ${page.offset}::integer
    )
    select (select ${SUMS} from figures) as national, (select ${SUMS} from figures where is_peer) as peers,
      ${standingOf('by_number', buyer)} as contracts, ${standingOf('by_value', buyer)} as value,
      (
        select coalesce(json_agg(json_build_object(
          'buyer', buyer, 'rank', rank, 'contracts', contracts, 'contracts_yes', contracts_yes, 'contracts_no', contracts_no,
          'cents', cents::text, 'cents_yes', cents_yes::text, 'cents_no', cents_no::text, 'out_of_value', out_of_value,
          'name', (select min(b.name) from buyers b where coalesce(b.siren, b.id) = buyer and (b.siren = buyer or b.id = buyer))
        ) order by rank, buyer), '[]') from page join figures using (buyer)
      ) as page
  `.execute(db)
  const [found] = rows
  if (found === undefined) throw new Error('a query of aggregates gives one row')
  return {
    national: buyersOf(found.national),
    peers: buyersOf(found.peers),
    standings: { contracts: found.contracts, value: found.value },
    rows: found.page.map((row) => ({
      ...partsOf(row),
      buyer: row.buyer,
      name: row.name,
      rank: row.rank,
    })),
  }
}
