/**
 * Hours are kept in whole hundredths, so that sums are exact: 151.67 h is 15 167. A statement of more than a million hours is
 * a mistake of columns.
 */
export const MOST_HUNDREDTHS = 100_000_000

/** "151,67" → 15167, "7h30" → 750, "1 234,5 h" → 123450; `null` when it is not a number of hours, or has more than two decimals of use. */
export function parseHours(raw: string): number | null {
  const text = raw
    .trim()
    .toLowerCase()
    .replace(/[\s\u00a0\u202f]/g, '')
  const clock = /^(-?)(\d{1,6})(?:h|:)([0-5]\d)?$/.exec(text)
  if (clock) {
    const minutes = Number(clock[2]) * 60 + Number(clock[3] ?? 0)
    return (clock[1] ? -1 : 1) * Math.round((minutes * 100) / 60)
  }
  const plain = text.replace(/(heures?|hrs?|h)\.?$/, '')
  if (!/^-?\d{1,9}([.,]\d{1,12})?$/.test(plain)) return null
  return Math.round(Number(plain.replace(',', '.')) * 100)
}

/** 83333 → 833.33, for an answer. */
export const hoursOf = (hundredths: number): number => hundredths / 100

/** A quotient of whole numbers, half rounded up: what a formula gives is known to the hundredth. */
export function divideToNearest(numerator: bigint, denominator: bigint): number {
  return Number((2n * numerator + denominator) / (2n * denominator))
}
