import type { z } from 'zod'
import { choicesOf } from '../domain/indicator/indicator.ts'
import { findIndicator } from '../domain/indicator/indicators.ts'
import type { HourTarget } from '../domain/plan/hour-target.ts'
import type { Baseline, Plan, PlanPeriod, PlanPhase, Target } from '../domain/plan/target.ts'
import { readFilters } from '../domain/plan/target-filters.ts'
import { checkPlan } from './plan-checks.ts'
import type { PlanProblem } from './plan-problem.ts'
import { type HourTargetFile, planSchema, type TargetFile, type ThresholdsFile } from './plan-schema.ts'
import { indicatorIdOf } from './plan-target-checks.ts'

/** Per cent → basis points, euros → cents, hours → hundredths; exact: 12.34 → 1234. */
const toHundredths = (value: number) => Math.round(value * 100)

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'un texte entre guillemets',
  number: 'un nombre, sans guillemets',
  int: 'un nombre entier, sans guillemets',
  array: 'une liste entre crochets [ ]',
  object: 'un objet entre accolades { }',
}

/** A text, a list or a number out of its bounds: which bound. */
function describeSize(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const bound = issue.code === 'too_small' ? `${issue.minimum} au moins` : `${issue.maximum} au plus`
  if (issue.code === 'too_small' && issue.origin === 'string') return 'texte attendu, non vide'
  if (issue.code === 'too_small' && issue.origin === 'array') return 'un élément au moins attendu'
  const units = new Map([
    ['string', ' (caractères)'],
    ['array', ' (éléments)'],
  ])
  return `${bound}${units.get(issue.origin) ?? ''}`
}

/** What is wrong and what was expected, for someone who writes a plan and not software. */
function describeIssue(issue: z.core.$ZodIssue): PlanProblem {
  const path = issue.path.join('.')
  if (issue.code === 'unrecognized_keys')
    return { path, message: `champ inconnu : ${issue.keys.map((key) => `« ${key} »`).join(', ')}` }
  if (issue.code === 'invalid_value')
    return { path, message: `valeur attendue parmi ${issue.values.join(', ')}` }
  if (issue.code === 'too_small' || issue.code === 'too_big') return { path, message: describeSize(issue) }
  if (issue.code === 'not_multiple_of') return { path, message: 'deux décimales au plus' }
  if (issue.code !== 'invalid_type') return { path, message: issue.message }
  const expected = TYPE_NAMES[issue.expected] ?? issue.expected
  return { path, message: issue.input === undefined ? `champ absent : ${expected}` : `attendu : ${expected}` }
}

type WrittenPeriod = {
  year?: number | undefined
  phase?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

/** The days that were written, one way or another: what was checked is not checked again. */
function periodOf(
  { year, phase, from = '', to = '' }: WrittenPeriod,
  phases: readonly PlanPhase[],
): PlanPeriod {
  if (year !== undefined)
    return { year, phase: null, label: String(year), from: `${year}-01-01`, to: `${year}-12-31` }
  const named = phases.find(({ id }) => id === phase)
  if (named) return { year: null, phase: named.id, label: named.title, from: named.from, to: named.to }
  return { year: null, phase: null, label: `${from} au ${to}`, from, to }
}

const byFirstDay = (a: PlanPeriod, b: PlanPeriod) =>
  a.from < b.from ? -1 : Number(a.from > b.from) || (a.to < b.to ? -1 : Number(a.to > b.to))

function baselineOf(
  written: NonNullable<TargetFile['baseline']>,
  toAmount: (value: number) => number,
): Baseline {
  const { value, on, source, ...period } = written
  const { label, from, to } = on === undefined ? periodOf(period, []) : { label: on, from: on, to: on }
  return { amount: toAmount(value), label, from, to, source }
}

function targetOf(target: TargetFile, phases: readonly PlanPhase[]): Target {
  const { perimeter, territory, field, filters, holders, baseline, values, ...same } = target
  const indicator = indicatorIdOf(target) ?? ''
  const known = findIndicator(indicator)
  const choices = known && choicesOf(known.counts)
  const offered = choices === null ? (['ess'] as const) : choices.perimeters
  const toAmount = (value: number) => (target.unit === 'count' ? value : toHundredths(value))
  return {
    ...same,
    indicator,
    perimeter: perimeter ?? offered[0] ?? null,
    territory: territory ?? null,
    field: field ?? null,
    filters: readFilters(filters),
    holders: choices?.holderMethods ? (holders ?? 'any-holder') : null,
    baseline: baseline && baselineOf(baseline, toAmount),
    values: values
      .map(({ value, minimumPercent, ...period }) => ({
        ...periodOf(period, phases),
        amount: toAmount(value ?? minimumPercent ?? 0),
      }))
      .toSorted(byFirstDay),
  }
}

const hourTargetOf = (
  { baseline, values, ...same }: HourTargetFile,
  phases: readonly PlanPhase[],
): HourTarget => ({
  ...same,
  baseline: baseline && baselineOf(baseline, toHundredths),
  values: values
    .map(({ minimumHours, ...period }) => ({ ...periodOf(period, phases), minimumHours }))
    .toSorted(byFirstDay),
})

/** What the file sets, in basis points and days; what it leaves out stays out. */
function thresholdsOf(given: ThresholdsFile | null): Plan['insertionThresholds'] {
  if (given === null) return null
  const { latePercent, riskPercent, graceDays, paceDays, statementDelayDays } = given
  return {
    ...(graceDays !== undefined && { graceDays }),
    ...(latePercent !== undefined && { lateToleranceBasisPoints: toHundredths(latePercent) }),
    ...(riskPercent !== undefined && { riskToleranceBasisPoints: toHundredths(riskPercent) }),
    ...(paceDays !== undefined && { paceDays }),
    ...(statementDelayDays !== undefined && { statementDelayDays }),
  }
}

/** A plan from its file content, or every problem found, each with its place (`targets.0.values.1.year`). */
export function parsePlan(content: unknown): { plan: Plan } | { problems: PlanProblem[] } {
  const result = planSchema.safeParse(content, { reportInput: true })
  const issues = (result.error?.issues ?? []).map(describeIssue)
  const seen = new Set(issues.map(({ path }) => path))
  const problems = [...issues, ...checkPlan(content).filter(({ path }) => !seen.has(path))]
  if (!result.success || problems.length > 0) return { problems }
  const { targets, hourTargets, phases, insertionThresholds, ...plan } = result.data
  return {
    plan: {
      ...plan,
      phases,
      targets: targets.map((target) => targetOf(target, phases)),
      hourTargets: hourTargets.map((target) => hourTargetOf(target, phases)),
      insertionThresholds: thresholdsOf(insertionThresholds),
    },
  }
}
