/** Draws that depend on the seed alone, so that a file can be written again bit for bit, on any machine. */
export type Random = {
  /** From 0 included to 1 excluded. */
  next: () => number
  /** A whole number from 0 to `count` - 1. */
  below: (count: number) => number
  chance: (probability: number) => boolean
  pick: <T>(items: readonly T[]) => T
  /** Index of a weight drawn in proportion to it. */
  weighted: (cumulated: readonly number[]) => number
  /** Standard normal (Box-Muller). */
  normal: () => number
}

/** `[60, 30, 10]` → `[0.6, 0.9, 1]`, as `weighted` wants them. */
export function cumulate(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let sum = 0
  return weights.map((weight) => {
    sum += weight
    return sum / total
  })
}

/** Chris Doty-Humphrey's sfc32: four 32-bit words, a period above 2^32 by far, 5 ns a draw. */
export function createRandom(seed: number): Random {
  let [a, b, c, counter] = [0, seed | 0, 0x9e3779b9 | 0, 1]
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 4_294_967_296
  }
  for (let i = 0; i < 16; i++) next()
  const below = (count: number) => Math.floor(next() * count)
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: <T>(items: readonly T[]) => items[below(items.length)] as T,
    weighted: (cumulated) => {
      const drawn = next()
      const index = cumulated.findIndex((bound) => drawn < bound)
      return index < 0 ? cumulated.length - 1 : index
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  }
}
