import type { Measure } from '../../src/domain/share/share.ts'
import type { OracleRow } from './share-oracle.ts'

export const totalOf = ({ yes, no, undetermined }: OracleRow['cents']) => yes + no + undetermined

/** Whether a / b > c / d, in whole numbers. */
const isAbove = ([a, b]: readonly [bigint, bigint], [c, d]: readonly [bigint, bigint]) => a * d > c * b

/** The standing of a buyer by the definition, one buyer after the other, from figures of plain SQL. */
export function rankByHand(
  figures: ReadonlyMap<string, OracleRow>,
  buyer: string,
  measure: Measure,
  minimum: number,
) {
  const ranked = [...figures].flatMap(([id, row]) => {
    const parts = measure === 'value' ? row.cents : row.contracts
    const total = totalOf(parts)
    if (totalOf(row.contracts) < BigInt(minimum) || total === 0n) return []
    return [
      { id, lower: [parts.yes, total] as const, upper: [parts.yes + parts.undetermined, total] as const },
    ]
  })
  const me = ranked.find(({ id }) => id === buyer)
  const others = ranked.filter(({ id }) => id !== buyer)
  const count = (test: (other: (typeof ranked)[number], own: (typeof ranked)[number]) => boolean) =>
    me ? others.filter((other) => test(other, me)).length : null
  const above = count((other, own) => isAbove(other.lower, own.lower))
  const surelyAbove = count((other, own) => isAbove(other.lower, own.upper))
  const maybeAbove = count((other, own) => isAbove(other.upper, own.lower))
  return {
    ranked: ranked.length,
    rank: above === null ? null : above + 1,
    ties: count((o, own) => !isAbove(o.lower, own.lower) && !isAbove(own.lower, o.lower)),
    best: surelyAbove === null ? null : surelyAbove + 1,
    worst: maybeAbove === null ? null : maybeAbove + 1,
  }
}
