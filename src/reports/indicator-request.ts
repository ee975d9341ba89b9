import type { FigureQuery } from '../database/indicators.ts'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import type { BreakdownId } from '../domain/contract-filter/breakdown.ts'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import type { Phase } from '../domain/contract-filter/phase.ts'
import { type Indicator, testOf } from '../domain/indicator/indicator.ts'
import { findIndicator, INDICATORS } from '../domain/indicator/indicators.ts'
import type { FrameworkMethod, HolderMethod } from '../domain/share/share.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'

/** What an indicator is asked for; see `GET /v1/indicators/{id}`. What is left out has the default of the indicator. */
export type IndicatorRequest = {
  id: string
  filters: ContractFilters
  perimeter?: PerimeterId | undefined
  holders?: HolderMethod | undefined
  frameworks?: FrameworkMethod | undefined
  by?: BreakdownId | undefined
  /** The rows of the breakdown by phase. */
  phases?: readonly Phase[] | undefined
}

/** How an indicator is counted, once the defaults are in: `null` where the indicator leaves nothing to choose. */
export type IndicatorMethod = {
  indicator: Indicator
  perimeter: PerimeterId | null
  holders: HolderMethod | null
  frameworks: FrameworkMethod
  by: BreakdownId | null
  phases: readonly Phase[]
}

/** The indicator of an id. Throws `not-found`. */
export function indicatorOf(id: string): Indicator {
  const indicator = findIndicator(id)
  if (indicator) return indicator
  throw new AppError(
    'not-found',
    `Aucun indicateur n’a l’identifiant « ${id} ». Ceux qui existent : ${INDICATORS.map((known) => known.id).join(', ')}.`,
  )
}

function refusePhases(by: BreakdownId | undefined, phases: readonly Phase[]): void {
  if (by === 'phase' && phases.length === 0)
    throw new AppError(
      'bad-usage',
      'Ventiler par phase demande les phases : phase=2022-01-01/2023-12-31, ou phase=Nom:2022-01-01/2023-12-31, autant de fois que de phases.',
    )
  if (by !== 'phase' && phases.length > 0)
    throw new AppError(
      'bad-usage',
      'Des phases sans ventilation par phase : ajoutez by=phase, ou retirez-les.',
    )
  const labels = phases.map(({ label }) => label)
  const twice = labels.find((label, index) => labels.indexOf(label) !== index)
  if (twice !== undefined)
    throw new AppError('bad-usage', `Deux phases se nomment « ${twice} » : donnez-leur deux noms.`)
}

/** The method of a request. Throws `not-found` and, for a choice the indicator does not leave, `bad-usage`. */
export function methodOf({
  id,
  perimeter,
  holders,
  frameworks = 'ceilings',
  by,
  phases = [],
}: IndicatorRequest): IndicatorMethod {
  const indicator = indicatorOf(id)
  const { counts } = indicator
  refusePhases(by, phases)
  const shared = { indicator, frameworks, by: by ?? null, phases }
  if (counts.by === 'contracts') {
    if ((perimeter ?? holders) !== undefined)
      throw new AppError(
        'bad-usage',
        `L’indicateur « ${id} » ne classe pas les titulaires par une méthode au choix : retirez « perimeter » et « holders ». Pour ne garder que les marchés dont un titulaire est d’un périmètre, employez le filtre « holderPerimeter ».`,
      )
    return { ...shared, perimeter: null, holders: null }
  }
  if (perimeter !== undefined && !counts.perimeters.includes(perimeter))
    throw new AppError(
      'bad-usage',
      `Périmètre « ${perimeter} » : l’indicateur « ${id} » se mesure sur ${counts.perimeters.join(', ')}.`,
    )
  return { ...shared, perimeter: perimeter ?? counts.perimeters[0], holders: holders ?? 'any-holder' }
}

/** The query of a figure for the engine. */
export const figureQueryOf = (
  clock: Clock,
  { indicator, perimeter, holders, frameworks, by, phases }: IndicatorMethod,
  filters: ContractFilters,
): FigureQuery => ({
  filters,
  test: testOf(indicator, perimeter),
  holders: holders ?? 'any-holder',
  frameworks,
  by,
  phases,
  plausibleFrom: EARLIEST_PLAUSIBLE_DAY,
  plausibleTo: todayOf(clock),
})
