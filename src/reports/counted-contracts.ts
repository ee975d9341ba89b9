import type { Db } from '../database/connect.ts'
import { listOrigins } from '../database/counted-contracts.ts'
import { listPartContracts } from '../database/figure-contracts.ts'
import type { FigureQuery } from '../database/indicators.ts'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import type { CountedAnswer, CountedContract } from '../domain/edition/counted-contract.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { figureQueryOf, methodOf } from './indicator-request.ts'

/** A figure whose contracts are listed; `key`: the indicator, or `plan/target`. */
export type CountedFigure = { key: string; query: FigureQuery }

/** One buyer in six years has some thousands; more is not a publication, and would have to be held in memory. */
const MOST_CONTRACTS = 200_000

/** The figures of these indicators by their default methods, over the contracts that the filters keep. */
export const figuresOfIndicators = (
  clock: Clock,
  ids: readonly string[],
  filters: ContractFilters,
): CountedFigure[] =>
  ids.map((id) => ({ key: id, query: figureQueryOf(clock, methodOf({ id, filters }), filters) }))

/**
 * Every contract that one of the figures counts, with what it answers to each, in the order of their days: added up, they give the
 * figures. Throws `too-many-rows`.
 */
export async function listCountedContracts(
  db: Db,
  figures: readonly CountedFigure[],
): Promise<CountedContract[]> {
  const answers = new Map<string, Record<string, CountedAnswer>>()
  for (const { key, query } of figures) {
    const page = { limit: MOST_CONTRACTS + 1, offset: 0 }
    for (const row of await listPartContracts(db, { figure: query, part: 'counted', key: null }, page)) {
      const known = answers.get(row.id) ?? {}
      known[key] = [row.outcome, Number(row.cents)]
      answers.set(row.id, known)
    }
    if (answers.size > MOST_CONTRACTS)
      throw new AppError(
        'too-many-rows',
        `Plus de ${MOST_CONTRACTS} marchés sont derrière ces chiffres : demandez moins d’années.`,
      )
  }
  const origins = await listOrigins(db, [...answers.keys()])
  return origins.map((origin) => ({ ...origin, answers: answers.get(origin.id) ?? {} }))
}
