/** A target of a plan in hours of insertion: a minimum worked each calendar year. */
export type HourTarget = {
  id: string
  title: string
  values: readonly { year: number; minimumHours: number }[]
}

export type HourVerdict = 'met' | 'missed' | 'on-track' | 'behind'

/** Where a year stands against its minimum, hours in hundredths. */
export type HourStanding = { verdict: HourVerdict; expectedHundredths: number; projectedHundredths: number }

/**
 * A year over is met or missed; hours equal to the minimum meet it. A year that runs is met as soon as it is reached; until then
 * it is on track when its hours are those that an even pace expects of the days elapsed, else behind. `elapsedDays` of
 * `daysOfYear`: 0 before the year begins, all once it is over.
 */
export function compareToHourTarget(
  doneHundredths: number,
  minimumHours: number,
  { elapsedDays, daysOfYear }: { elapsedDays: number; daysOfYear: number },
): HourStanding {
  const minimum = minimumHours * 100
  const expectedHundredths = Math.round((minimum * elapsedDays) / daysOfYear)
  const projectedHundredths = elapsedDays === 0 ? 0 : Math.round((doneHundredths * daysOfYear) / elapsedDays)
  const isOver = elapsedDays >= daysOfYear
  const verdict = (): HourVerdict => {
    if (doneHundredths >= minimum) return 'met'
    if (isOver) return 'missed'
    return doneHundredths >= expectedHundredths ? 'on-track' : 'behind'
  }
  return { verdict: verdict(), expectedHundredths, projectedHundredths }
}
