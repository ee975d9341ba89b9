import { listBuyerNames } from '../database/buyers.ts'
import type { Db } from '../database/connect.ts'
import { listVersionsOfPlan } from '../database/plan-versions.ts'
import { findPlan, listPlans } from '../database/plans.ts'
import type { Period } from '../domain/dates/period.ts'
import { findIndicator } from '../domain/indicator/indicators.ts'
import { SUPPLIER_DIVERSITY } from '../domain/indicator/supplier-diversity.ts'
import { compareToAim, type TargetVerdict } from '../domain/plan/aim.ts'
import { documentOf, type PlanDocument } from '../domain/plan/plan-document.ts'
import type {
  Deliberation,
  Plan,
  Target,
  TargetDirection,
  TargetMeasure,
  TargetUnit,
  TargetValue,
} from '../domain/plan/target.ts'
import { type Pace, paceOf, type Stage, stageOf } from '../domain/plan/trajectory.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { addressOfFigure } from './figure-address.ts'
import { type HourRow, scoreHours } from './insertion-targets.ts'
import { caveatsOfScoreboard } from './scoreboard-caveats.ts'
import { type DataSources, listSources } from './sources.ts'
import { countTarget, type PeriodFigures } from './target-figures.ts'
import { aimOf, partsFor, type Standing, standingOf } from './target-standing.ts'
import { baselineAsEarlier, earlierOf, type TrendView, trendSince } from './target-trend.ts'

/** One buyer of a joint plan. A count is the plan's, not the buyer's: there is then no verdict, gap or trajectory. */
export type BuyerStanding = Standing & { buyer: string; name: string | null }

/** A target over one of its periods: the figure, the value (a share from 0 to 1, euros or a count), and where it stands. */
export type ScoreboardRow = Standing & {
  verdict: TargetVerdict
  targetId: string
  title: string
  indicator: string
  indicatorTitle: string
  perimeter: string | null
  measure: TargetMeasure
  unit: TargetUnit
  direction: TargetDirection
  holders: string | null
  frameworks: string
  /** That of the target, or of the plan. */
  deliberation: Deliberation | null
  period: { label: string; phase: string | null } & Period
  /** `null`: the period is not a calendar year. */
  year: number | null
  target: number
  stage: Stage
  /** The period is not over: the figure and the verdict can still change. */
  isProvisional: boolean
  /** Since the period before. */
  trend: TrendView | null
  sinceBaseline: TrendView | null
  /** Where the figure opens on its contracts; `null` for more buyers than an address can hold. */
  address: string | null
  /** Each buyer of a joint plan, in the order of the plan; empty for one buyer. */
  buyers: BuyerStanding[]
}

export type Scoreboard = {
  plan: PlanDocument
  rows: ScoreboardRow[]
  hours: HourRow[]
  /** The day that tells elapsed days from those to come. */
  madeOn: string
  caveats: string[]
  sources: DataSources
  asOf: string | null
}

/** A calendar year counts in the days of the plan; one that the plan does not touch keeps its own, and counts nothing. */
function daysOf({ year, from, to }: TargetValue, plan: Plan): Period {
  if (year === null || from > plan.to || to < plan.from) return { from, to }
  return { from: from < plan.from ? plan.from : from, to: to > plan.to ? plan.to : to }
}

/** What a value is compared with: the calendar year before a whole one, else the last value that ends before it. */
function beforeOf(value: TargetValue, values: readonly TargetValue[]): (Period & { label: string }) | null {
  const { year, from } = value
  if (year !== null) {
    const before = String(year - 1)
    return { label: before, from: `${before}-01-01`, to: `${before}-12-31` }
  }
  return values.filter(({ to }) => to < from).at(-1) ?? null
}

const keyOf = ({ from, to }: Period) => `${from}/${to}`

const titleOf = (id: string) =>
  id === SUPPLIER_DIVERSITY.id ? SUPPLIER_DIVERSITY.title : (findIndicator(id)?.title ?? id)

/** The value of a target in the unit of its figure. */
const targetAmountOf = ({ unit }: Target, amount: number) =>
  unit === 'percent' ? amount / 10_000 : unit === 'euros' ? amount / 100 : amount

type Day = { today: string; names: ReadonlyMap<string, string> }

