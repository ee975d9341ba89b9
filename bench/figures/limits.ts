import type { FigureMeasure } from '../figures.ts'
import { judge, type LimitVerdict, times, worstOf } from '../limits.ts'

/** The limits of figures, as the project set them for itself. */
const MOST_TIMES_BY_HAND = 1.5
const MOST_OF_DUCKDB = 0.1
const MOST_OF_DUCKDB_TO_COMPARE = 1
const MOST_TIMES_WHEN_LARGER = 1.5
const NATIONAL = 2_000_000
const SMALL = 20_000

const QUESTIONS = { share: 'part annuelle d’un acheteur', scoreboard: 'son tableau de bord' } as const

/** Each limit with its verdict. Those on DuckDB hold at the scale of the nation: on a small table any engine answers at once. */
export function judgeFigures(measures: readonly FigureMeasure[]): LimitVerdict[] {
  const of = (question: FigureMeasure['question'], contracts: number) =>
    measures.find((measure) => measure.question === question && measure.contracts === contracts)
  const ratio = (product: number | undefined, other: number | null | undefined) =>
    product === undefined || other === null || other === undefined ? null : product / other
  const oneBuyer = (['share', 'scoreboard'] as const).flatMap((question) => {
    const [small, large] = [of(question, SMALL), of(question, NATIONAL)]
    const byHand = measures.filter((measure) => measure.question === question)
    return [
      judge(
        `${QUESTIONS[question]} en au plus 1,5 × le SQL écrit à la main`,
        worstOf(byHand.flatMap(({ product, byHand }) => (byHand === null ? [] : [product / byHand]))),
        times,
        (value) => value <= MOST_TIMES_BY_HAND,
      ),
      judge(
        `${QUESTIONS[question]}, 2 000 000 de marchés : au plus un dixième de DuckDB`,
        ratio(large?.product, large?.duckDb),
        times,
        (value) => value <= MOST_OF_DUCKDB,
      ),
      judge(
        `${QUESTIONS[question]} : au plus 1,5 × de 20 000 à 2 000 000 de marchés`,
        ratio(large?.product, small?.product),
        times,
        (value) => value <= MOST_TIMES_WHEN_LARGER,
      ),
    ]
  })
  const compared = of('comparison', NATIONAL)
  return [
    ...oneBuyer,
    judge(
      'comparaison des acheteurs d’une nature, 2 000 000 de marchés : au plus DuckDB',
      ratio(compared?.product, compared?.duckDb),
      times,
      (value) => value <= MOST_OF_DUCKDB_TO_COMPARE,
    ),
  ]
}
