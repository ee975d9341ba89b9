import type { TargetDirection } from './target.ts'

/** A figure between two bounds, as fractions of `over`, above zero: 3/25 to 4/25; 1 for a count. */
export type Measured = { lower: bigint; upper: bigint; over: bigint }

/** How a figure moved, as the target sees it; `uncertain`: the undetermined leave both ways open. */
export const TRENDS = ['improving', 'worsening', 'stable', 'uncertain'] as const
export type Trend = (typeof TRENDS)[number]

const isAbove = (a: bigint, aOver: bigint, b: bigint, bOver: bigint) => a * bOver > b * aOver

/** How a figure moved from `before` to `now`; exact, nothing is rounded. */
export function trendOf(before: Measured, now: Measured, direction: TargetDirection): Trend {
  const isUp = isAbove(now.lower, now.over, before.upper, before.over)
  const isDown = isAbove(before.lower, before.over, now.upper, now.over)
  if (isUp || isDown) return isUp === (direction === 'at-least') ? 'improving' : 'worsening'
  const isSure = before.lower === before.upper && now.lower === now.upper
  return isSure ? 'stable' : 'uncertain'
}
