import { choicesOf, type Indicator, testOf } from '../domain/indicator/indicator.ts'
import { findIndicator, INDICATORS, shareIndicatorOf } from '../domain/indicator/indicators.ts'
import { RECORDED_FIELDS } from '../domain/indicator/recorded-field.ts'
import { SUPPLIER_DIVERSITY } from '../domain/indicator/supplier-diversity.ts'
import { findInsertionIndicator } from '../domain/insertion/insertion-indicators.ts'
import { isOfSuppliers, type TargetUnit } from '../domain/plan/target.ts'
import { PERIMETER_IDS, type PerimeterId } from '../domain/supplier/verdict.ts'
import type { PlanProblem } from './plan-problem.ts'
import type { TargetFile } from './plan-schema.ts'

/** The id of the indicator that a target names, or of the share of its perimeter; `null`: it names neither. */
export const indicatorIdOf = ({ indicator, perimeter }: Pick<TargetFile, 'indicator' | 'perimeter'>) =>
  indicator ?? (perimeter ? shareIndicatorOf(perimeter).id : null)

/** Whether a target counts suppliers, which no other indicator does. */
export const countsSuppliers = (indicator: string | null): boolean => indicator === SUPPLIER_DIVERSITY.id

/** Those a plan can name: all but the one that waits for a threshold. */
const KNOWN_IDS = [
  ...INDICATORS.filter(({ counts }) => counts.by !== 'mandatory-clause').map(({ id }) => id),
  SUPPLIER_DIVERSITY.id,
].join(', ')

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

/** Why an indicator of clauses and hours is no target; those of hours have targets of their own. */
const NO_TARGET: Readonly<Record<string, string>> = {
  'insertion-hours-done': 'un objectif en heures s’écrit dans « hourTargets » (minimumHours)',
  'insertion-hours-due':
    'ce que les contrats imposent n’est pas un résultat à atteindre ; pour les heures réalisées, employez « hourTargets »',
  'insertion-people':
    'les personnes sans code ne laissent qu’un intervalle (une personne vue par deux facilitateurs compte une ou deux fois) et les petits groupes sont cachés : employez « hourTargets », ou l’indicateur insertion-contracts (unit: count)',
  'insertion-employment-contracts':
    'sans numéro de contrat de travail, il n’y a qu’un intervalle, et les petits groupes sont cachés : employez « hourTargets », ou l’indicateur insertion-contracts (unit: count)',
}

/** What to write instead of an indicator that only a period of hours gives; it depends on thresholds and clauses, not on contracts. */
const OTHERWISE =
  'il se compte sur des clauses et des relevés d’heures, et non sur des marchés notifiés : un plan fixe des heures (« hourTargets »), des marchés avec clause (insertion-contracts) ou des marchés réservés (reserved-contracts)'

/** The reason why an indicator that exists cannot be a target; `null`: it is none of them. */
function explainInsertion(id: string): string | null {
  const indicator = findInsertionIndicator(id)
  return indicator === null
    ? null
    : `l’indicateur « ${id} » ne peut pas être un objectif : ${NO_TARGET[id] ?? OTHERWISE}`
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
  const reason =
    'il demande le seuil européen à partir duquel la clause est due, qu’un plan ne sait pas écrire ; employez insertion-contracts, avec le filtre amount'
  return [{ path: 'indicator', message: `l’indicateur « ${id} » ne peut pas être un objectif : ${reason}` }]
}

/** Whether an indicator exists and can be a target, whatever else the target says. */
export const checkIndicator = (id: string): PlanProblem[] =>
  countsSuppliers(id) || findIndicator(id) !== null
    ? []
    : [
        {
          path: 'indicator',
          message: explainInsertion(id) ?? `indicateur inconnu « ${id} » ; attendu : ${KNOWN_IDS}`,
        },
      ]

/** What a target asks that its indicator does not offer, with places inside the target. */
export function checkTarget(target: TargetFile): PlanProblem[] {
  const id = indicatorIdOf(target)
  if (id === null)
    return [{ path: 'indicator', message: `champ absent : un indicateur (${KNOWN_IDS}), ou un périmètre` }]
  const unknown = checkIndicator(id)
  if (unknown.length > 0) return unknown
  const problems = [...checkChoices(target, id), ...checkMeasure(target, id)]
  return problems.length > 0 || countsSuppliers(id) ? problems : checkCounted(target, id)
}
