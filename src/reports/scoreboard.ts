import type { Db } from '../database/connect.ts'
import { findPlan, listPlans } from '../database/plans.ts'
import { compareToTarget } from '../domain/plan/compare-to-target.ts'
import type { Plan, Target, TargetVerdict } from '../domain/plan/target.ts'
import type { Parts } from '../domain/share/share.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { type HourRow, scoreHours } from './insertion-targets.ts'
import { figureOf, type ShareFigure, sumShare } from './share-report.ts'
import { type DataSources, listSources } from './sources.ts'

/** A target in one year: the figure, the minimum (a ratio) and the verdict, which allows for undetermined suppliers. */
export type ScoreboardRow = ShareFigure & {
  targetId: string
  title: string
  perimeter: string
  measure: string
  holders: string
  frameworks: string
  year: number
  minimum: number
  verdict: TargetVerdict
  /** The year is not over: the figure and the verdict can still change. */
  isProvisional: boolean
}

export type Scoreboard = {
  plan: Plan
  rows: ScoreboardRow[]
  hours: HourRow[]
  sources: DataSources
  asOf: string | null
}

const NOTHING: Parts<bigint> = { yes: 0n, no: 0n, undetermined: 0n }

async function scoreTarget(db: Db, clock: Clock, plan: Plan, target: Target): Promise<ScoreboardRow[]> {
  const { perimeter, holders, frameworks, measure } = target
  const query = { buyers: plan.buyers, perimeter, holders, frameworks, from: plan.from, to: plan.to }
  const { rows: years } = await sumShare(db, clock, query, true)
  const today = todayOf(clock)
  return target.values.map(({ year, minimumBasisPoints }) => {
    const parts = years.find(({ key }) => key === String(year)) ?? {
      contracts: NOTHING,
      cents: NOTHING,
      outOfValue: 0n,
    }
    return {
      targetId: target.id,
      title: target.title,
      perimeter,
      measure,
      holders,
      frameworks,
      year,
      minimum: minimumBasisPoints / 10_000,
      verdict: compareToTarget(measure === 'value' ? parts.cents : parts.contracts, minimumBasisPoints),
      isProvisional: `${year}-12-31` >= today,
      ...figureOf(parts),
    }
  })
}

/** The scoreboard of a plan: every target, year by year; `null` when there is no such plan. */
export async function reportScoreboard(db: Db, clock: Clock, planId: string): Promise<Scoreboard | null> {
  const plan = await findPlan(db, planId)
  if (plan === null) return null
  const rows: ScoreboardRow[] = []
  for (const target of plan.targets) rows.push(...(await scoreTarget(db, clock, plan, target)))
  const hours = await scoreHours(db, plan, todayOf(clock))
  return { plan, rows, hours, ...(await listSources(db)) }
}

/** A page of plans, and how many there are. */
export async function listPlanSummaries(db: Db, page: { limit: number; offset: number }) {
  const { rows, total } = await listPlans(db, page)
  return {
    total,
    plans: rows.map(({ id, title, buyers, starts_on: from, ends_on: to, deliberation }) => ({
      id,
      title,
      buyers,
      from,
      to,
      deliberation,
    })),
  }
}
