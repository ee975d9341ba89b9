import { type Parts, type ShareBounds, totalOf } from './share.ts'

const SAFE_BITS = 53n

/** How many bits must be dropped for `value` to be held exactly by a number. */
function bitsToDrop(value: bigint): bigint {
  const bits = BigInt(value.toString(2).length)
  return bits > SAFE_BITS ? bits - SAFE_BITS : 0n
}

/** `part / whole` in 0..1, `null` for an empty whole. Above 2^53 both lose the same low bits, so the ratio cannot pass 1. */
export function ratioOf(part: bigint, whole: bigint): number | null {
  if (whole === 0n) return null
  const dropped = bitsToDrop(whole)
  return Number(part >> dropped) / Number(whole >> dropped)
}

/**
 * The share the parts (contracts or cents) leave possible, each bound in 0..1. All `null` without contracts, and when a
 * part is negative (credit notes above the payments): neither is a share of zero. `determined` alone is `null` when every
 * supplier is undetermined.
 */
export function boundsOf(parts: Parts<bigint>): ShareBounds {
  const { yes, no, undetermined } = parts
  if (yes < 0n || no < 0n || undetermined < 0n) return { lower: null, upper: null, determined: null }
  const total = totalOf(parts)
  return {
    lower: ratioOf(yes, total),
    upper: ratioOf(yes + undetermined, total),
    determined: ratioOf(yes, yes + no),
  }
}
