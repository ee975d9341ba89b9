import type { Db } from '../database/connect.ts'
import type { BreakdownId } from '../domain/contract-filter/breakdown.ts'
import { type ContractTest, restsOnLists } from '../domain/indicator/contract-test.ts'
import type { FrameworkMethod, HolderMethod } from '../domain/share/share.ts'
import { totalOf } from '../domain/share/share.ts'
import { RULES_VERSION } from '../domain/supplier/perimeters.ts'
import type { Clock } from '../platform/clock.ts'
import { labelRows } from './breakdown-rows.ts'
import { checkGroups } from './buyer-groups.ts'
import { plural } from './caveats.ts'
import { contextOf, type FigureContext, type Surroundings, sumWithSurroundings } from './figure-context.ts'
import { figureQueryOf, type IndicatorRequest, methodOf } from './indicator-request.ts'
import { eurosOf, figureOf, type ShareFigure } from './share-report.ts'

/** How a figure was counted. `counts` names the test; `perimeter` and `holders` are `null` where it leaves no choice. */
export type CountingMethod = {
  counts: string
  perimeter: string | null
  /** Departments of the territory of a local share. */
  territory: readonly string[] | null
  field: string | null
  /** Euros from which a clause is due. */
  threshold: number | null
  holders: HolderMethod | null
  frameworks: FrameworkMethod
  amounts: 'latest-amendment'
  basis: 'notified'
  rulesVersion: number
}

export type IndicatorRow = ShareFigure & { key: string; label: string }

/** An indicator: the whole figure and, broken down, its rows. */
export type IndicatorReport = {
  indicator: { id: string; title: string; unit: string }
  by: BreakdownId | null
  /** Some contracts stand in several rows, which then add up to more than the whole; else they add up to it, to the cent. */
  overlaps: boolean
  total: ShareFigure
  rows: IndicatorRow[]
} & FigureContext<CountingMethod>

/** What lists say of holders, and rows tell apart. */
const LISTED_ROWS: readonly BreakdownId[] = ['family', 'department', 'proximity']

/** What the records leave unsaid of what is counted; `null`: nothing, or something that lists would say. */
function unsaidOf({ of }: ContractTest, count: number): string | null {
  if (count === 0) return null
  const contracts = `Pour ${plural(count, 'marché', 'marchés')}`
  if (of === 'considerations')
    return `${contracts}, les données ne disent rien des considérations (champ absent, souvent avant 2024) : indéterminé, et non « sans ».`
  if (of === 'single-offer')
    return `${contracts}, les données ne disent pas le nombre d’offres reçues : indéterminé, et hors de la moyenne.`
  if (of === 'territory')
    return `${contracts}, le département d’un titulaire n’est pas connu (ni les listes ni les marchés publiés ne le disent, ou ils se contredisent) : indéterminé, et non « ailleurs ».`
  if (of === 'insertion-clause')
    return `${contracts} réservés ou à « Clause sociale », aucune clause d’insertion n’est enregistrée : à compléter, et non « sans ».`
  return null
}

/**
 * An indicator over the contracts that the filters keep, with all that is needed to quote it and to open it. `known`: the
 * surroundings of these filters, when the caller has read them for several indicators.
 */
export async function reportIndicator(
  db: Db,
  clock: Clock,
  request: IndicatorRequest,
  known?: Surroundings,
): Promise<IndicatorReport> {
  const method = methodOf(request)
  const { indicator, perimeter, territory, field, threshold, holders, frameworks, by } = method
  const { filters } = request
  const query = figureQueryOf(clock, method, filters)
  await checkGroups(db, filters)
  const { sums, surroundings } = await sumWithSurroundings(db, clock, query, known)
  const isOnLists =
    restsOnLists(query.test) || by === 'perimeter' || (filters.holderPerimeters ?? []).length > 0
  const { holderFamilies = [], holderDepartments = [], proximities = [] } = filters
  const isSortedByLists =
    isOnLists ||
    (by !== null && LISTED_ROWS.includes(by)) ||
    holderFamilies.length + holderDepartments.length + proximities.length > 0
  const counted: CountingMethod = {
    counts: query.test.of,
    perimeter,
    territory,
    field,
    threshold: threshold === null ? null : eurosOf(threshold),
    holders,
    frameworks,
    amounts: 'latest-amendment',
    basis: 'notified',
    rulesVersion: RULES_VERSION,
  }
  const unsaid = unsaidOf(query.test, Number(sums.total.contracts.undetermined))
  const about = { method: counted, filters, restsOnLists: isOnLists, isSortedByLists, unsaid }
  const context = contextOf(about, sums, surroundings)
  const placed = sums.rows.reduce((sum, { contracts }) => sum + totalOf(contracts), 0n)
  return {
    indicator: { id: indicator.id, title: indicator.title, unit: indicator.unit },
    by,
    overlaps: by !== null && placed !== totalOf(sums.total.contracts),
    total: figureOf(sums.total),
    rows:
      by === null
        ? []
        : await labelRows(
            db,
            by,
            sums.rows.map(({ key, ...parts }) => ({ key, ...figureOf(parts) })),
          ),
    ...context,
  }
}
