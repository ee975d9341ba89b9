import type { Db } from '../database/connect.ts'
import { listClauses } from '../database/insertion-clauses.ts'
import { listCountedPeriods } from '../database/insertion-hours.ts'
import { addDays, daysBetween } from '../domain/dates/iso-date.ts'
import { hoursOf } from '../domain/insertion/hours.ts'
import { compareToHourTarget, type HourVerdict } from '../domain/plan/hour-target.ts'
import type { Plan } from '../domain/plan/target.ts'

/** A target in hours, one year: what was worked, the minimum, and the trajectory to it. */
export type HourRow = {
  targetId: string
  title: string
  year: number
  minimumHours: number
  doneHours: number
  validatedHours: number
  /** Hours that an even pace expects by now. */
  expectedHours: number
  /** Hours by the end of the year at the pace of its days elapsed. */
  projectedHours: number
  verdict: HourVerdict
  isProvisional: boolean
}

function daysOf(year: number, today: string) {
  const [first, last] = [`${year}-01-01`, `${year}-12-31`]
  const daysOfYear = daysBetween(first, last) + 1
  const elapsed = daysBetween(first, addDays(today, 1))
  return { elapsedDays: Math.max(0, Math.min(elapsed, daysOfYear)), daysOfYear }
}

/** Every target in hours of a plan, year by year: statements whose period is whole within the year count, validated or not. */
export async function scoreHours(db: Db, plan: Plan, today: string): Promise<HourRow[]> {
  if (plan.hourTargets.length === 0) return []
  const clauses = await listClauses(db, { buyers: plan.buyers })
  const periods = await listCountedPeriods(
    db,
    clauses.map(({ id }) => id),
  )
  return plan.hourTargets.flatMap(({ id, title, values }) =>
    values.map(({ year, minimumHours }) => {
      const ofYear = periods.filter(({ from, to }) => from >= `${year}-01-01` && to <= `${year}-12-31`)
      const done = ofYear.reduce((sum, { hundredths }) => sum + hundredths, 0)
      const validated = ofYear.reduce((sum, { validatedHundredths }) => sum + validatedHundredths, 0)
      const standing = compareToHourTarget(done, minimumHours, daysOf(year, today))
      return {
        targetId: id,
        title,
        year,
        minimumHours,
        doneHours: hoursOf(done),
        validatedHours: hoursOf(validated),
        expectedHours: hoursOf(standing.expectedHundredths),
        projectedHours: hoursOf(standing.projectedHundredths),
        verdict: standing.verdict,
        isProvisional: `${year}-12-31` >= today,
      }
    }),
  )
}
