import type { HourTarget } from './hour-target.ts'
import type { Baseline, Deliberation, Plan, PlanPeriod, Target } from './target.ts'
import { type WrittenFilters, writeFilters } from './target-filters.ts'

/** The days of a value as a file writes them: one way among the three. */
type WrittenPeriod = { year: number } | { phase: string } | { from: string; to: string }
type WrittenBaseline = { value: number; source: string | null } & (
  | { year: number }
  | { on: string }
  | { from: string; to: string }
)

/** A plan as its file writes it (`docs/plan-file.md`), in per cent, euros and hours: read again, it is the same plan. */
export type PlanDocument = Pick<
  Plan,
  'id' | 'title' | 'buyers' | 'from' | 'to' | 'deliberation' | 'phases'
> & {
  targets: (Omit<Target, 'filters' | 'baseline' | 'values'> & {
    filters: WrittenFilters
    baseline: WrittenBaseline | null
    values: (WrittenPeriod & { value: number })[]
  })[]
  hourTargets: {
    id: string
    title: string
    deliberation: Deliberation | null
    baseline: WrittenBaseline | null
    values: (WrittenPeriod & { minimumHours: number })[]
  }[]
  insertionThresholds: WrittenThresholds | null
}

/** Percentages where the plan holds basis points. */
type WrittenThresholds = {
  graceDays?: number
  latePercent?: number
  riskPercent?: number
  paceDays?: number
  statementDelayDays?: number
}

function writePeriod({ year, phase, from, to }: PlanPeriod): WrittenPeriod {
  if (year !== null) return { year }
  return phase === null ? { from, to } : { phase }
}

function writeBaseline({ amount, label, from, to, source }: Baseline, over: number): WrittenBaseline {
  const written = { value: amount / over, source }
  if (from === to) return { ...written, on: from }
  return /^\d{4}$/.test(label) ? { ...written, year: Number(label) } : { ...written, from, to }
}

/* What a database gives back has its fields in any order: a document has them in that of the guide. */

function writeTarget(target: Target): PlanDocument['targets'][number] {
  const over = target.unit === 'count' ? 1 : 100
  return {
    id: target.id,
    title: target.title,
    indicator: target.indicator,
    perimeter: target.perimeter,
    territory: target.territory,
    field: target.field,
    filters: writeFilters(target.filters),
    measure: target.measure,
    unit: target.unit,
    direction: target.direction,
    holders: target.holders,
    frameworks: target.frameworks,
    deliberation: writeDeliberation(target.deliberation),
    baseline: target.baseline && writeBaseline(target.baseline, over),
    values: target.values.map(({ amount, ...period }) => ({ ...writePeriod(period), value: amount / over })),
  }
}

const writeDeliberation = (deliberation: Deliberation | null): Deliberation | null =>
  deliberation && {
    reference: deliberation.reference,
    adoptedOn: deliberation.adoptedOn,
    url: deliberation.url,
  }

const writeHourTarget = (target: HourTarget): PlanDocument['hourTargets'][number] => ({
  id: target.id,
  title: target.title,
  deliberation: writeDeliberation(target.deliberation),
  baseline: target.baseline && writeBaseline(target.baseline, 100),
  values: target.values.map(({ minimumHours, ...period }) => ({ ...writePeriod(period), minimumHours })),
})

function writeThresholds(thresholds: Plan['insertionThresholds']): WrittenThresholds | null {
  if (thresholds === null) return null
  const { graceDays, lateToleranceBasisPoints, riskToleranceBasisPoints, paceDays, statementDelayDays } =
    thresholds
  return {
    ...(graceDays !== undefined && { graceDays }),
    ...(lateToleranceBasisPoints !== undefined && { latePercent: lateToleranceBasisPoints / 100 }),
    ...(riskToleranceBasisPoints !== undefined && { riskPercent: riskToleranceBasisPoints / 100 }),
    ...(paceDays !== undefined && { paceDays }),
    ...(statementDelayDays !== undefined && { statementDelayDays }),
  }
}

/** The document of a plan. */
export const documentOf = (plan: Plan): PlanDocument => ({
  id: plan.id,
  title: plan.title,
  buyers: plan.buyers,
  from: plan.from,
  to: plan.to,
  deliberation: writeDeliberation(plan.deliberation),
  phases: plan.phases.map(({ id, title, from, to }) => ({ id, title, from, to })),
  targets: plan.targets.map(writeTarget),
  hourTargets: plan.hourTargets.map(writeHourTarget),
  insertionThresholds: writeThresholds(plan.insertionThresholds),
})
