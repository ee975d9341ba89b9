import type { Parts } from '../share/share.ts'
import type { TargetVerdict } from './target.ts'

const BASIS_POINTS = 10_000n

/**
 * Whether a share (of contracts or of cents) reaches a minimum in whole basis points: one equal to it meets it, and nothing is
 * rounded. Undetermined suppliers are counted against, then for, before an answer is given. Parts are never negative.
 */
export function compareToTarget(parts: Parts<bigint>, minimumBasisPoints: number): TargetVerdict {
  const total = parts.yes + parts.no + parts.undetermined
  if (total === 0n) return 'no-contracts'
  const reaches = (part: bigint) => part * BASIS_POINTS >= BigInt(minimumBasisPoints) * total
  if (reaches(parts.yes)) return 'met'
  return reaches(parts.yes + parts.undetermined) ? 'depends-on-undetermined' : 'missed'
}
