import { addDays, type IsoDate } from '../dates/iso-date.ts'
import { classifyOnDay } from './classify-on-day.ts'
import type { SupplierFacts, Validity } from './facts.ts'
import { RULE_SETS } from './rules.ts'
import type { DatedVerdict, PerimeterId, Verdict } from './verdict.ts'

/** Stands for "any day" when no fact and no rule has a bound: every day then gives the same answer. */
const ANY_DAY: IsoDate = '2000-01-01'
/** Written by registers for "no end"; no day comes after it. */
const LAST_DAY: IsoDate = '9999-12-31'

/** First days of a change, in order: each first day of validity, and the day after each last one. */
function listFirstDays(validities: readonly Validity[]): IsoDate[] {
  const days = validities.flatMap(({ validFrom, validTo }) => [
    ...(validFrom === null ? [] : [validFrom]),
    ...(validTo === null || validTo >= LAST_DAY ? [] : [addDays(validTo, 1)]),
  ])
  return [...new Set(days)].sort()
}

/** Verdicts come from the same code with their keys in the same order, so that equal verdicts have equal texts. */
const areEqual = (one: Verdict, other: Verdict) => JSON.stringify(one) === JSON.stringify(other)

/**
 * The verdict over all time: intervals that touch, in order, the first without start and the last without end. Two
 * neighbours differ by their outcome, rule, evidence or what is missing.
 */
export function classifySupplierOver(facts: SupplierFacts, perimeter: PerimeterId): readonly DatedVerdict[] {
  const rules = RULE_SETS[perimeter].rules.map((rule) => ({
    validFrom: rule.inForceFrom,
    validTo: rule.inForceTo,
  }))
  const firstDays = listFirstDays([...facts.facts, ...rules])
  const beforeAll = firstDays[0] === undefined ? ANY_DAY : addDays(firstDays[0], -1)
  const timeline: DatedVerdict[] = [
    { validFrom: null, validTo: null, verdict: classifyOnDay(facts, beforeAll, perimeter) },
  ]
  for (const day of firstDays) {
    const verdict = classifyOnDay(facts, day, perimeter)
    const last = timeline[timeline.length - 1] as DatedVerdict
    if (areEqual(last.verdict, verdict)) continue
    timeline[timeline.length - 1] = { ...last, validTo: addDays(day, -1) }
    timeline.push({ validFrom: day, validTo: null, verdict })
  }
  return timeline
}
