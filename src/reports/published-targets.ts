import type { Db } from '../database/connect.ts'
import type { FigureQuery } from '../database/indicators.ts'
import { listPlanIdsOf } from '../database/plans.ts'
import type { PlanDocument } from '../domain/plan/plan-document.ts'
import { isOfSuppliers } from '../domain/plan/target.ts'
import { readFilters } from '../domain/plan/target-filters.ts'
import type { Clock } from '../platform/clock.ts'
import type { HourRow } from './insertion-targets.ts'
import { categoryOfIndicator, categoryOfPerimeter } from './published-categories.ts'
import { reportScoreboard, type ScoreboardRow } from './scoreboard.ts'
import {
  actualInWords,
  gapInWords,
  pointsInWords,
  targetInWords,
  VERDICT_TITLES,
} from './scoreboard-words.ts'
import { queryOfTarget } from './target-figures.ts'

type Interval = { lower: number | null; upper: number | null }

/** A target over a period that ends in the years published, as the page and the CSV tell it. */
export type PublishedTarget = {
  /** `plan/target`. */
  id: string
  title: string
  /** The category it is a target of; `null`: of none. */
  categoryId: string | null
  perimeter: string | null
  measure: 'nombre' | 'valeur'
  direction: ScoreboardRow['direction']
  unit: ScoreboardRow['unit']
  /** What is counted, in French. */
  counted: 'marchés' | 'euros HT' | 'fournisseurs'
  /** That of the last day of the period. */
  year: number
  /** The year, the name of the phase, or days. */
  period: string
  /** The days of a period that is not a year. */
  days: string | null
  /** A ratio, euros or a count, as `unit` says; so is `actual`. */
  target: number
  actual: Interval
  /** The target, the figure and the gap between them, in words. */
  words: { target: string; actual: string; gap: string }
  contracts: number
  verdict: string
  isProvisional: boolean
  /** Buyers it is measured on, together. */
  buyers: number
}

/** A plan with its targets of the years published. `isJoint`: measured on all its buyers together. */
export type PublishedPlan = {
  plan: PlanDocument
  isJoint: boolean
  targets: PublishedTarget[]
  hours: HourRow[]
}

const categoryOf = ({ indicator, perimeter }: ScoreboardRow) =>
  categoryOfIndicator(indicator) ?? (perimeter === null ? undefined : categoryOfPerimeter(perimeter))

function targetOf(plan: PlanDocument, row: ScoreboardRow): PublishedTarget {
  const { label, from, to } = row.period
  return {
    id: `${plan.id}/${row.targetId}`,
    title: row.title,
    categoryId: categoryOf(row)?.id ?? null,
    perimeter: row.perimeter,
    measure: row.measure === 'value' ? 'valeur' : 'nombre',
    direction: row.direction,
    unit: row.unit,
    counted: isOfSuppliers(row.measure) ? 'fournisseurs' : row.measure === 'value' ? 'euros HT' : 'marchés',
    year: yearOf(row),
    period: label,
    days: row.year === null ? `${from}/${to}` : null,
    target: row.target,
    actual: row.actual,
    words: {
      target: targetInWords(row),
      actual: actualInWords(row.actual, row),
      gap: pointsInWords(row) || gapInWords(row) || '—',
    },
    contracts: row.contracts.total,
    verdict: VERDICT_TITLES[row.verdict],
    isProvisional: row.isProvisional,
    buyers: plan.buyers.length,
  }
}

/** The year a row is published under. */
export const yearOf = ({ year, period }: { year: number | null; period: { to: string } }): number =>
  year ?? Number(period.to.slice(0, 4))

/** The plans that bind the buyer on a day of the years at least, each with where its targets of those years stand. */
export async function listPublishedPlans(
  db: Db,
  clock: Clock,
  buyer: string,
  { fromYear, toYear }: { fromYear: number; toYear: number },
): Promise<PublishedPlan[]> {
  const ids = await listPlanIdsOf(db, buyer, { from: `${fromYear}-01-01`, to: `${toYear}-12-31` })
  const published: PublishedPlan[] = []
  const isOfYears = (row: Parameters<typeof yearOf>[0]) => yearOf(row) >= fromYear && yearOf(row) <= toYear
  for (const id of ids) {
    const board = await reportScoreboard(db, clock, id)
    if (board === null) continue
    const { plan, rows, hours } = board
    const targets = rows.filter(isOfYears).map((row) => targetOf(plan, row))
    published.push({ plan, isJoint: plan.buyers.length > 1, targets, hours: hours.filter(isOfYears) })
  }
  return published
}

/** What each target of a plan counts, by the name that its figures have: `plan/target`. */
export const targetQueriesOf = (
  clock: Clock,
  { id: planId, buyers, from, to, targets }: PlanDocument,
): { key: string; query: FigureQuery }[] =>
  targets.map((target) => ({
    key: `${planId}/${target.id}`,
    query: {
      ...queryOfTarget(clock, { ...target, filters: readFilters(target.filters) }, buyers, { from, to }),
      by: null,
      phases: [],
    },
  }))
