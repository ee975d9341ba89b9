import type { FigureQuery } from '../database/indicators.ts'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import type { BreakdownId } from '../domain/contract-filter/breakdown.ts'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import type { Phase } from '../domain/contract-filter/phase.ts'
import type { ContractTest } from '../domain/indicator/contract-test.ts'
import { type Choice, choicesOf, type Indicator, testOf } from '../domain/indicator/indicator.ts'
import { findIndicator, INDICATORS } from '../domain/indicator/indicators.ts'
import { RECORDED_FIELDS, type RecordedField } from '../domain/indicator/recorded-field.ts'
import type { FullTimeHours } from '../domain/insertion/insertion-facts.ts'
import { findInsertionIndicator, INSERTION_INDICATORS } from '../domain/insertion/insertion-indicators.ts'
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
  /** Cents from which a clause is due. */
  threshold?: bigint | undefined
  holders?: HolderMethod | undefined
  frameworks?: FrameworkMethod | undefined
  by?: BreakdownId | undefined
  /** The rows of the breakdown by phase. */
  phases?: readonly Phase[] | undefined
  /** Of the indicators of insertion: hours of a full-time equivalent, and whether small groups are shown. */
  fullTimeHours?: FullTimeHours | undefined
  isInternal?: boolean | undefined
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

export const noSuchIndicator = (id: string) =>
  new AppError(
    'not-found',
    `Aucun indicateur n’a l’identifiant « ${id} ». Ceux qui existent : ${[...INDICATORS, ...INSERTION_INDICATORS].map((known) => known.id).join(', ')}.`,
  )

/** The indicator of contracts of an id. Throws `not-found`, and `bad-usage` for one that counts clauses and hours: no contract adds up to it. */
export function indicatorOf(id: string): Indicator {
  const indicator = findIndicator(id)
  if (indicator) return indicator
  if (findInsertionIndicator(id) === null) throw noSuchIndicator(id)
  throw new AppError(
    'bad-usage',
    `L’indicateur « ${id} » compte des clauses et des heures, et non des marchés : il s’ouvre sur ses clauses, à …/clauses (--open clauses).`,
  )
}

/** Refuses phases without the breakdown they make, the reverse, and two of one name. Throws `bad-usage`. */
export function refusePhases(by: BreakdownId | undefined, phases: readonly Phase[]): void {
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
  { perimeter, holders, territory, field, threshold, fullTimeHours, isInternal }: IndicatorRequest,
): void {
  const choices = choicesOf(counts)
  const ofInsertion =
    fullTimeHours !== undefined ? 'fullTimeHours' : isInternal !== undefined ? 'audience' : null
  if (ofInsertion !== null)
    throw misplaced(id, ofInsertion, 'Il compte des marchés, et non des heures ni des personnes.')
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
  if ((threshold !== undefined) !== choices.threshold)
    throw choices.threshold
      ? new AppError(
          'bad-usage',
          `L’indicateur « ${id} » demande le seuil européen au-dessus duquel la clause est obligatoire, en euros hors taxes : threshold=216000 par exemple. L’outil ne le connaît pas.`,
        )
      : misplaced(
          id,
          'threshold',
          'Pour ne garder que les marchés d’une tranche, employez le filtre « amount » ; le seuil est celui de « insertion-mandatory ».',
        )
}

/** Refuses, for an indicator of clauses and hours, what those of contracts leave to choose. Throws `bad-usage`. */
export function refuseChoices(request: IndicatorRequest): void {
  const name = (['perimeter', 'holders', 'territory', 'field', 'threshold', 'frameworks'] as const).find(
    (choice) => request[choice] !== undefined,
  )
  if (name !== undefined)
    throw misplaced(request.id, name, 'Il compte des clauses et des heures, et non des marchés.')
}

/** The method of a request. Throws `not-found` and, for a choice the indicator does not leave or waits for, `bad-usage`. */
export function methodOf(request: IndicatorRequest): IndicatorMethod {
  const {
    id,
    perimeter,
    holders,
    territory,
    field,
    threshold,
    frameworks = 'ceilings',
    by,
    phases = [],
  } = request
  const indicator = indicatorOf(id)
  checkChoices(indicator, request)
  refusePhases(by, phases)
  const choices = choicesOf(indicator.counts)
  const choice: Choice = {
    perimeter: perimeter ?? choices.perimeters[0] ?? null,
    territory: territory ?? null,
    field: field ?? null,
    threshold: threshold ?? null,
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
