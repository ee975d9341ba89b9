import type { FigureQuery } from '../database/indicators.ts'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import type { BreakdownId } from '../domain/contract-filter/breakdown.ts'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import type { Phase } from '../domain/contract-filter/phase.ts'
import type { ContractTest } from '../domain/indicator/contract-test.ts'
import { type Choice, choicesOf, type Indicator, testOf } from '../domain/indicator/indicator.ts'
import { findIndicator, INDICATORS } from '../domain/indicator/indicators.ts'
import { RECORDED_FIELDS, type RecordedField } from '../domain/indicator/recorded-field.ts'
import type { FrameworkMethod, HolderMethod } from '../domain/share/share.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'

/** What an indicator is asked for; see `GET /v1/indicators/{id}`. What is left out has the default of the indicator. */
export type IndicatorRequest = {
  id: string
  filters: ContractFilters
  perimeter?: PerimeterId | undefined
  /** Departments of the territory of a local share. */
  territory?: readonly string[] | undefined
  field?: RecordedField | undefined
  holders?: HolderMethod | undefined
  frameworks?: FrameworkMethod | undefined
  by?: BreakdownId | undefined
  /** The rows of the breakdown by phase. */
  phases?: readonly Phase[] | undefined
}

/** How an indicator is counted, once the defaults are in: `null` where the indicator leaves nothing to choose. */
export type IndicatorMethod = Choice & {
  indicator: Indicator
  test: ContractTest
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

const misplaced = (id: string, name: string, why: string) =>
  new AppError('bad-usage', `« ${name} » ne dit rien à l’indicateur « ${id} » : retirez-le. ${why}`)

/** Refuses a choice that the indicator does not leave, and one that it waits for. */
function checkChoices(
  { id, counts }: Indicator,
  { perimeter, holders, territory, field }: IndicatorRequest,
): void {
  const choices = choicesOf(counts)
  if (holders !== undefined && !choices.holderMethods)
    throw misplaced(id, 'holders', 'Il ne classe pas les titulaires par une méthode au choix.')
  if (perimeter !== undefined && choices.perimeters.length === 0)
    throw misplaced(
      id,
      'perimeter',
      'Pour ne garder que les marchés dont un titulaire est d’un périmètre, employez le filtre « holderPerimeter ».',
    )
  if (perimeter !== undefined && !choices.perimeters.includes(perimeter))
    throw new AppError(
      'bad-usage',
      `Périmètre « ${perimeter} » : l’indicateur « ${id} » se mesure sur ${choices.perimeters.join(', ')}.`,
    )
  if ((territory ?? []).length > 0 !== choices.territory)
    throw choices.territory
      ? new AppError(
          'bad-usage',
          `L’indicateur « ${id} » demande un territoire : territory=31, autant de fois que de départements.`,
        )
      : misplaced(
          id,
          'territory',
          'Pour ne garder que les titulaires d’un département, employez le filtre « holderDepartment ».',
        )
  if ((field !== undefined) !== choices.field)
    throw choices.field
      ? new AppError(
          'bad-usage',
          `L’indicateur « ${id} » demande un champ : field parmi ${RECORDED_FIELDS.join(', ')}.`,
        )
      : misplaced(id, 'field', 'Le remplissage d’un champ est l’indicateur « filled-fields ».')
}

/** The method of a request. Throws `not-found` and, for a choice the indicator does not leave or waits for, `bad-usage`. */
export function methodOf(request: IndicatorRequest): IndicatorMethod {
  const { id, perimeter, holders, territory, field, frameworks = 'ceilings', by, phases = [] } = request
  const indicator = indicatorOf(id)
  checkChoices(indicator, request)
  refusePhases(by, phases)
  const choices = choicesOf(indicator.counts)
  const choice: Choice = {
    perimeter: perimeter ?? choices.perimeters[0] ?? null,
    territory: territory ?? null,
    field: field ?? null,
  }
  const test = testOf(indicator, choice)
  if (test === null) throw new AppError('bad-usage', `Il manque un choix à l’indicateur « ${id} ».`)
  return {
    ...choice,
    indicator,
    test,
    holders: choices.holderMethods ? (holders ?? 'any-holder') : null,
    frameworks,
    by: by ?? null,
    phases,
  }
}

/** The query of a figure for the engine. */
export const figureQueryOf = (
  clock: Clock,
  { test, holders, frameworks, by, phases }: IndicatorMethod,
  filters: ContractFilters,
): FigureQuery => ({
  filters,
  test,
  holders: holders ?? 'any-holder',
  frameworks,
  by,
  phases,
  plausibleFrom: EARLIEST_PLAUSIBLE_DAY,
  plausibleTo: todayOf(clock),
})
