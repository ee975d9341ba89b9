import type { Db } from '../database/connect.ts'
import type { FigureSums } from '../database/indicators.ts'
import { countLinkedContracts } from '../database/name-links.ts'
import { countSuspectedDuplicates } from '../database/suspected-duplicates.ts'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
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

export const excludedOf = (excluded: FigureSums['excluded']): Excluded => ({
  undated: Number(excluded.undated),
  concessions: Number(excluded.concession),
  frameworks: Number(excluded.framework),
  callOffs: Number(excluded['call-off']),
})

/** Beyond these buyers, comparing all their contracts two by two would cost more than the figure itself: 1 000 000 take seconds. */
const MOST_BUYERS_TO_COMPARE = 50

function countDuplicatesIn(db: Db, { buyers, groups, from, to }: ContractFilters): Promise<number> {
  const isCheap = !groups?.length && buyers.length > 0 && buyers.length <= MOST_BUYERS_TO_COMPARE
  return isCheap ? countSuspectedDuplicates(db, { buyers, from, to }) : Promise.resolve(0)
}

/**
 * What surrounds a figure. `restsOnLists`: it changes when a reference list of suppliers does, so that their dates and gaps are
 * said. `unsaid`: what the records do not say of what the figure counts, as a sentence. `excluded` may still be being counted: what
 * surrounds a figure is read meanwhile.
 */
export async function contextOf<Method extends { frameworks: string }>(
  db: Db,
  {
    method,
    filters,
    restsOnLists,
    unsaid,
  }: { method: Method; filters: ContractFilters; restsOnLists: boolean; unsaid: string | null },
  counting: Excluded | Promise<Excluded>,
): Promise<FigureContext<Method>> {
  const [excluded, suspectedDuplicates, linkedByName, { sources, asOf }] = await Promise.all([
    counting,
    countDuplicatesIn(db, filters),
    restsOnLists ? countLinkedContracts(db, filters) : 0,
    listSources(db),
  ])
  const lists = restsOnLists ? sources : null
  return {
    method,
    filters: shownFilters(filters),
    excluded,
    sources: lists ?? [],
    caveats: caveatsOf({
      frameworks: method.frameworks,
      to: filters.to,
      excluded,
      sources: lists,
      suspectedDuplicates,
      linkedByName,
      unsaid,
    }),
    asOf,
  }
}
