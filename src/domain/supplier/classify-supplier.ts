import type { IsoDate } from '../dates/iso-date.ts'
import { classifyOnDay } from './classify-on-day.ts'
import { classifySupplierOver } from './classify-supplier-over.ts'
import type { SupplierFacts } from './facts.ts'
import type { Evidence, PerimeterId, Verdict } from './verdict.ts'

const answerOf = (verdict: Verdict) => (verdict.status === 'decided' ? verdict.outcome : 'undetermined')

function withoutRepeats(evidence: readonly Evidence[]): Evidence[] {
  return [...new Map(evidence.map((one) => [JSON.stringify(one), one])).values()]
}

/**
 * What holds on every date: the common answer, with the latest rule and all the evidence. When the answer depends on
 * the date, what is missing is the date.
 */
function classifyAtAnyDate(facts: SupplierFacts, perimeter: PerimeterId): Verdict {
  const verdicts = classifySupplierOver(facts, perimeter).map(({ verdict }) => verdict)
  const latest = verdicts[verdicts.length - 1] as Verdict
  const evidence = withoutRepeats(verdicts.flatMap((verdict) => verdict.evidence))
  if (verdicts.some((verdict) => answerOf(verdict) !== answerOf(latest)))
    return { status: 'undetermined', missing: ['notification-date'], evidence }
  if (latest.status === 'decided') return { ...latest, evidence }
  const missing = verdicts.flatMap((verdict) => (verdict.status === 'undetermined' ? verdict.missing : []))
  return { status: 'undetermined', missing: [...new Set(missing)], evidence }
}

/**
 * Whether the supplier is in the perimeter on the day `on`, a contract's notification date, first and last days of a
 * fact included. `on: null`: the contract has no usable date, and the verdict is what holds on every date.
 */
export function classifySupplier(facts: SupplierFacts, on: IsoDate | null, perimeter: PerimeterId): Verdict {
  return on === null ? classifyAtAnyDate(facts, perimeter) : classifyOnDay(facts, on, perimeter)
}
