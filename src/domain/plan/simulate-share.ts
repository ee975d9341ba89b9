import { type Parts, totalOf } from '../share/share.ts'
import { ratioOf } from '../share/share-bounds.ts'

/** Percentages in hundredths of a point, so that they are whole: 12.5 % is 1250. */
export const WHOLE = 10_000

/**
 * A year to come, like a year past but for what is awarded again. `past`: the parts of the past one, contracts or cents;
 * `renewed`: how much of the same comes to its end. What is renewed beyond all that was bought counts as all of it.
 */
export type Renewal = { past: Parts<bigint>; renewed: bigint }

const smaller = (a: bigint, b: bigint) => (a < b ? a : b)

/**
 * The share if `hundredths` of what is renewed went to the perimeter, and the rest were bought as before:
 * `((total − renewed) × past share + renewed × x) ÷ total`. `lower`: undetermined suppliers of the past counted as no; `upper`: as
 * yes. `null` when nothing was bought.
 */
export function simulateShare(
  { past, renewed }: Renewal,
  hundredths: number,
): { lower: number | null; upper: number | null } {
  const total = totalOf(past)
  const again = smaller(renewed, total)
  const share = (yes: bigint) =>
    ratioOf(
      (total - again) * yes * BigInt(WHOLE) + again * BigInt(hundredths) * total,
      total * total * BigInt(WHOLE),
    )
  return { lower: share(past.yes), upper: share(past.yes + past.undetermined) }
}

/**
 * The least part of what is renewed, in hundredths of a point, that brings the lower bound to `target` (hundredths too): 0 when the rest
 * suffices, above 10 000 when renewals alone cannot; `null` when nothing is renewed.
 */
export function renewalNeeded({ past, renewed }: Renewal, target: number): number | null {
  const total = totalOf(past)
  const again = smaller(renewed, total)
  if (again <= 0n) return null
  const missing = BigInt(target) * total * total - (total - again) * past.yes * BigInt(WHOLE)
  if (missing <= 0n) return 0
  const each = again * total
  return Number((missing + each - 1n) / each)
}
