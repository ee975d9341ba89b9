import type { Db } from '../database/connect.ts'
import { type FigureDoubts, findDoubts } from '../database/figure-doubts.ts'
import { type FigureQuery, type FigureSums, sumFigure } from '../database/indicators.ts'
import { storedScopeOf } from '../database/stored-shares.ts'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { caveatsOf } from './caveats.ts'
import { type DataSources, listSources } from './sources.ts'

/** Contracts that the filters keep and the figure leaves out, by reason. */
export type Excluded = { undated: number; concessions: number; frameworks: number; callOffs: number }

/** What surrounds every figure: how it was made, from what, as of when, and what it leaves out. */
export type FigureContext<Method> = {
  method: Method
  /** As asked, without the criteria that restrict nothing. */
  filters: ContractFilters
  excluded: Excluded
  sources: DataSources
  caveats: readonly string[]
  /** Instant of the last change of the data; `null` when nothing was ever imported. */
  asOf: string | null
}

/** The filters as an answer shows them: no bound is said, a criterion without value is not. */
export function shownFilters({ buyers, from, to, ...criteria }: ContractFilters): ContractFilters {
  const given = Object.entries(criteria).filter(([, values]) => values !== undefined && values.length > 0)
  return { buyers, from, to, ...Object.fromEntries(given) }
}

const excludedOf = (excluded: FigureSums['excluded']): Excluded => ({
  undated: Number(excluded.undated),
  concessions: Number(excluded.concession),
  frameworks: Number(excluded.framework),
  callOffs: Number(excluded['call-off']),
})

/** What the contracts of some filters leave in doubt, what is stored of their buyers, and the sources: for every figure over them. */
export type Surroundings = Omit<FigureDoubts, 'writes'> & { sources: DataSources; asOf: string | null }

/** One reading of them; share it between the figures of the same filters. */
export async function readSurroundings(
  db: Db,
  clock: Clock,
  filters: ContractFilters,
): Promise<Surroundings> {
  const { writes, ...doubts } = await findDoubts(db, filters, todayOf(clock))
  return { ...doubts, ...(await listSources(db, writes)) }
}

/** A figure with its surroundings, read at once where they tell it. `known`: those of its filters, when the caller has read them. */
export async function sumWithSurroundings(
  db: Db,
  clock: Clock,
  query: FigureQuery,
  known?: Surroundings,
): Promise<{ sums: FigureSums; surroundings: Surroundings }> {
  if (known === undefined && storedScopeOf(query) === null) {
    const reading = [sumFigure(db, query), readSurroundings(db, clock, query.filters)] as const
    const [sums, surroundings] = await Promise.all(reading)
    return { sums, surroundings }
  }
  const surroundings = known ?? (await readSurroundings(db, clock, query.filters))
  // More buyers than are looked at for duplicates: what is stored of them is read by itself.
  const sums = await sumFigure(db, query, surroundings.stored ?? undefined)
  return { sums, surroundings }
}

/**
 * What surrounds a figure. `restsOnLists`: it changes when a reference list of suppliers does, so that their dates and gaps are
 * said. `isSortedByLists`: at least which contracts it takes, or in which rows, does: their dates are said. `unsaid`: what the records do not say of what the figure counts, as a sentence.
 */
export function contextOf<Method extends { frameworks: string }>(
  {
    method,
    filters,
    restsOnLists,
    isSortedByLists = restsOnLists,
    unsaid,
  }: {
    method: Method
    filters: ContractFilters
    restsOnLists: boolean
    isSortedByLists?: boolean
    unsaid: string | null
  },
  { excluded: counted }: Pick<FigureSums, 'excluded'>,
  { suspectedDuplicates, linkedByName, sources, asOf }: Surroundings,
): FigureContext<Method> {
  const excluded = excludedOf(counted)
  const lists = restsOnLists ? sources : null
  return {
    method,
    filters: shownFilters(filters),
    excluded,
    sources: isSortedByLists ? sources : [],
    caveats: caveatsOf({
      frameworks: method.frameworks,
      to: filters.to,
      excluded,
      sources: lists,
      suspectedDuplicates,
      linkedByName: restsOnLists ? linkedByName : 0,
      unsaid,
    }),
    asOf,
  }
}
