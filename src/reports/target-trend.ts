import { daysBetween } from '../domain/dates/iso-date.ts'
import type { Period } from '../domain/dates/period.ts'
import { BASIS_POINTS } from '../domain/plan/aim.ts'
import { type Baseline, isOfSuppliers, type Target } from '../domain/plan/target.ts'
import { type Pace, projectCount } from '../domain/plan/trajectory.ts'
import { type Measured, type Trend, trendOf } from '../domain/plan/trend.ts'
import { type Parts, totalOf } from '../domain/share/share.ts'
import type { TargetFigure } from './target-figures.ts'
import { partsFor } from './target-standing.ts'

/**
 * How the figure moved since an earlier one. `change`: the least and the most that the undetermined leave possible, in the unit of the
 * target. `isProjected`: a count of a running period is put at its end before it is compared.
 */
export type TrendView = Period & {
  label: string
  source: string | null
  lower: number
  upper: number
  change: { lower: number; upper: number }
  trend: Trend
  isProjected: boolean
}

/** An earlier figure with its days. */
type Earlier = Period & { label: string; source: string | null; measured: Measured }

const inUnit = (value: bigint, over: bigint, { unit }: Pick<Target, 'unit'>) =>
  unit === 'percent' ? Number(value) / Number(over) : unit === 'euros' ? Number(value) / 100 : Number(value)

/** A figure as the trend compares it; `null`: nothing is counted, or it is too early to tell. */
function measuredOf(parts: Parts<bigint>, { unit }: Target, pace: Pace | null): Measured | null {
  const total = totalOf(parts)
  if (total === 0n) return null
  const [lower, upper] = [parts.yes, parts.yes + parts.undetermined]
  if (unit === 'percent') return { lower, upper, over: total }
  if (pace === null) return { lower, upper, over: 1n }
  return { lower: projectCount(lower, pace), upper: projectCount(upper, pace), over: 1n }
}

const lengthOf = ({ from, to }: Period) => daysBetween(from, to) + 1

/** A share is compared whatever the days; a count, only over as many days, or with a baseline of one day. */
const isComparable = ({ unit }: Target, period: Period, earlier: Period) =>
  unit === 'percent' || earlier.from === earlier.to || Math.abs(lengthOf(period) - lengthOf(earlier)) <= 1

/** The figure of an earlier period; `null`: nothing was counted. */
export function earlierOf(
  target: Target,
  figure: TargetFigure,
  period: Period & { label: string },
): Earlier | null {
  const measured = measuredOf(partsFor(figure, target), target, null)
  const { label, from, to } = period
  return measured && { label, from, to, source: null, measured }
}

/** A baseline as an earlier figure. */
export const baselineAsEarlier = (
  { unit }: Pick<Target, 'unit'>,
  { amount, label, from, to, source }: Baseline,
): Earlier => ({
  label,
  from,
  to,
  source,
  measured: { lower: BigInt(amount), upper: BigInt(amount), over: unit === 'percent' ? BASIS_POINTS : 1n },
})

/**
 * How the figure of a period moved since an earlier one; `null`: they cannot be compared, as the distinct
 * suppliers of a period under way with those of a whole one. `pace`: of a period under way.
 */
export function trendSince(
  target: Target,
  figure: TargetFigure,
  { period, pace }: { period: Period; pace: Pace | null },
  earlier: Earlier | null,
): TrendView | null {
  if (earlier === null || !isComparable(target, period, earlier)) return null
  if (pace !== null && target.unit !== 'percent' && isOfSuppliers(target.measure)) return null
  const now = measuredOf(partsFor(figure, target), target, pace)
  if (now === null) return null
  const { measured: before, label, from, to, source } = earlier
  const [nowLower, nowUpper] = [inUnit(now.lower, now.over, target), inUnit(now.upper, now.over, target)]
  const [lower, upper] = [
    inUnit(before.lower, before.over, target),
    inUnit(before.upper, before.over, target),
  ]
  return {
    label,
    from,
    to,
    source,
    lower,
    upper,
    change: { lower: nowLower - upper, upper: nowUpper - lower },
    trend: trendOf(before, now, target.direction),
    isProjected: pace !== null && target.unit !== 'percent',
  }
}
