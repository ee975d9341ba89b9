import { addDays, type IsoDate } from '../dates/iso-date.ts'

export type Outcome = 'yes' | 'no' | 'undetermined'

/** An answer from a day to another, both inclusive; `null`: no bound on that side. */
export type OutcomePeriod = { validFrom: IsoDate | null; validTo: IsoDate | null; outcome: Outcome }

const startsAfter = (day: IsoDate | null, end: IsoDate | null) => day !== null && end !== null && day > end

/** What is left of a period once another is taken out of it: nothing, one side, or both. */
function without(period: OutcomePeriod, { validFrom, validTo }: OutcomePeriod): OutcomePeriod[] {
  if (startsAfter(period.validFrom, validTo) || startsAfter(validFrom, period.validTo)) return [period]
  const left =
    validFrom === null || (period.validFrom !== null && period.validFrom >= validFrom)
      ? []
      : [{ ...period, validTo: addDays(validFrom, -1) }]
  const right =
    validTo === null || (period.validTo !== null && period.validTo <= validTo)
      ? []
      : [{ ...period, validFrom: addDays(validTo, 1) }]
  return [...left, ...right]
}

const byStart = (one: OutcomePeriod, other: OutcomePeriod) =>
  (one.validFrom ?? '') < (other.validFrom ?? '') ? -1 : 1

/**
 * The answers as they were before these moves, from what they are now. A move says what was answered before it during a period;
 * moves come in the order they were made. Neighbours of the result differ.
 */
export function rewindTimeline(
  now: readonly OutcomePeriod[],
  moves: readonly OutcomePeriod[],
): OutcomePeriod[] {
  let timeline = [...now]
  for (const move of [...moves].reverse())
    timeline = [...timeline.flatMap((period) => without(period, move)), move]
  const merged: OutcomePeriod[] = []
  for (const period of timeline.sort(byStart)) {
    const last = merged.at(-1)
    if (last?.outcome === period.outcome) last.validTo = period.validTo
    else merged.push({ ...period })
  }
  return merged
}

/** The answer on any day: the same on every day, or undetermined. */
export const outcomeOfAnyDay = (timeline: readonly OutcomePeriod[]): Outcome =>
  new Set(timeline.map(({ outcome }) => outcome)).size === 1
    ? (timeline[0] as OutcomePeriod).outcome
    : 'undetermined'
