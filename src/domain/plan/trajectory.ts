import { addDays, daysBetween, type IsoDate } from '../dates/iso-date.ts'
import { type Parts, totalOf } from '../share/share.ts'
import { type Aim, boundaryOf, compareToAim, missingOf, orZero, type Range } from './aim.ts'

/** How far a period is. Today counts as elapsed; 0 before the first day, all of them after the last. */
export type Pace = { elapsedDays: number; days: number }

export type Stage = 'to-come' | 'under-way' | 'over'

/** How far a period is on a day. */
export function paceOf({ from, to }: { from: IsoDate; to: IsoDate }, today: IsoDate): Pace {
  const days = daysBetween(from, to) + 1
  return { days, elapsedDays: Math.max(0, Math.min(daysBetween(from, addDays(today, 1)), days)) }
}

/** A period is under way until its last day is past. */
export const stageOf = ({ from, to }: { from: IsoDate; to: IsoDate }, today: IsoDate): Stage =>
  today < from ? 'to-come' : today <= to ? 'under-way' : 'over'

/**
 * What a running period leads to, if what remains is like what is past. `secured`: reached whatever the rest brings; `out-of-reach`:
 * missed whatever it brings; `no-pace`: nothing is counted yet.
 */
export const OUTLOOKS = [
  'secured',
  'on-track',
  'behind',
  'out-of-reach',
  'depends-on-undetermined',
  'no-pace',
] as const
export type Outlook = (typeof OUTLOOKS)[number]

/** Where a running period leads. Counts are of contracts, cents, suppliers or hundredths of an hour. */
export type Trajectory = Pace & {
  outlook: Outlook
  /** At the end of the period: "yes" with the undetermined against and for, out of the total. */
  projected: { lower: bigint; upper: bigint; total: bigint }
  remaining: {
    days: number
    /** What is still to come at this pace. */
    total: bigint
    /** At least: "yes" that it must hold; at most: "yes" that it may hold. */
    bound: Range
  }
}

/** A count carried on to the end of the period at an even pace by day, to the nearest whole, halves up. */
export function projectCount(count: bigint, { elapsedDays, days }: Pace): bigint {
  const elapsed = BigInt(elapsedDays)
  return (2n * count * BigInt(days) + elapsed) / (2n * elapsed)
}

function outlookAtLeast(aim: Aim, parts: Parts<bigint>, needed: Range, total: bigint, pace: Pace): Outlook {
  if (needed.max === 0n) return 'secured'
  if (needed.min > total) return 'out-of-reach'
  return byPace(aim, parts, pace)
}

/** A share leads to itself; a count, to the part of the aim that the days elapsed are of the period. Nothing is rounded. */
function byPace(aim: Aim, parts: Parts<bigint>, { elapsedDays, days }: Pace): Outlook {
  const scale = BigInt(days)
  const scaled: Parts<bigint> = {
    yes: parts.yes * scale,
    no: parts.no * scale,
    undetermined: parts.undetermined * scale,
  }
  const amount = aim.unit === 'percent' ? aim.amount : aim.amount * BigInt(elapsedDays)
  const verdict = compareToAim({ ...aim, amount }, scaled)
  if (verdict === 'met') return 'on-track'
  return verdict === 'missed' ? 'behind' : 'depends-on-undetermined'
}

/**
 * Where a period under way leads (`elapsedDays` from 1 to `days`): counts grow by day as they did so far, and the aim is put against
 * the total that this makes.
 */
export function trajectoryOf(aim: Aim, parts: Parts<bigint>, pace: Pace): Trajectory {
  const total = totalOf(parts)
  const { yes, undetermined } = parts
  const projectedTotal = projectCount(total, pace)
  const projected = {
    lower: projectCount(yes, pace),
    upper: projectCount(yes + undetermined, pace),
    total: projectedTotal,
  }
  const remaining = { days: pace.days - pace.elapsedDays, total: projectedTotal - total }
  const whole = { ...pace, projected }
  if (aim.direction === 'at-least') {
    const bound = missingOf(aim, parts, projectedTotal)
    const outlook = total === 0n ? 'no-pace' : outlookAtLeast(aim, parts, bound, remaining.total, pace)
    return { ...whole, outlook, remaining: { ...remaining, bound } }
  }
  const boundary = boundaryOf(aim, projectedTotal)
  const [least, most] = [boundary - yes - undetermined, boundary - yes]
  const outlook = (): Outlook => {
    if (total === 0n) return 'no-pace'
    if (most < 0n) return 'out-of-reach'
    return least >= remaining.total ? 'secured' : byPace(aim, parts, pace)
  }
  return {
    ...whole,
    outlook: outlook(),
    remaining: { ...remaining, bound: { min: orZero(least), max: orZero(most) } },
  }
}
