/**
 * Why two current contracts of one buyer, with other numbers or other sets of holders, look the same. `same-award`: same day,
 * same amount. `same-number`: same number once written alike, and same day or same amount. Both want a holder in common (or one
 * contract without a usable holder), and neither objects nor lot numbers that differ. See docs/identity.md.
 */
export const DUPLICATE_SIGNALS = ['same-award', 'same-number'] as const

export type DuplicateSignal = (typeof DUPLICATE_SIGNALS)[number]
