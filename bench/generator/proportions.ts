/**
 * What the generated files are made of. Where each figure comes from (measured on published files, or chosen) is in
 * `bench/README.md`.
 */

/** How often each kind of dirt happens, per contract (`repeated-row`: per row; `holder-…` but `holder-missing`: per holder; `not-a-number`: JSON only). */
export const DIRT = {
  'repeated-row': 0.03,
  'lot-same-id': 0.015,
  republished: 0.005,
  'holder-check-wrong': 0.002,
  'holder-decimal': 0.003,
  'holder-zeros-lost': 0.002,
  'holder-foreign': 0.006,
  'holder-missing': 0.003,
  'buyer-check-wrong': 0.002,
  'buyer-missing': 0.002,
  'nothing-bought': 0.002,
  'id-with-spaces': 0.003,
  'amount-placeholder': 0.004,
  'amount-one-euro': 0.003,
  'amount-missing': 0.005,
  'date-missing': 0.02,
  'date-impossible': 0.002,
  'duration-in-days': 0.004,
  'marker-cell': 0.02,
  'considerations-contradictory': 0.003,
  'html-entity': 0.009,
  'line-break': 0.004,
  quotes: 0.025,
  mojibake: 0.003,
  'not-a-number': 0.003,
} as const
export type Dirt = keyof typeof DIRT

export const BUYERS = 36_000
export const SUPPLIERS = 150_000
/** An organisation is drawn as `count × u^exponent`: the first 1 % of buyers hold 19 % of the rows, of suppliers 9 %. */
export const BUYER_EXPONENT = 2.81
export const SUPPLIER_EXPONENT = 1.9

/** Weights of 1, 2, 3… holders. */
export const HOLDERS = [8_790, 720, 240, 100, 60, 35, 20, 15, 10, 10]
/** Weights of 0, 1, 2, 3 amendments. */
export const AMENDMENTS = [9_400, 450, 100, 50]
/** Mean and deviation of the logarithm of an amount in euros. */
export const AMOUNT_LOG_MEAN = 11.7
export const AMOUNT_LOG_DEVIATION = 1.4
/** Share of contracts published more than 62 days after their notification. */
export const LATE_PUBLICATIONS = 0.2
/** Share of rows with several sisters that are written away from them. */
export const DETACHED_ROWS = 0.05
/** Share of concessions among JSON records. */
export const CONCESSIONS = 0.015

export type DirtCounts = Record<Dirt, number>

export const noDirt = (): DirtCounts =>
  Object.fromEntries(Object.keys(DIRT).map((kind) => [kind, 0])) as DirtCounts
