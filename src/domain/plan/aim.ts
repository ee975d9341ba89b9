import { type Parts, totalOf } from '../share/share.ts'
import type { TargetDirection, TargetUnit } from './target.ts'

/** A value to reach or not to pass; `amount` in basis points for a percentage, else in what is counted (contracts, cents…). */
export type Aim = { unit: TargetUnit; direction: TargetDirection; amount: bigint }

/** What is true whatever the undetermined turn out to be: between `min` and `max`, both possible. */
export type Range = { min: bigint; max: bigint }

/** What the data say on the day they are read. `no-contracts`: nothing is counted, which is not a figure of zero. */
export type TargetVerdict = 'met' | 'missed' | 'depends-on-undetermined' | 'no-contracts'

/** One, in basis points: those of a target in percent. */
export const BASIS_POINTS = 10_000n

/** Nothing is missing beyond what is reached: a negative count is zero. */
export const orZero = (value: bigint) => (value > 0n ? value : 0n)

/**
 * The "yes" that an aim asks for (at least) or allows (at most) of a total, whole: 11 of 101 for "at least 10 %", 10 for "at most".
 * Parts are never negative.
 */
export function boundaryOf({ unit, direction, amount }: Aim, total: bigint): bigint {
  if (unit !== 'percent') return amount
  const product = amount * total
  return direction === 'at-least' ? (product + BASIS_POINTS - 1n) / BASIS_POINTS : product / BASIS_POINTS
}

/**
 * How many "yes" are missing to reach an aim or, at most, are one too many, the total staying the same: those would have had to be
 * held by others. `max` counts the undetermined against the buyer, `min` for it.
 */
export function missingOf(aim: Aim, parts: Parts<bigint>, total: bigint = totalOf(parts)): Range {
  const boundary = boundaryOf(aim, total)
  const { yes, undetermined } = parts
  return aim.direction === 'at-least'
    ? { min: orZero(boundary - yes - undetermined), max: orZero(boundary - yes) }
    : { min: orZero(yes - boundary), max: orZero(yes + undetermined - boundary) }
}

/** Whether an aim is reached: equal to it is, nothing is rounded, and the undetermined count against, then for, before an answer. */
export function compareToAim(aim: Aim, parts: Parts<bigint>): TargetVerdict {
  if (totalOf(parts) === 0n) return 'no-contracts'
  const { min, max } = missingOf(aim, parts)
  if (max === 0n) return 'met'
  return min > 0n ? 'missed' : 'depends-on-undetermined'
}
