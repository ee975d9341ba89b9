import { type RawBuilder, sql } from 'kysely'
import { type BreakdownId, isDatedBreakdown } from '../domain/contract-filter/breakdown.ts'
import type { Phase } from '../domain/contract-filter/phase.ts'
import type { ExclusionReason } from '../domain/indicator/figure-part.ts'
import type { Parts } from '../domain/share/share.ts'
import { keySql } from './breakdown-keys.ts'
import type { Db } from './connect.ts'
import { withBuyerIds } from './contract-filters.ts'
import { outcomeSql } from './contract-outcomes.ts'
import { dayOf, inScope, type ResolvedScope, reasonOf } from './contract-scope.ts'
import { type OutcomeQuery, USABLE_CENTS } from './outcome-sql.ts'
import { findStoredFigure, type StoredJson } from './stored-shares.ts'

/** A figure: which contracts, what they count for, and along what it is told (`null`: one figure). `phases`: the rows of `phase`. */
export type FigureQuery = Omit<OutcomeQuery, 'isDated'> & {
  by: BreakdownId | null
  phases?: readonly Phase[] | undefined
  /** Give the record of the buyer of each contract too (`buyer_id`). */
  withBuyer?: boolean | undefined
}

/** A figure whose buyers are known to the planner. */
type ResolvedQuery = FigureQuery & Pick<ResolvedScope, 'buyerIds'>

/** Counted contracts by outcome, their cents, and how many of them are left out of value. */
export type FigureParts = {
  contracts: Parts<bigint>
  cents: Parts<bigint>
  outOfValue: bigint
  /** Where the test is about offers: the contracts that say how many, and their sum. */
  offers?: { contracts: bigint; received: bigint }
}

/** The whole figure, its rows (none without breakdown), and the contracts that it leaves out, by reason. */
export type FigureSums = {
  total: FigureParts
  rows: (FigureParts & { key: string })[]
  excluded: Record<ExclusionReason, bigint>
}

const OUTCOMES = ['yes', 'no', 'undetermined'] as const

/**
 * One row for each contract that the figure looks at: `id`, `day`, the `reason` it is left out, `outcome`, `is_out_of_value`, cents
 * by outcome, and `key` or `keys` of its rows. A contract is one row whatever its holders.
 */
export function figureRows(figure: ResolvedQuery): { rows: RawBuilder<unknown>; isArray: boolean } {
  const { by, phases = [] } = figure
  const query = { ...figure, isDated: by !== null && isDatedBreakdown(by) }
  const { joins, isGrouped, outcome, cents, isOutOfValue, offers } = outcomeSql(query)
  const key = by === null ? null : keySql(by, phases, query)
  const columns = [
    sql`c.id, ${dayOf(query).day} as day, ${reasonOf(query)} as reason, ${outcome} as outcome`,
    sql`${isOutOfValue ?? sql`c.amount_flag is not null`} as is_out_of_value, ${USABLE_CENTS} as usable_cents`,
    ...(figure.withBuyer ? [sql`c.buyer_id`] : []),
    ...(offers ? [sql`${offers} as offers`] : []),
    ...(cents ? OUTCOMES.map((value) => sql`${cents(value)} as ${sql.id(`${value}_cents`)}`) : []),
    ...(key ? [sql`${key.expression} as ${sql.id(key.isArray ? 'keys' : 'key')}`] : []),
  ]
  const rows = sql`
    select ${sql.join(columns)} from contracts c ${joins}
    where ${inScope(query)} ${isGrouped ? sql`group by c.id` : sql``}
  `
  const wholes = OUTCOMES.map(
    (value) =>
      sql`case when outcome = ${sql.lit(value)} then usable_cents else 0 end as ${sql.id(`${value}_cents`)}`,
  )
  return {
    rows: cents ? rows : sql`select judged.*, ${sql.join(wholes)} from (${rows}) as judged`,
    isArray: key?.isArray ?? false,
  }
}

/** The sums over `figure_rows` that `partsOf` reads. */
export const sumsOf = ({ test }: FigureQuery) => sql`
  ${test.of === 'single-offer' ? sql`count(offers) filter (where reason is null) as offers_known, coalesce(sum(offers) filter (where reason is null), 0)::bigint as offers_received,` : sql``}
  ${sql.join(OUTCOMES.map((value) => sql`count(*) filter (where reason is null and outcome = ${sql.lit(value)}) as ${sql.id(value)}`))},
  ${sql.join(OUTCOMES.map((value) => sql`coalesce(sum(${sql.id(`${value}_cents`)}) filter (where reason is null), 0)::text as ${sql.id(`${value}_cents`)}`))},
  count(*) filter (where reason is null and is_out_of_value) as out_of_value,
  count(*) filter (where reason = 'concession') as concession, count(*) filter (where reason = 'undated') as undated,
  count(*) filter (where reason = 'framework') as framework, count(*) filter (where reason = 'call-off') as "call-off"
`

export type SumRow = Record<(typeof OUTCOMES)[number] | 'out_of_value' | ExclusionReason, bigint> &
  Record<`${(typeof OUTCOMES)[number]}_cents`, string> & {
    key: string | null
    offers_known?: bigint
    offers_received?: bigint
  }

export const partsOf = (row: Omit<SumRow, 'key'>): FigureParts => ({
  contracts: { yes: row.yes, no: row.no, undetermined: row.undetermined },
  cents: {
    yes: BigInt(row.yes_cents),
    no: BigInt(row.no_cents),
    undetermined: BigInt(row.undetermined_cents),
  },
  outOfValue: row.out_of_value,
  ...(row.offers_known !== undefined && {
    offers: { contracts: row.offers_known, received: row.offers_received ?? 0n },
  }),
})

/** As `sumFigure`, in one reading of the contracts of the figure. */
export async function countFigure(db: Db, query: FigureQuery): Promise<FigureSums> {
  const { rows: contracts, isArray } = figureRows(await withBuyerIds(db, query))
  const placed = isArray ? sql`figure_rows cross join lateral unnest(keys) as key` : sql`figure_rows`
  const sums = sumsOf(query)
  const byRow = sql`union all select key, ${sums} from ${placed} where reason is null group by key`
  const { rows } = await sql<SumRow>`
    with figure_rows as (${contracts})
    select null::text as key, ${sums} from figure_rows ${query.by === null ? sql`` : byRow}
  `.execute(db)
  const whole = rows.find(({ key }) => key === null) as SumRow
  return {
    total: partsOf(whole),
    rows: rows
      .flatMap((row) => (row.key === null ? [] : [{ key: row.key, ...partsOf(row) }]))
      .sort((a, b) => (a.key < b.key ? -1 : 1)),
    excluded: {
      concession: whole.concession,
      undated: whole.undated,
      framework: whole.framework,
      'call-off': whole['call-off'],
    },
  }
}

/**
 * The parts of a figure, whole and by row. A contract counts once in the whole, never once per holder; a flagged amount counts in
 * number and not in value. Sums are exact, in cents, and come from what is stored of the buyers where it says as much (`stored`: when
 * the caller has read it).
 */
export async function sumFigure(db: Db, query: FigureQuery, stored?: StoredJson | null): Promise<FigureSums> {
  return (await findStoredFigure(db, query, stored)) ?? countFigure(db, query)
}
