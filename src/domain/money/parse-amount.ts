/** No amount is so long, spaces and words around it included: a longer text is not gone through. */
const LONGEST_AMOUNT = 200

/** "12 500,00 € (H.T.)" → "12500,00": without spaces, currency and "excluding tax", which is how every amount is read. */
const withoutUnit = (raw: string) =>
  raw
    .replace(/[\s'’]/g, '')
    .replace(/^(€|EUR)/i, '')
    .replace(/(€|EUR(OS?)?|\(?H\.?T\.?\)?)+$/i, '')

/**
 * "1 234,5" / "1.234,5" / "1,234.5" / "1234.5 €" → "1234.5"; `null` when none of these. One mark alone is the decimal
 * one: "1,234" and "1.234" are 1.234 €. "TTC" (tax included) and "k€" are refused.
 */
function toPlainDecimal(raw: string): string | null {
  if (raw.length > LONGEST_AMOUNT) return null
  const text = withoutUnit(raw)
  if (/^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) return text
  if (/^[+-]?\d+,\d+$/.test(text)) return text.replace(',', '.')
  if (/^[+-]?\d{1,3}(\.\d{3})+(,\d+)?$/.test(text)) return text.replaceAll('.', '').replace(',', '.')
  if (/^[+-]?\d{1,3}((,\d{3})+\.\d+|(,\d{3}){2,})$/.test(text)) return text.replaceAll(',', '')
  return null
}

/** "250.000" and "250,000": 250 € to a machine, 250 000 € to whoever typed a thousands mark. Nothing tells which. */
export function isAmbiguousAmount(text: string): boolean {
  return text.length <= LONGEST_AMOUNT && /^[+-]?\d{1,3}[.,]\d{3}$/.test(withoutUnit(text))
}

/** Digits and power of ten of a plain decimal, so that no binary fraction comes in: "-1.25e3" → [-125, 1]. */
function toScaledInteger(decimal: string): { digits: bigint; exponent: number } {
  const [mantissa = '', exponent = '0'] = decimal.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  return {
    digits: BigInt(`${whole}${fraction}`.replace(/^\+/, '')),
    exponent: Number(exponent) - fraction.length,
  }
}

/**
 * Euros as a file writes them → integer cents, half a cent rounded away from zero; `null` when unreadable.
 * `"14 700,00"` → `1470000n`, `"153900"` → `15390000n`, `"14 k€"` → `null`.
 */
export function parseAmountCents(raw: string): bigint | null {
  const decimal = toPlainDecimal(raw)
  if (decimal === null || decimal.length > 40) return null
  const { digits, exponent } = toScaledInteger(decimal)
  const shift = exponent + 2
  if (shift > 30 || shift < -30) return null
  return shift >= 0 ? digits * 10n ** BigInt(shift) : divideRounding(digits, 10n ** BigInt(-shift))
}

function divideRounding(numerator: bigint, denominator: bigint): bigint {
  const half = denominator / 2n
  return (numerator + (numerator < 0n ? -half : half)) / denominator
}
