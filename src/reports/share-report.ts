import type { Db } from '../database/connect.ts'
import {
  countExclusions,
  type ShareExclusions,
  type ShareParts,
  type ShareQuery,
  sumShares,
} from '../database/shares.ts'
import { countSuspectedDuplicates } from '../database/suspected-duplicates.ts'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import type { Parts, ShareBounds } from '../domain/share/share.ts'
import { boundsOf } from '../domain/share/share-bounds.ts'
import { RULES_VERSION } from '../domain/supplier/perimeters.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { caveatsOf } from './caveats.ts'
import { type DataSources, listSources } from './sources.ts'

/** What a share is asked for; see `GET /v1/shares`. */
export type ShareRequest = Omit<ShareQuery, 'plausibleFrom' | 'plausibleTo'>

/** Counted parts with their sum. Contracts are whole numbers; value is euros excluding tax, exact to the cent. */
export type Tally = { yes: number; no: number; undetermined: number; total: number }

/** One figure with its parts. `value` leaves out the contracts whose amount cannot be used: `outOfValue` counts them. */
export type ShareFigure = {
  contracts: Tally
  value: Tally
  share: { contracts: ShareBounds; value: ShareBounds }
  outOfValue: { contracts: number }
}

export type ShareMethod = {
  perimeter: string
  holders: string
  frameworks: string
  amounts: 'latest-amendment'
  basis: 'notified'
  rulesVersion: number
}

/** What surrounds every figure: how it was made, from what, as of when, and what it leaves out. */
export type FigureContext = {
  method: ShareMethod
  filters: { buyers: readonly string[]; from: string | null; to: string | null }
  excluded: { undated: number; concessions: number; frameworks: number; callOffs: number }
  sources: DataSources
  caveats: readonly string[]
  /** Instant of the last change of the data; `null` when nothing was ever imported. */
  asOf: string | null
}

export type ShareReport = ShareFigure & FigureContext
export type ShareReportByYear = { rows: (ShareFigure & { key: string })[] } & FigureContext

const NOTHING: Parts<bigint> = { yes: 0n, no: 0n, undetermined: 0n }

/** Parts as an answer gives them, with their sum. */
export const tallyOf = (parts: Parts<bigint>, convert: (n: bigint) => number): Tally => ({
  yes: convert(parts.yes),
  no: convert(parts.no),
  undetermined: convert(parts.undetermined),
  total: convert(parts.yes + parts.no + parts.undetermined),
})

/** Cents → euros. Exact: a national total in cents is far below 2^53, and the decimal nearest to it has two places. */
export const eurosOf = (cents: bigint): number => Number(cents) / 100

export function figureOf({ contracts, cents, outOfValue }: Omit<ShareParts, 'year'>): ShareFigure {
  return {
    contracts: tallyOf(contracts, Number),
    value: tallyOf(cents, eurosOf),
    share: { contracts: boundsOf(contracts), value: boundsOf(cents) },
    outOfValue: { contracts: Number(outOfValue) },
  }
}

const toQuery = (request: ShareRequest, clock: Clock): ShareQuery => ({
  ...request,
  plausibleFrom: EARLIEST_PLAUSIBLE_DAY,
  plausibleTo: todayOf(clock),
})

/** Beyond these buyers, comparing all their contracts two by two would cost more than the figure itself: 1 000 000 take seconds. */
const MOST_BUYERS_TO_COMPARE = 50

function countDuplicatesIn(db: Db, { buyers, from, to }: ShareRequest): Promise<number> {
  const isCheap = buyers.length > 0 && buyers.length <= MOST_BUYERS_TO_COMPARE
  return isCheap ? countSuspectedDuplicates(db, { buyers, from, to }) : Promise.resolve(0)
}

async function contextOf(db: Db, request: ShareRequest, exclusions: ShareExclusions): Promise<FigureContext> {
  const excluded = {
    undated: Number(exclusions.undated),
    concessions: Number(exclusions.concessions),
    frameworks: Number(exclusions.frameworks),
    callOffs: Number(exclusions.callOffs),
  }
  const { sources, asOf } = await listSources(db)
  const { perimeter, holders, frameworks, buyers, from, to } = request
  return {
    method: {
      perimeter,
      holders,
      frameworks,
      amounts: 'latest-amendment',
      basis: 'notified',
      rulesVersion: RULES_VERSION,
    },
    filters: { buyers, from, to },
    excluded,
    sources,
    caveats: caveatsOf(request, excluded, sources, await countDuplicatesIn(db, request)),
    asOf,
  }
}

/** The share of contracts going to a perimeter, over the whole period, with what it was made of. */
export async function reportShare(db: Db, clock: Clock, request: ShareRequest): Promise<ShareReport> {
  const query = toQuery(request, clock)
  const [parts] = await sumShares(db, query, false)
  const context = await contextOf(db, request, await countExclusions(db, query, false))
  return { ...figureOf(parts ?? { contracts: NOTHING, cents: NOTHING, outOfValue: 0n }), ...context }
}

/** The same, one row for each calendar year of notification that has contracts. */
export async function reportShareByYear(
  db: Db,
  clock: Clock,
  request: ShareRequest,
): Promise<ShareReportByYear> {
  const query = toQuery(request, clock)
  const years = await sumShares(db, query, true)
  const context = await contextOf(db, request, await countExclusions(db, query, true))
  return { rows: years.map((parts) => ({ key: String(parts.year), ...figureOf(parts) })), ...context }
}
