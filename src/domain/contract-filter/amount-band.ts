/** Bands of the usable amount, excluding tax, after the latest amendment. `unknown`: no amount that can be used. */
export const AMOUNT_BANDS = [
  'under-40k',
  '40k-90k',
  '90k-200k',
  '200k-1m',
  '1m-5m',
  'over-5m',
  'unknown',
] as const
export type AmountBand = (typeof AMOUNT_BANDS)[number]

/**
 * First cents of each band but the first: a contract of exactly 40 000 € is in `40k-90k`. 40 000 € and 90 000 € are where
 * publication duties of French buyers change; the others are round, because thresholds of the Union move every two years.
 */
export const BAND_STARTS: readonly { band: AmountBand; fromCents: bigint }[] = [
  { band: '40k-90k', fromCents: 4_000_000n },
  { band: '90k-200k', fromCents: 9_000_000n },
  { band: '200k-1m', fromCents: 20_000_000n },
  { band: '1m-5m', fromCents: 100_000_000n },
  { band: 'over-5m', fromCents: 500_000_000n },
]

/** Each band as an agent reads it. */
export const BAND_TITLES: Readonly<Record<AmountBand, string>> = {
  'under-40k': 'Moins de 40 000 €',
  '40k-90k': 'De 40 000 € à moins de 90 000 €',
  '90k-200k': 'De 90 000 € à moins de 200 000 €',
  '200k-1m': 'De 200 000 € à moins de 1 M€',
  '1m-5m': 'De 1 M€ à moins de 5 M€',
  'over-5m': '5 M€ et plus',
  unknown: 'Montant inutilisable',
}
