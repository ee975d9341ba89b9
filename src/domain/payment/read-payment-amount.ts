import { textOf } from '../contract/missing-marker.ts'
import { LARGEST_PLAUSIBLE_CENTS } from '../money/amount-flag.ts'
import { isAmbiguousAmount, parseAmountCents } from '../money/parse-amount.ts'
import type { TaxBasis } from './tax-basis.ts'

/** An amount paid: its cents, negative for a credit note, or why the line cannot be used. */
export type ReadPaymentAmount =
  | { cents: bigint; taxBasis: TaxBasis | null }
  | { problem: 'payment-amount-missing' | 'payment-amount-unreadable' | 'payment-amount-implausible' }

/** `"(1234,50)"` and `"1234,50-"` → `"-1234,50"`: how accountants write a credit. A sign inside is kept, and refused later. */
function withLeadingSign(text: string): string {
  const credit = /^\((.+)\)$/.exec(text) ?? /^(.+)-$/.exec(text)
  return credit ? `-${credit[1]}` : text
}

/**
 * The amount of an accounting line. `"(1 234,50)"`, `"-1 234,50"`, `"1 234,50-"` are credit notes; `"-"` alone is an empty
 * cell. `taxBasis`: what the cell itself says ("TTC", "HT"). Beyond 999 999 999 € it is no amount.
 */
export function readPaymentAmount(raw: unknown): ReadPaymentAmount {
  const compact = (textOf(raw) ?? '').replace(/[\s'’]/g, '').replace(/[−–]/g, '-')
  const tax = /(TTC|HT)$/i.exec(compact)?.[1]?.toUpperCase()
  const text = withLeadingSign(compact.replace(/(TTC|HT)$/i, '').replace(/€|EUR(OS?)?/gi, ''))
  if (/^-*$/.test(text)) return { problem: 'payment-amount-missing' }
  const cents = isAmbiguousAmount(text) ? null : parseAmountCents(text)
  if (cents === null) return { problem: 'payment-amount-unreadable' }
  if (cents > LARGEST_PLAUSIBLE_CENTS || cents < -LARGEST_PLAUSIBLE_CENTS)
    return { problem: 'payment-amount-implausible' }
  const taxBasis = tax === undefined ? null : tax === 'TTC' ? 'including-tax' : 'excluding-tax'
  return { cents, taxBasis }
}
