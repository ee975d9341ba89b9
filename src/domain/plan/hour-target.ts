import type { Baseline, Deliberation, PlanPeriod } from './target.ts'
import type { Pace } from './trajectory.ts'

/** A target of a plan in hours of insertion: a minimum worked over each of its periods. Its baseline is in hundredths of an hour. */
export type HourTarget = {
  id: string
  title: string
  deliberation: Deliberation | null
  baseline: Baseline | null
  values: readonly (PlanPeriod & { minimumHours: number })[]
}

export type HourVerdict = 'met' | 'missed' | 'on-track' | 'behind'

/** Where a period stands against its minimum, hours in hundredths. `missing`: 0 once it is reached. */
export type HourStanding = {
  verdict: HourVerdict
  expectedHundredths: number
  projectedHundredths: number
  missingHundredths: number
}

/**
 * A period over (its last day is past) is met or missed; hours equal to the minimum meet it. A period that runs is met as soon as it is reached; until then
 * it is on track when its hours are those that an even pace expects of the days elapsed, else behind.
 */
export function compareToHourTarget(
  doneHundredths: number,
  minimumHours: number,
  { elapsedDays, days }: Pace,
  isOver: boolean,
): HourStanding {
  const minimum = Math.round(minimumHours * 100)
  const expectedHundredths = Math.round((minimum * elapsedDays) / days)
  const projectedHundredths = elapsedDays === 0 ? 0 : Math.round((doneHundredths * days) / elapsedDays)
  const verdict = (): HourVerdict => {
    if (doneHundredths >= minimum) return 'met'
    if (isOver) return 'missed'
    return doneHundredths >= expectedHundredths ? 'on-track' : 'behind'
  }
  const missingHundredths = Math.max(0, minimum - doneHundredths)
  return { verdict: verdict(), expectedHundredths, projectedHundredths, missingHundredths }
}
