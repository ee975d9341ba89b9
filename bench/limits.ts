import type { ImportMeasure } from './import.ts'

/** One limit and what was measured; `isKept` is `null` when this run did not measure it. */
export type LimitVerdict = { limit: string; figure: string; isKept: boolean | null }

/** The limits of the import, as the project set them for itself. */
const MOST_TIMES_COPY = 5
const MOST_MEGABYTES = 300
const MOST_MEMORY_GROWTH = 0.1
const MOST_TIMES_FOR_TWICE = 2.2
const MOST_OF_FIRST_FOR_SECOND = 0.5
const FEWEST_EMBEDDED_ROWS_PER_SECOND = 10_000

/** The number with its unit, in French: `write(0.5)` of `unit(' ×')` → "0,50 ×". */
export const unit = (name: string, digits: number) => (value: number) =>
  value.toFixed(digits).replace('.', ',') + name
export const times = unit(' ×', 2)
const percent = (ratio: number) => `${ratio > 0 ? '+' : ''}${unit(' %', 0)(ratio * 100)}`

export function judge(
  limit: string,
  value: number | null,
  write: (value: number) => string,
  isKept: (value: number) => boolean,
): LimitVerdict {
  if (value === null) return { limit, figure: 'non mesuré', isKept: null }
  return { limit, figure: write(value), isKept: isKept(value) }
}

export const worstOf = (values: readonly number[]) => (values.length > 0 ? Math.max(...values) : null)

/** `larger / smaller` of one figure, when both sizes were measured. */
function ratioOf(
  measures: readonly ImportMeasure[],
  [larger, smaller]: readonly [number, number],
  figureOf: (measure: ImportMeasure) => number,
): number | null {
  const [above, below] = [larger, smaller].map((rows) => measures.find((measure) => measure.rows === rows))
  return above && below ? figureOf(above) / figureOf(below) : null
}

/** Each limit with its verdict, from the CSV files imported on the server and the rows a second of the embedded database. */
export function judgeImports(
  measures: readonly ImportMeasure[],
  embeddedRowsPerSecond: number | null,
): LimitVerdict[] {
  const million = measures.find(({ rows }) => rows === 1_000_000)
  const memory = ratioOf(measures, [2_000_000, 200_000], ({ peakMegabytes }) => peakMegabytes)
  return [
    judge(
      '1 000 000 lignes en au plus 5 × COPY',
      million?.timesCopy ?? null,
      times,
      (ratio) => ratio <= MOST_TIMES_COPY,
    ),
    judge(
      'mémoire de pointe de 300 Mo au plus',
      worstOf(measures.map(({ peakMegabytes }) => peakMegabytes)),
      unit(' Mo', 0),
      (megabytes) => megabytes <= MOST_MEGABYTES,
    ),
    judge(
      'même mémoire (± 10 %) à 200 000 et à 2 000 000 lignes',
      memory && memory - 1,
      percent,
      (growth) => Math.abs(growth) <= MOST_MEMORY_GROWTH,
    ),
    judge(
      '2 000 000 lignes en au plus 2,2 × 1 000 000',
      ratioOf(measures, [2_000_000, 1_000_000], ({ seconds }) => seconds),
      times,
      (ratio) => ratio <= MOST_TIMES_FOR_TWICE,
    ),
    judge(
      'second import du même fichier en au plus la moitié du premier',
      worstOf(measures.map(({ seconds, secondsAgain }) => secondsAgain / seconds)),
      times,
      (ratio) => ratio <= MOST_OF_FIRST_FOR_SECOND,
    ),
    judge(
      'base embarquée : au moins 10 000 lignes par seconde',
      embeddedRowsPerSecond,
      unit(' l/s', 0),
      (pace) => pace >= FEWEST_EMBEDDED_ROWS_PER_SECOND,
    ),
  ]
}
