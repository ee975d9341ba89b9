import type { Db } from '../database/connect.ts'
import { type FigureParts, type FigureQuery, type FigureSums, sumFigure } from '../database/indicators.ts'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import {
  type FrameworkMethod,
  type HolderMethod,
  type Parts,
  type ShareBounds,
  totalOf,
} from '../domain/share/share.ts'
import { boundsOf } from '../domain/share/share-bounds.ts'
import { RULES_VERSION } from '../domain/supplier/perimeters.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { checkGroups } from './buyer-groups.ts'
import { contextOf, type FigureContext, sumWithSurroundings } from './figure-context.ts'

/** What a share is asked for; see `GET /v1/shares`. */
export type ShareRequest = ContractFilters & {
  perimeter: PerimeterId
  holders: HolderMethod
  frameworks: FrameworkMethod
}

/** Counted parts with their sum. Contracts are whole numbers; value is euros excluding tax, exact to the cent. */
export type Tally = { yes: number; no: number; undetermined: number; total: number }

/** One figure with its parts. `value` leaves out the contracts whose amount cannot be used: `outOfValue` counts them. */
export type ShareFigure = {
  contracts: Tally
  value: Tally
  share: { contracts: ShareBounds; value: ShareBounds }
  outOfValue: { contracts: number }
  /** Where the figure is about offers: contracts that say how many, their sum and mean (`null`: none says). */
  offers?: { contracts: number; received: number; average: number | null }
}

export type ShareMethod = {
  perimeter: string
  holders: HolderMethod
  frameworks: FrameworkMethod
  amounts: 'latest-amendment'
  basis: 'notified'
  rulesVersion: number
}

export type ShareContext = FigureContext<ShareMethod>
export type ShareReport = ShareFigure & ShareContext
export type ShareReportByYear = { rows: (ShareFigure & { key: string })[] } & ShareContext

/** Parts as an answer gives them, with their sum. */
export const tallyOf = (parts: Parts<bigint>, convert: (n: bigint) => number): Tally => ({
  yes: convert(parts.yes),
  no: convert(parts.no),
  undetermined: convert(parts.undetermined),
  total: convert(totalOf(parts)),
})

/** Cents → euros. Exact: a national total in cents is far below 2^53, and the decimal nearest to it has two places. */
export const eurosOf = (cents: bigint): number => Number(cents) / 100

const meanOf = ({ contracts, received }: NonNullable<FigureParts['offers']>) => ({
  contracts: Number(contracts),
  received: Number(received),
  average: contracts === 0n ? null : Number(received) / Number(contracts),
})

export function figureOf({ contracts, cents, outOfValue, offers }: FigureParts): ShareFigure {
  return {
    contracts: tallyOf(contracts, Number),
    value: tallyOf(cents, eurosOf),
    share: { contracts: boundsOf(contracts), value: boundsOf(cents) },
    outOfValue: { contracts: Number(outOfValue) },
    ...(offers && { offers: meanOf(offers) }),
  }
}

/** What a share counts, undivided. */
export function shareQueryOf(clock: Clock, request: ShareRequest): Omit<FigureQuery, 'by'> {
  const { perimeter, holders, frameworks, ...filters } = request
  return {
    filters,
    test: { of: 'holders', perimeter },
    holders,
    frameworks,
    plausibleFrom: EARLIEST_PLAUSIBLE_DAY,
    plausibleTo: todayOf(clock),
  }
}

async function queryOf(db: Db, clock: Clock, request: ShareRequest, byYear: boolean): Promise<FigureQuery> {
  await checkGroups(db, request)
  return { ...shareQueryOf(clock, request), by: byYear ? 'year' : null }
}

/** The parts of a share and, `byYear`, those of each calendar year of notification that has contracts. */
export const sumShare = async (
  db: Db,
  clock: Clock,
  request: ShareRequest,
  byYear: boolean,
): Promise<FigureSums> => sumFigure(db, await queryOf(db, clock, request, byYear))

async function sumInContext(
  db: Db,
  clock: Clock,
  request: ShareRequest,
  byYear: boolean,
): Promise<{ sums: FigureSums; context: ShareContext }> {
  const query = await queryOf(db, clock, request, byYear)
  const { sums, surroundings } = await sumWithSurroundings(db, clock, query)
  const { perimeter, holders, frameworks, ...filters } = request
  const method = {
    perimeter,
    holders,
    frameworks,
    amounts: 'latest-amendment',
    basis: 'notified',
    rulesVersion: RULES_VERSION,
  } as const
  const context = contextOf({ method, filters, restsOnLists: true, unsaid: null }, sums, surroundings)
  return { sums, context }
}

/** The share of contracts going to a perimeter, over the whole period, with what it was made of. */
export async function reportShare(db: Db, clock: Clock, request: ShareRequest): Promise<ShareReport> {
  const { sums, context } = await sumInContext(db, clock, request, false)
  return { ...figureOf(sums.total), ...context }
}

/** The same, one row for each calendar year of notification that has contracts. */
export async function reportShareByYear(
  db: Db,
  clock: Clock,
  request: ShareRequest,
): Promise<ShareReportByYear> {
  const { sums, context } = await sumInContext(db, clock, request, true)
  return { rows: sums.rows.map(({ key, ...parts }) => ({ key, ...figureOf(parts) })), ...context }
}
