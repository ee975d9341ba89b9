import { choicesOf, type Indicator, testOf } from '../domain/indicator/indicator.ts'
import { findIndicator, INDICATORS, shareIndicatorOf } from '../domain/indicator/indicators.ts'
import { RECORDED_FIELDS } from '../domain/indicator/recorded-field.ts'
import { SUPPLIER_DIVERSITY } from '../domain/indicator/supplier-diversity.ts'
import { isOfSuppliers, type TargetUnit } from '../domain/plan/target.ts'
import { PERIMETER_IDS, type PerimeterId } from '../domain/supplier/verdict.ts'
import type { PlanProblem } from './plan-problem.ts'
import type { TargetFile } from './plan-schema.ts'

/** The id of the indicator that a target names, or of the share of its perimeter; `null`: it names neither. */
export const indicatorIdOf = ({ indicator, perimeter }: Pick<TargetFile, 'indicator' | 'perimeter'>) =>
  indicator ?? (perimeter ? shareIndicatorOf(perimeter).id : null)

/** Whether a target counts suppliers, which no other indicator does. */
export const countsSuppliers = (indicator: string | null): boolean => indicator === SUPPLIER_DIVERSITY.id

const KNOWN_IDS = [...INDICATORS.map(({ id }) => id), SUPPLIER_DIVERSITY.id].join(', ')

/** What an indicator leaves to choose, that of suppliers included. */
function choicesFor(indicator: Indicator | null) {
  return indicator === null
    ? { perimeters: PERIMETER_IDS, holderMethods: false, territory: false, field: false }
    : choicesOf(indicator.counts)
}

function checkChoices(target: TargetFile, id: string): PlanProblem[] {
  const { perimeters, holderMethods, territory, field } = choicesFor(findIndicator(id))
  const problems: PlanProblem[] = []
  const refuse = (path: string, message: string) => problems.push({ path, message })
  const given = (value: unknown) => value !== undefined && value !== null
  if (given(target.perimeter) && perimeters.length === 0)
    refuse(
      'perimeter',
      `l’indicateur « ${id} » n’a pas de périmètre : retirez-le, ou employez le filtre holderPerimeter`,
    )
  else if (given(target.perimeter) && !perimeters.includes(target.perimeter as PerimeterId))
    refuse('perimeter', `l’indicateur « ${id} » se mesure sur ${perimeters.join(', ')}`)
  if (given(target.territory) !== territory)
    refuse(
      'territory',
      territory
        ? `l’indicateur « ${id} » demande un territoire : ["31"], un code par département`
        : `l’indicateur « ${id} » n’a pas de territoire : retirez-le, ou employez le filtre holderDepartment`,
    )
  if (given(target.field) !== field)
    refuse(
      'field',
      field
        ? `l’indicateur « ${id} » demande un champ parmi ${RECORDED_FIELDS.join(', ')}`
        : `l’indicateur « ${id} » n’a pas de champ : retirez-le`,
    )
  if (given(target.holders) && !holderMethods)
    refuse('holders', `l’indicateur « ${id} » n’a pas de méthode pour les titulaires : retirez-la`)
  return problems
}

function checkMeasure({ measure, unit }: TargetFile, id: string): PlanProblem[] {
  const ofSuppliers = isOfSuppliers(measure)
  if (ofSuppliers !== countsSuppliers(id))
    return [
      {
        path: 'measure',
        message: ofSuppliers
          ? `« ${measure} » ne se mesure qu’avec l’indicateur ${SUPPLIER_DIVERSITY.id} ; attendu : contracts ou value`
          : `l’indicateur « ${id} » se mesure en suppliers ou new-suppliers`,
      },
    ]
  const isOdd = unit === 'percent' ? false : (unit === 'euros') !== (measure === 'value')
  return isOdd
    ? [
        {
          path: 'unit',
          message:
            measure === 'value'
              ? 'un objectif en valeur s’écrit en percent ou en euros'
              : 'un objectif en nombre s’écrit en percent ou en count',
        },
      ]
    : []
}

/** Whether a number has two decimals at most, exactly: 12.34 has, 12.345 has not. */
const isHundredth = (value: number) => Number((Math.round(value * 100) / 100).toFixed(2)) === value

/** What is wrong with a number in the unit of its target; `null`: nothing. */
export function explainAmount(value: number, unit: TargetUnit): string | null {
  if (unit === 'count') return Number.isInteger(value) ? null : 'nombre entier attendu'
  if (!isHundredth(value)) return 'deux décimales au plus'
  return unit === 'percent' && value > 100 ? 'pourcentage de 0 à 100 attendu' : null
}

/** An indicator that waits for a choice that a plan cannot write is no target. */
function checkCounted({ perimeter, territory, field }: TargetFile, id: string): PlanProblem[] {
  const indicator = findIndicator(id)
  const choice = {
    perimeter: perimeter ?? null,
    territory: territory ?? null,
    field: field ?? null,
    threshold: null,
  }
  if (indicator !== null && testOf(indicator, choice) !== null) return []
  return [{ path: 'indicator', message: `l’indicateur « ${id} » ne peut pas être un objectif` }]
}

/** What a target asks that its indicator does not offer, with places inside the target. */
export function checkTarget(target: TargetFile): PlanProblem[] {
  const id = indicatorIdOf(target)
  if (id === null)
    return [{ path: 'indicator', message: `champ absent : un indicateur (${KNOWN_IDS}), ou un périmètre` }]
  if (!countsSuppliers(id) && findIndicator(id) === null)
    return [{ path: 'indicator', message: `indicateur inconnu « ${id} » ; attendu : ${KNOWN_IDS}` }]
  const problems = [...checkChoices(target, id), ...checkMeasure(target, id)]
  return problems.length > 0 || countsSuppliers(id) ? problems : checkCounted(target, id)
}
