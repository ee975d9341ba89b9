/*
 * The questions as an engineer writes them by hand, each in one statement for one engine: what the product is measured against.
 * Parameters stand in the text: both engines then plan with their values.
 */

/** The days that count today. */
export type Days = { from: string; to: string }

const OUTCOMES = ['yes', 'no', 'undetermined'] as const

const sums = OUTCOMES.flatMap((value) => [
  `count(*) filter (where outcome = '${value}') as ${value}`,
  `sum(cents) filter (where outcome = '${value}') as ${value}_cents`,
]).join(', ')

const ANY_HOLDER = `case when bool_or(coalesce(v.outcome, 'undetermined') = 'yes') then 'yes'
  when bool_or(coalesce(v.outcome, 'undetermined') = 'undetermined') then 'undetermined' else 'no' end`

const COUNTED = `c.kind <> 'concession' and not (c.kind = 'call-off' and c.framework_is_known)`

/** On the product's tables: `where` chooses the contracts `c`. */
const onTables = (perimeters: readonly string[], days: Days, where: string) => `
  select c.id, c.buyer_siren, extract(year from c.counted_on) as year, p.perimeter,
    case when c.amount_flag is null then coalesce(c.amount_cents, 0) else 0 end as cents, ${ANY_HOLDER} as outcome
  from contracts c cross join unnest(array[${perimeters.map((id) => `'${id}'`).join(', ')}]) as p (perimeter)
    left join contract_holders h on h.contract_id = c.id
    left join suppliers s on s.id = h.supplier_id
    left join verdicts v on v.profile_id = s.profile_id and v.perimeter = p.perimeter and c.counted_on between v.valid_from and v.valid_to
  where c.is_current and c.counted_on between '${days.from}' and '${days.to}' and ${COUNTED} and ${where}
  group by c.id, p.perimeter`

/** On DuckDB's own tables, where a holder has its verdicts at hand. */
const onFacts = (perimeters: readonly string[], days: Days, where: string) => `
  select c.id, any_value(c.buyer) as buyer_siren, any_value(year(c.counted_on)) as year, p.perimeter, any_value(c.cents) as cents, ${ANY_HOLDER} as outcome
  from contracts c cross join (select unnest([${perimeters.map((id) => `'${id}'`).join(', ')}]) as perimeter) as p
    left join holders h on h.contract_id = c.id
    left join facts v on v.profile_id = h.profile_id and v.perimeter = p.perimeter and c.counted_on between v.valid_from and v.valid_to
  where c.counted_on between '${days.from}' and '${days.to}' and ${COUNTED} and ${where}
  group by c.id, p.perimeter`

const byYear = (rows: string) =>
  `select perimeter, year, ${sums} from (${rows}) as judged group by perimeter, year order by perimeter, year`

/** Ranks, distribution and sums of the buyers of a kind, from a row for each contract. */
const ranked = (rows: string, buyer: string, minimum: number) => `
  with sums as (
    select buyer_siren as buyer, count(*) as contracts, count(*) filter (where outcome = 'yes') as yes,
      count(*) filter (where outcome = 'no') as no, sum(cents) as cents, sum(cents) filter (where outcome = 'yes') as yes_cents
    from (${rows}) as judged group by buyer_siren
  ), shares as (
    select *, cast(yes as double precision) / contracts as lower, cast(contracts - no as double precision) / contracts as upper
    from sums where contracts >= ${minimum}
  ), me as (select lower, upper from shares where buyer = '${buyer}')
  select (select sum(contracts) from sums) as contracts, (select sum(cents) from sums) as cents,
    (select count(*) from shares) as ranked, (select count(*) from shares, me where shares.lower > me.lower) + 1 as place,
    (select count(*) from shares, me where shares.lower > me.upper) + 1 as best,
    (select count(*) from shares, me where shares.upper > me.lower) as worst,
    percentile_disc(0.1) within group (order by lower) as decile1, percentile_disc(0.25) within group (order by lower) as quartile1,
    percentile_disc(0.5) within group (order by lower) as median, percentile_disc(0.75) within group (order by lower) as quartile3,
    percentile_disc(0.9) within group (order by lower) as decile9
  from shares`

/** `establishments`: the identifiers of the buyer's records, which whoever writes the statement has looked up. */
export type Question = {
  perimeters: readonly string[]
  days: Days
  buyer: string
  establishments: readonly string[]
}

export const yearsByHand = ({ perimeters, days, establishments }: Question): string =>
  byYear(onTables(perimeters, days, `c.buyer_id in (${establishments.map((id) => `'${id}'`).join(', ')})`))

export const yearsInDuckDb = ({ perimeters, days, buyer }: Question): string =>
  byYear(onFacts(perimeters, days, `c.buyer = '${buyer}'`))

export const comparisonInDuckDb = (
  { perimeters, days, buyer }: Question,
  kind: string,
  minimum: number,
): string =>
  ranked(
    onFacts(perimeters, days, `c.buyer in (select buyer from traits where kind = '${kind}')`),
    buyer,
    minimum,
  )
