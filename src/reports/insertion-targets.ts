import type { Db } from '../database/connect.ts'
import { type ClauseRow, listClauses } from '../database/insertion-clauses.ts'
import { type CountedPeriod, listCountedPeriods } from '../database/insertion-hours.ts'
import type { Period } from '../domain/dates/period.ts'
import { hoursOf } from '../domain/insertion/hours.ts'
import { compareToHourTarget, type HourTarget, type HourVerdict } from '../domain/plan/hour-target.ts'
import type { Deliberation, Plan } from '../domain/plan/target.ts'
import { paceOf, stageOf } from '../domain/plan/trajectory.ts'
import { type Trend, trendOf } from '../domain/plan/trend.ts'

/** A target in hours over a period: what was worked, the minimum, and the trajectory to it. */
export type HourRow = {
  targetId: string
  title: string
  deliberation: Deliberation | null
  period: { label: string; phase: string | null } & Period
  /** `null`: the period is not a calendar year. */
  year: number | null
  minimumHours: number
  doneHours: number
  validatedHours: number
  /** Hours that an even pace expects by now. */
  expectedHours: number
  /** Hours by the end of the period at the pace of its days elapsed. */
  projectedHours: number
  /** Hours still to be worked to reach the minimum; 0 once it is. */
  missingHours: number
  /** Days after today. */
  remainingDays: number
  verdict: HourVerdict
  isProvisional: boolean
  /** What was worked over the same days before, and how the hours of this period (at its end, by the pace) moved since. */
  trend: { label: string; doneHours: number; trend: Trend } | null
  sinceBaseline: { label: string; source: string | null; doneHours: number; trend: Trend } | null
  /** Each buyer of a joint plan; empty for one buyer. */
  buyers: { buyer: string; doneHours: number; validatedHours: number }[]
}

type Counted = { done: number; validated: number }

/** Statements whose period is whole within the days count, validated or not, in hundredths. */
function sumWithin(periods: readonly CountedPeriod[], { from, to }: Period): Counted {
  const kept = periods.filter((period) => period.from >= from && period.to <= to)
  return {
    done: kept.reduce((sum, { hundredths }) => sum + hundredths, 0),
    validated: kept.reduce((sum, { validatedHundredths }) => sum + validatedHundredths, 0),
  }
}

const trendFrom = (before: number, now: number): Trend => {
  const [earlier, later] = [BigInt(before), BigInt(now)]
  return trendOf(
    { lower: earlier, upper: earlier, over: 1n },
    { lower: later, upper: later, over: 1n },
    'at-least',
  )
}

const yearBefore = (year: number) => ({
  label: String(year - 1),
  from: `${year - 1}-01-01`,
  to: `${year - 1}-12-31`,
})

function scoreTarget(
  plan: Plan,
  { id, title, deliberation, baseline, values }: HourTarget,
  {
    clauses,
    periods,
    today,
  }: { clauses: readonly ClauseRow[]; periods: readonly CountedPeriod[]; today: string },
): HourRow[] {
  const ofBuyer = (buyer: string) => {
    const own = new Set(
      clauses
        .filter(({ buyerId, buyerSiren }) => buyerId === buyer || buyerSiren === buyer)
        .map((clause) => clause.id),
    )
    return periods.filter(({ clauseId }) => own.has(clauseId))
  }
  return values.map(({ year, phase, label, from, to, minimumHours }) => {
    const period = { from, to }
    const { done, validated } = sumWithin(periods, period)
    const pace = paceOf(period, today)
    const stage = stageOf(period, today)
    const standing = compareToHourTarget(done, minimumHours, pace, stage === 'over')
    const compared = stage === 'over' ? done : standing.projectedHundredths
    const before = year === null ? null : yearBefore(year)
    const earlier = before ? sumWithin(periods, before).done : 0
    return {
      targetId: id,
      title,
      deliberation: deliberation ?? plan.deliberation,
      period: { label, phase, from, to },
      year,
      minimumHours,
      doneHours: hoursOf(done),
      validatedHours: hoursOf(validated),
      expectedHours: hoursOf(standing.expectedHundredths),
      projectedHours: hoursOf(standing.projectedHundredths),
      missingHours: hoursOf(standing.missingHundredths),
      remainingDays: pace.days - pace.elapsedDays,
      verdict: standing.verdict,
      isProvisional: stage !== 'over',
      trend:
        before && earlier > 0 && stage !== 'to-come'
          ? { label: before.label, doneHours: hoursOf(earlier), trend: trendFrom(earlier, compared) }
          : null,
      sinceBaseline:
        baseline && stage !== 'to-come'
          ? {
              label: baseline.label,
              source: baseline.source,
              doneHours: hoursOf(baseline.amount),
              trend: trendFrom(baseline.amount, compared),
            }
          : null,
      buyers:
        plan.buyers.length > 1
          ? [...new Set(plan.buyers)].map((buyer) => {
              const own = sumWithin(ofBuyer(buyer), period)
              return { buyer, doneHours: hoursOf(own.done), validatedHours: hoursOf(own.validated) }
            })
          : [],
    }
  })
}

/** Every target in hours of a plan over each of its periods. */
export async function scoreHours(db: Db, plan: Plan, today: string): Promise<HourRow[]> {
  if (plan.hourTargets.length === 0) return []
  const clauses = await listClauses(db, { buyers: plan.buyers })
  const periods = await listCountedPeriods(
    db,
    clauses.map(({ id }) => id),
  )
  return plan.hourTargets.flatMap((target) => scoreTarget(plan, target, { clauses, periods, today }))
}
