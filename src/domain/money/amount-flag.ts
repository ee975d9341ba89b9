import { isAmbiguousAmount, parseAmountCents } from './parse-amount.ts'

/** Why an amount is left out of value figures (it still counts in number): domain rule "quality flags, never silent changes". */
export const AMOUNT_FLAGS = [
  'missing',
  'unreadable',
  'below-minimum',
  'above-maximum',
  'placeholder',
] as const
export type AmountFlag = (typeof AMOUNT_FLAGS)[number]

/** Each flag as an agent reads it after « montant ». */
export const AMOUNT_FLAG_TITLES: Readonly<Record<AmountFlag, string>> = {
  missing: 'absent',
  unreadable: 'illisible',
  'below-minimum': 'inférieur à 200 €',
  'above-maximum': 'supérieur à 999 999 999 €',
  placeholder: 'de remplissage',
}

/** Below 200 € an amount is a unit price or a filler, not the value of a contract. */
export const SMALLEST_PLAUSIBLE_CENTS = 20_000n
/** Above 999 999 999 € an amount is a filler. */
export const LARGEST_PLAUSIBLE_CENTS = 99_999_999_900n

/** One digit repeated more than six times (`1111111`), or the keyboard's run `123456789…`. */
function isPlaceholder(euros: string): boolean {
  return /^(\d)\1{6,}$/.test(euros) || euros.startsWith('123456789')
}

/** The reason to leave an amount out of value, or `null` when it is usable. Bounds are inclusive; 999 999 999 € is a placeholder all the same. */
export function flagAmount(cents: bigint): Exclude<AmountFlag, 'missing' | 'unreadable'> | null {
  if (cents < SMALLEST_PLAUSIBLE_CENTS) return 'below-minimum'
  if (cents > LARGEST_PLAUSIBLE_CENTS) return 'above-maximum'
  return isPlaceholder(String(cents / 100n)) ? 'placeholder' : null
}

/** Cents beyond which a sum over a national file could leave 63 bits: such an amount is not kept at all. */
export const LARGEST_STORED_CENTS = 1_000_000_000_000_000n

/**
 * An amount as a file writes it: its cents (`null`: unreadable, or too large to be kept) and why it cannot enter a value
 * figure. A text that can be read two ways is unreadable; a JSON number cannot.
 */
export function readAmount(raw: string | number): {
  amountCents: bigint | null
  amountFlag: AmountFlag | null
} {
  const isAmbiguous = typeof raw === 'string' && isAmbiguousAmount(raw)
  const cents = isAmbiguous ? null : parseAmountCents(String(raw))
  if (cents === null) return { amountCents: null, amountFlag: 'unreadable' }
  const isKept = cents <= LARGEST_STORED_CENTS && cents >= -LARGEST_STORED_CENTS
  return { amountCents: isKept ? cents : null, amountFlag: flagAmount(cents) }
}
