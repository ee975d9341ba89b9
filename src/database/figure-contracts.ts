import { type RawBuilder, sql } from 'kysely'
import type { ExclusionReason, FigurePart } from '../domain/indicator/figure-part.ts'
import type { Db } from './connect.ts'
import { withBuyerIds } from './contract-filters.ts'
import { type FigureQuery, figureRows } from './indicators.ts'

/** One group of the contracts of a figure; `key`: of one row of its breakdown (`null`: of the whole). */
export type PartQuery = { figure: FigureQuery; part: FigurePart; key: string | null }

/** What a contract brings to the part: 1 or 0 in number (under `equal-split` it may bring euros only), and cents. */
export type PartContract = {
  id: string
  outcome: 'yes' | 'no' | 'undetermined'
  reason: ExclusionReason | null
  contracts: number
  cents: bigint
}

/** Whether a row of the figure is of the part, what it brings in number, and in cents. */
function partSql(part: FigurePart): {
  isIn: RawBuilder<unknown>
  contracts: RawBuilder<unknown>
  cents: RawBuilder<unknown>
} {
  if (part === 'counted')
    return {
      isIn: sql`reason is null`,
      contracts: sql`1`,
      cents: sql`yes_cents + no_cents + undetermined_cents`,
    }
  if (part === 'excluded') return { isIn: sql`reason is not null`, contracts: sql`1`, cents: sql`0` }
  if (part === 'out-of-value')
    return { isIn: sql`reason is null and is_out_of_value`, contracts: sql`1`, cents: sql`0` }
  const cents = sql.id(`${part}_cents`)
  return {
    isIn: sql`reason is null and (outcome = ${part} or ${cents} <> 0)`,
    contracts: sql`(outcome = ${part})::integer`,
    cents,
  }
}

async function partRows(db: Db, { figure, part, key }: PartQuery): Promise<RawBuilder<unknown>> {
  const { rows, isArray } = figureRows(await withBuyerIds(db, figure))
  const { isIn, contracts, cents } = partSql(part)
  const isOfKey = key === null ? sql`true` : isArray ? sql`${key} = any(keys)` : sql`key = ${key}`
  return sql`
    select id, day, outcome, reason, ${contracts} as contracts, ${cents} as cents
    from (${rows}) as figure_rows where ${isIn} and ${isOfKey}
  `
}

/** A page of the contracts of a part, the latest notified first: they add up, over the pages, to what the figure says. */
export async function listPartContracts(
  db: Db,
  query: PartQuery,
  { limit, offset }: { limit: number; offset: number },
): Promise<PartContract[]> {
  const listed = await partRows(db, query)
  const { rows } = await sql<Omit<PartContract, 'cents'> & { cents: string }>`
    select id, outcome, reason, contracts, cents::text from (${listed}) as part
    order by day desc nulls last, id limit ${limit} offset ${offset}
  `.execute(db)
  return rows.map((row) => ({ ...row, cents: BigInt(row.cents) }))
}

/** How many contracts a part lists, and what they bring in number and in cents. */
export async function sumPart(
  db: Db,
  query: PartQuery,
): Promise<{ listed: bigint; contracts: bigint; cents: bigint }> {
  const summed = await partRows(db, query)
  const { rows } = await sql<{ listed: bigint; contracts: bigint; cents: string }>`
    select count(*) as listed, coalesce(sum(contracts), 0)::bigint as contracts, coalesce(sum(cents), 0)::text as cents
    from (${summed}) as part
  `.execute(db)
  const [sums] = rows
  return sums === undefined
    ? { listed: 0n, contracts: 0n, cents: 0n }
    : { ...sums, cents: BigInt(sums.cents) }
}
