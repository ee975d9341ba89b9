import { sql } from 'kysely'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import type { Db } from './connect.ts'
import { isOneOf } from './contract-keys.ts'
import { keepingPlan } from './kept-plans.ts'
import { countLinkedContracts } from './name-links.ts'
import { type StoredJson, storedJson } from './stored-shares.ts'
import { countSuspectedDuplicates } from './suspected-duplicates.ts'
import { WRITES_COUNT } from './writes.ts'

/** What the contracts of a figure leave in doubt, what is stored of their buyers, and after how many writes (`countWrites`). */
export type FigureDoubts = {
  suspectedDuplicates: number
  linkedByName: number
  stored: StoredJson | null
  writes: string
}

/** Beyond these buyers, comparing all their contracts two by two would cost more than the figure itself: 1 000 000 take seconds. */
const MOST_BUYERS_TO_COMPARE = 50

/**
 * The pairs of contracts of these buyers and days that look the same (0: too many buyers to tell), the contracts known by the name of a
 * holder alone and, `today`, what is stored of the buyers (`null`: too many of them, or nothing that tells this day).
 */
export async function findDoubts(
  db: Db,
  filters: Pick<ContractFilters, 'buyers' | 'groups' | 'from' | 'to'>,
  today: string,
): Promise<FigureDoubts> {
  const { buyers, groups = [] } = filters
  const isOfFew = groups.length === 0 && buyers.length > 0 && buyers.length <= MOST_BUYERS_TO_COMPARE
  const query = sql<FigureDoubts>`
    select (${isOfFew ? countSuspectedDuplicates(filters) : sql`select 0`}) as "suspectedDuplicates",
      (${countLinkedContracts(filters)}) as "linkedByName", (${WRITES_COUNT}) as writes,
      (${isOfFew ? storedJson(isOneOf('buyer', buyers), today) : sql`select null::json`}) as stored
  `
  const { rows } = await (isOfFew ? keepingPlan(query) : query).execute(db)
  return rows[0] as FigureDoubts
}