function rowOf(
  plan: Plan,
  target: Target,
  value: TargetValue,
  figures: ReadonlyMap<string, PeriodFigures>,
  { today, names }: Day,
): ScoreboardRow | null {
  const period = daysOf(value, plan)
  const counted = figures.get(keyOf(period))
  if (!counted) return null
  const stage = stageOf(period, today)
  const pace: Pace | null = stage === 'under-way' ? paceOf(period, today) : null
  const aim = aimOf(target, value.amount)
  const before = beforeOf(value, target.values)
  const earlier = before && figures.get(keyOf(before))
  const dated = { period, pace }
  const ownAim = target.unit === 'percent' ? aim : null
  return {
    targetId: target.id,
    title: target.title,
    indicator: target.indicator,
    indicatorTitle: titleOf(target.indicator),
    perimeter: target.perimeter,
    measure: target.measure,
    unit: target.unit,
    direction: target.direction,
    holders: target.holders,
    frameworks: target.frameworks,
    deliberation: target.deliberation ?? plan.deliberation,
    period: { label: value.label, phase: value.phase, ...period },
    year: value.year,
    target: targetAmountOf(target, value.amount),
    stage,
    isProvisional: stage !== 'over',
    ...standingOf(target, counted.whole, aim, pace),
    verdict: compareToAim(aim, partsFor(counted.whole, target)),
    trend: trendSince(
      target,
      counted.whole,
      dated,
      before && earlier ? earlierOf(target, earlier.whole, before) : null,
    ),
    sinceBaseline: trendSince(
      target,
      counted.whole,
      dated,
      target.baseline && baselineAsEarlier(target, target.baseline),
    ),
    address: addressOfFigure(target, plan.buyers, period),
    buyers: [...counted.own].map(([buyer, figure]) => ({
      buyer,
      name: names.get(buyer) ?? null,
      ...standingOf(target, figure, ownAim, pace),
    })),
  }
}

/** The periods to count for a target: its own and those they are compared with, each once. */
function periodsOf(plan: Plan, { values }: Target): Period[] {
  const asked = values.flatMap((value) => {
    const before = beforeOf(value, values)
    return [daysOf(value, plan), ...(before ? [before] : [])]
  })
  return [...new Map(asked.map(({ from, to }) => [keyOf({ from, to }), { from, to }])).values()]
}

async function scoreTarget(
  db: Db,
  clock: Clock,
  plan: Plan,
  target: Target,
  day: Day,
): Promise<ScoreboardRow[]> {
  const members = [...new Set(plan.buyers)]
  const periods = periodsOf(plan, target)
  const counted = await countTarget(db, clock, { target, members }, periods)
  const figures = new Map(periods.map((period, index) => [keyOf(period), counted[index] as PeriodFigures]))
  return target.values.flatMap((value) => rowOf(plan, target, value, figures, day) ?? [])
}

/** The scoreboard of a plan: every target over each of its periods; `null` when there is no such plan. */
export async function reportScoreboard(db: Db, clock: Clock, planId: string): Promise<Scoreboard | null> {
  const plan = await findPlan(db, planId)
  if (plan === null) return null
  const today = todayOf(clock)
  const names = plan.buyers.length > 1 ? await listBuyerNames(db, plan.buyers) : new Map<string, string>()
  const rows: ScoreboardRow[] = []
  for (const target of plan.targets)
    rows.push(...(await scoreTarget(db, clock, plan, target, { today, names })))
  const hours = await scoreHours(db, plan, today)
  return {
    plan: documentOf(plan),
    rows,
    hours,
    madeOn: today,
    caveats: caveatsOfScoreboard(plan, rows),
    ...(await listSources(db)),
  }
}

/** The document of a plan, as it can be sent back; `null` when there is no such plan. */
export async function reportPlan(db: Db, planId: string): Promise<PlanDocument | null> {
  const plan = await findPlan(db, planId)
  return plan && documentOf(plan)
}

/** An import of a plan that was not taken back; `plan` `null`: it deleted the plan. */
export type PlanVersionView = {
  importId: number
  importedAt: string | null
  file: string
  plan: PlanDocument | null
}

/** The versions of a plan, the last first; empty: nobody ever imported one of this id. */
export async function reportPlanVersions(db: Db, planId: string): Promise<PlanVersionView[]> {
  const versions = await listVersionsOfPlan(db, planId)
  return versions.map(({ import_id, content, file_name: file, finished_at }) => ({
    importId: Number(import_id),
    importedAt: finished_at === null ? null : new Date(finished_at).toISOString(),
    file,
    plan: content && documentOf(content),
  }))
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
