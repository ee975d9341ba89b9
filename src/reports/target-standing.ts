import { newOf } from '../domain/indicator/supplier-diversity.ts'
import {
  type Aim,
  BASIS_POINTS,
  compareToAim,
  missingOf,
  type Range,
  type TargetVerdict,
} from '../domain/plan/aim.ts'
import { isOfSuppliers, type Target, type TargetMeasure, type TargetUnit } from '../domain/plan/target.ts'
import { type Outlook, type Pace, type Trajectory, trajectoryOf } from '../domain/plan/trajectory.ts'
import { type Parts, totalOf } from '../domain/share/share.ts'
import { boundsOf } from '../domain/share/share-bounds.ts'
import { eurosOf, figureOf, type ShareFigure, type Tally, tallyOf } from './share-report.ts'
import type { TargetFigure } from './target-figures.ts'

/** Two bounds in the unit of a target: a share from 0 to 1, euros, or a count. `null`: there is nothing to divide. */
export type UnitBounds = { lower: number | null; upper: number | null }

/** Between `min` (the undetermined count for the buyer) and `max` (against it). */
export type NumberRange = { min: number; max: number }

/**
 * How far from the target. `points`: figure minus target, in percentage points. Then what is missing to reach it or, at most, what is
 * too much, the total staying the same: 0 once reached. `estimated`: the one of the two that is no count, but the other one put at
 * the mean amount of a contract.
 */
export type Gap = {
  points: { lower: number; upper: number } | null
  contracts: NumberRange | null
  euros: NumberRange | null
  suppliers: NumberRange | null
  estimated: 'contracts' | 'euros' | null
}

/** Where a running period leads at an even pace by day, and what the rest of it must bring (`needed`) or may bring (`allowed`). */
export type TrajectoryView = Pace & {
  outlook: Outlook
  /** Less than a quarter of the period is past: the pace says little. */
  isEarly: boolean
  projected: { lower: number; upper: number; total: number }
  remaining: {
    days: number
    total: number
    needed: NumberRange | null
    allowed: NumberRange | null
    /** The same out of what is still to come; `null`: nothing is at this pace. */
    share: NumberRange | null
  }
}

/** Where a buyer, or all of them, stand against a target over a period. */
export type Standing = ShareFigure & {
  suppliers: { all: Tally; new: Tally } | null
  actual: UnitBounds
  verdict: TargetVerdict | null
  gap: Gap | null
  trajectory: TrajectoryView | null
}

/** What the target counts, whole: contracts, cents or suppliers. */
export function partsFor(
  figure: TargetFigure,
  { measure, unit }: Pick<Target, 'measure' | 'unit'>,
): Parts<bigint> {
  if (measure === 'value') return figure.cents
  if (!isOfSuppliers(measure) || figure.suppliers === null) return figure.contracts
  const { all, new: sure, perhapsNew } = figure.suppliers
  return measure === 'suppliers' ? all : newOf(sure, perhapsNew, unit === 'percent' ? 'share' : 'count')
}

/** Whole units → those of an answer: cents become euros. */
const numberOf = (measure: TargetMeasure) => (measure === 'value' ? eurosOf : Number)

/** A figure in the unit of its target. */
export function actualOf(parts: Parts<bigint>, unit: TargetUnit, measure: TargetMeasure): UnitBounds {
  if (unit === 'percent') {
    const { lower, upper } = boundsOf(parts)
    return { lower, upper }
  }
  const toNumber = numberOf(measure)
  return { lower: toNumber(parts.yes), upper: toNumber(parts.yes + parts.undetermined) }
}

const rangeOf = ({ min, max }: Range, toNumber: (n: bigint) => number): NumberRange => ({
  min: toNumber(min),
  max: toNumber(max),
})

/** Basis points of a part of a total away from the target, in points; the total is above zero. */
const pointsOf = (part: bigint, total: bigint, amount: bigint) =>
  Number(part * BASIS_POINTS - amount * total) / Number(total * 100n)

function gapOf(
  aim: Aim,
  { contracts, cents, outOfValue }: TargetFigure,
  parts: Parts<bigint>,
  measure: TargetMeasure,
): Gap | null {
  const total = totalOf(parts)
  if (total === 0n) return null
  const missing = missingOf(aim, parts)
  const points =
    aim.unit === 'percent'
      ? {
          lower: pointsOf(parts.yes, total, aim.amount),
          upper: pointsOf(parts.yes + parts.undetermined, total, aim.amount),
        }
      : null
  if (isOfSuppliers(measure))
    return { points, contracts: null, euros: null, suppliers: rangeOf(missing, Number), estimated: null }
  const [value, priced] = [totalOf(cents), totalOf(contracts) - outOfValue]
  const convert = (from: bigint, to: bigint, roundUp: boolean) =>
    from <= 0n || to <= 0n ? null : (count: bigint) => (count * to + (roundUp ? from - 1n : from / 2n)) / from
  if (measure === 'value') {
    const toContracts = convert(value, priced, true)
    return {
      points,
      contracts:
        toContracts && rangeOf({ min: toContracts(missing.min), max: toContracts(missing.max) }, Number),
      euros: rangeOf(missing, eurosOf),
      suppliers: null,
      estimated: 'contracts',
    }
  }
  const toCents = convert(priced, value, false)
  return {
    points,
    contracts: rangeOf(missing, Number),
    euros: toCents && rangeOf({ min: toCents(missing.min), max: toCents(missing.max) }, eurosOf),
    suppliers: null,
    estimated: 'euros',
  }
}

const EARLY_PART = 4

/** A trajectory in the units of an answer. */
function viewOf(
  { outlook, elapsedDays, days, projected, remaining }: Trajectory,
  { direction }: Aim,
  toNumber: (n: bigint) => number,
): TrajectoryView {
  const bound = rangeOf(remaining.bound, toNumber)
  const total = toNumber(remaining.total)
  return {
    outlook,
    elapsedDays,
    days,
    isEarly: elapsedDays * EARLY_PART < days,
    projected: {
      lower: toNumber(projected.lower),
      upper: toNumber(projected.upper),
      total: toNumber(projected.total),
    },
    remaining: {
      days: remaining.days,
      total,
      needed: direction === 'at-least' ? bound : null,
      allowed: direction === 'at-most' ? bound : null,
      share: remaining.total === 0n ? null : { min: bound.min / total, max: bound.max / total },
    },
  }
}

/** What a target asks over a period. */
export const aimOf = ({ unit, direction }: Target, amount: number): Aim => ({
  unit,
  direction,
  amount: BigInt(amount),
})

/**
 * Where the figure of a period stands. `pace` `null`: the period is not under way. `aim` `null`: the target is not that of this
 * buyer alone. Distinct suppliers do not grow by day: they have no trajectory.
 */
export function standingOf(
  target: Target,
  figure: TargetFigure,
  aim: Aim | null,
  pace: Pace | null,
): Standing {
  const { unit, measure } = target
  const parts = partsFor(figure, target)
  const { suppliers } = figure
  const isProjected = aim !== null && pace !== null && !isOfSuppliers(measure)
  return {
    ...figureOf(figure),
    suppliers: suppliers && {
      all: tallyOf(suppliers.all, Number),
      new: tallyOf(newOf(suppliers.new, suppliers.perhapsNew, 'count'), Number),
    },
    actual: actualOf(parts, unit, measure),
    verdict: aim && compareToAim(aim, parts),
    gap: aim && gapOf(aim, figure, parts, measure),
    trajectory: isProjected ? viewOf(trajectoryOf(aim, parts, pace), aim, numberOf(measure)) : null,
  }
}
