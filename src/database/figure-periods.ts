import { sql } from 'kysely'
import type { Period } from '../domain/dates/period.ts'
import type { Db } from './connect.ts'
import { withBuyerIds } from './contract-filters.ts'
import { texts } from './contract-keys.ts'
import { type FigureParts, type FigureQuery, figureRows, partsOf, type SumRow, sumsOf } from './indicators.ts'
import { findStoredPeriod, type StoredJson } from './stored-shares.ts'

/** The parts of one period for the contracts that one record of a buyer carries; `period`: its place in what was asked. */
export type PeriodParts = FigureParts & { period: number; buyer: string }

type PeriodQuery = Omit<FigureQuery, 'by' | 'phases'>

/** As `sumPeriods`, in one reading of the contracts. */
export async function countPeriods(
  db: Db,
  query: PeriodQuery,
  periods: readonly Period[],
): Promise<PeriodParts[]> {
  const figure = await withBuyerIds(db, { ...query, by: null, withBuyer: true })
  const { rows } = await sql<Omit<SumRow, 'key'> & { period: number; buyer_id: string }>`
    with figure_rows as materialized (${figureRows(figure).rows})
    select asked.period::integer - 1 as period, buyer_id, ${sumsOf(figure)}
    from figure_rows join unnest(
      ${texts(periods.map(({ from }) => from))}::date[], ${texts(periods.map(({ to }) => to))}::date[]
    ) with ordinality as asked (first_day, last_day, period) on day between asked.first_day and asked.last_day
    where reason is null
    group by asked.period, buyer_id
  `.execute(db)
  return rows.map(({ period, buyer_id: buyer, ...row }) => ({ period, buyer, ...partsOf(row) }))
}

/**
 * A figure over several periods, which may overlap, by identifier of buyer: that of its records, or its SIREN where `stored` tells the
 * period. A contract has one buyer: the parts of several add up to those of all. A period without contract may have no row. The filters
 * must span the periods.
 */
export async function sumPeriods(
  db: Db,
  query: PeriodQuery,
  periods: readonly Period[],
  stored: StoredJson | null,
): Promise<PeriodParts[]> {
  const found = periods.map((period) => stored && findStoredPeriod(stored, query, period))
  const places = periods.flatMap((_, place) => (found[place] === null ? [place] : []))
  const told = found.flatMap((rows, period) => (rows ?? []).map((row) => ({ ...row, period })))
  if (places.length === 0) return told
  const asked = places.map((place) => periods[place] as Period)
  const counted = await countPeriods(db, query, asked)
  return [...told, ...counted.map((row) => ({ ...row, period: places[row.period] as number }))]
}

/** The identifiers that records carry, each with its legal unit, of these buyers (SIREN, or identifier as a record carries it). */
export async function listBuyerRecords(
  db: Db,
  buyers: readonly string[],
): Promise<{ id: string; siren: string | null }[]> {
  const { rows } = await sql<{ id: string; siren: string | null }>`
    select id, siren from buyers where siren = any(${texts(buyers)}) or id = any(${texts(buyers)})
  `.execute(db)
  return rows
}
