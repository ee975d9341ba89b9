import { isRecord, itemsOf, type PlanProblem, twiceIn } from './plan-problem.ts'
import {
  baselineSchema,
  hourValueSchema,
  isDay,
  phaseSchema,
  targetSchema,
  valueSchema,
} from './plan-schema.ts'
import { checkIndicator, checkTarget, explainAmount } from './plan-target-checks.ts'

/** The days of the plan where they can be read, and its phases (`null`: some cannot be). */
type Frame = {
  from: string | null
  to: string | null
  phases: Map<string, { from: string; to: string }> | null
}

const dayIn = (content: unknown, key: string): string | null => {
  const value = isRecord(content) ? content[key] : null
  return typeof value === 'string' && isDay(value) ? value : null
}

/** Whether days follow each other within the plan; `null`: they do, or cannot be told. */
function explainDays(from: string, to: string, frame: Frame): string | null {
  if (from > to) return 'la fin précède le début'
  const isOutside = (frame.from !== null && from < frame.from) || (frame.to !== null && to > frame.to)
  return isOutside ? `hors des jours du plan (${frame.from ?? '…'} au ${frame.to ?? '…'})` : null
}

function checkPhases(content: unknown, frame: Omit<Frame, 'phases'>): [PlanProblem[], Frame] {
  const items = itemsOf(content, 'phases')
  const read = items.map(({ item, path }) => ({ path, phase: phaseSchema.safeParse(item).data }))
  const problems = read.flatMap(({ path, phase }) => {
    const message = phase && explainDays(phase.from, phase.to, { ...frame, phases: null })
    return message ? [{ path: `${path}.to`, message }] : []
  })
  const found = read.flatMap(({ phase }) => (phase ? [phase] : []))
  const twice = twiceIn(found.map(({ id }) => id))
  if (twice !== undefined)
    problems.push({ path: 'phases', message: `deux phases portent l’identifiant « ${twice} »` })
  const isWhole = found.length === items.length
  return [problems, { ...frame, phases: isWhole ? new Map(found.map((phase) => [phase.id, phase])) : null }]
}

/** Which days a value names: exactly one way, and known. */
function checkPeriod(value: Record<string, unknown>, frame: Frame): PlanProblem[] {
  const { year, phase, from, to } = value
  const isSpan = from !== undefined || to !== undefined
  const ways = [year !== undefined, phase !== undefined, isSpan].filter(Boolean).length
  if (ways !== 1)
    return [{ path: '', message: 'une période attendue, et une seule : year, phase, ou from et to ensemble' }]
  if (typeof phase === 'string' && frame.phases && !frame.phases.has(phase)) {
    const known = [...frame.phases.keys()].join(', ') || 'le plan n’en a aucune'
    return [{ path: 'phase', message: `phase inconnue « ${phase} » ; attendu : ${known}` }]
  }
  if (!isSpan) return []
  if (from === undefined || to === undefined)
    return [{ path: from === undefined ? 'from' : 'to', message: 'from et to vont ensemble' }]
  const days = [dayIn(value, 'from'), dayIn(value, 'to')] as const
  const message = days[0] !== null && days[1] !== null ? explainDays(days[0], days[1], frame) : null
  return message ? [{ path: 'to', message }] : []
}

/** One period of a value, as a text: two values may not have the same. */
const keyOf = (item: unknown): string | null =>
  isRecord(item)
    ? [item.year, item.phase, item.from, item.to]
        .map((part) => (typeof part === 'object' ? '' : String(part)))
        .join(' ')
    : null

function checkPeriods(target: unknown, frame: Frame): PlanProblem[] {
  const items = itemsOf(target, 'values')
  const problems = items.flatMap(({ item, path }) =>
    isRecord(item)
      ? checkPeriod(item, frame).map((problem) => ({ ...problem, path: join(path, problem.path) }))
      : [],
  )
  const isTwice = twiceIn(items.map(({ item }) => keyOf(item)).filter((key) => key !== null)) !== undefined
  return isTwice ? [...problems, { path: 'values', message: 'une seule valeur par période' }] : problems
}

const join = (...parts: readonly string[]) => parts.filter((part) => part !== '').join('.')

/** The numbers of a target, in its unit. */
function checkAmounts(target: unknown): PlanProblem[] {
  if (!isRecord(target)) return []
  const unit = targetSchema.shape.unit.safeParse(target.unit).data
  const isPlain = unit === 'percent' && (target.direction ?? 'at-least') === 'at-least'
  return itemsOf(target, 'values').flatMap(({ item, path }) => {
    if (!isRecord(item)) return []
    const isShort = item.minimumPercent !== undefined
    if ((item.value !== undefined) === isShort)
      return [
        {
          path: join(path, 'value'),
          message: isShort
            ? 'value ou minimumPercent, pas les deux'
            : 'champ absent : un nombre, sans guillemets',
        },
      ]
    if (isShort && unit !== undefined && !isPlain)
      return [
        {
          path: join(path, 'minimumPercent'),
          message: 'value attendu : l’objectif n’est pas un minimum en pourcentage',
        },
      ]
    const { value } = valueSchema.shape.value.safeParse(item.value).success ? item : {}
    const message = typeof value === 'number' && unit ? explainAmount(value, unit) : null
    return message ? [{ path: join(path, 'value'), message }] : []
  })
}

function checkBaseline(target: unknown, explain: (value: number) => string | null): PlanProblem[] {
  const baseline = isRecord(target) ? target.baseline : null
  if (!isRecord(baseline)) return []
  const { year, from, to, on } = baseline
  const isSpan = from !== undefined || to !== undefined
  const ways = [year !== undefined, on !== undefined, isSpan].filter(Boolean).length
  const period =
    ways !== 1 || (isSpan && (from === undefined || to === undefined))
      ? 'une date attendue, et une seule : year, on, ou from et to ensemble'
      : typeof from === 'string' && typeof to === 'string' && from > to
        ? 'la fin précède le début'
        : null
  const value = baselineSchema.shape.value.safeParse(baseline.value).data
  const amount = value === undefined ? null : explain(value)
  return [
    ...(period ? [{ path: 'baseline', message: period }] : []),
    ...(amount ? [{ path: 'baseline.value', message: amount }] : []),
  ]
}

function checkTargets(content: unknown, frame: Frame): PlanProblem[] {
  const inside = (path: string, problems: readonly PlanProblem[]) =>
    problems.map((problem) => ({ ...problem, path: join(path, problem.path) }))
  const shares = itemsOf(content, 'targets').flatMap(({ item, path }) => {
    const target = targetSchema.safeParse(item).data
    const unit = isRecord(item) ? targetSchema.shape.unit.safeParse(item.unit).data : undefined
    return inside(path, [
      ...(target
        ? checkTarget(target)
        : isRecord(item) && typeof item.indicator === 'string'
          ? checkIndicator(item.indicator)
          : []),
      ...checkPeriods(item, frame),
      ...checkAmounts(item),
      ...checkBaseline(item, (value) => (unit ? explainAmount(value, unit) : null)),
    ])
  })
  const hours = itemsOf(content, 'hourTargets').flatMap(({ item, path }) =>
    inside(path, [
      ...checkPeriods(item, frame),
      ...checkBaseline(item, (value) =>
        hourValueSchema.shape.minimumHours.safeParse(value).success ? null : 'heures, deux décimales au plus',
      ),
    ]),
  )
  const ids = [...itemsOf(content, 'targets'), ...itemsOf(content, 'hourTargets')].flatMap(({ item }) =>
    isRecord(item) && typeof item.id === 'string' ? [item.id] : [],
  )
  const twice = twiceIn(ids)
  return [
    ...(twice === undefined
      ? []
      : [{ path: 'targets', message: `deux objectifs portent le même identifiant (« ${twice} »)` }]),
    ...shares,
    ...hours,
  ]
}

/**
 * What no single field can tell of a plan as it is written: days in order and within the plan, phases that exist, numbers in their
 * unit, choices that the indicator offers. What cannot be read is passed over: the schema says it.
 */
export function checkPlan(content: unknown): PlanProblem[] {
  const [from, to] = [dayIn(content, 'from'), dayIn(content, 'to')]
  const isReversed = from !== null && to !== null && from > to
  const days = isReversed ? { from: null, to: null } : { from, to }
  const [phases, frame] = checkPhases(content, days)
  return [
    ...(isReversed ? [{ path: 'to', message: 'la fin du plan précède son début' }] : []),
    ...phases,
    ...checkTargets(content, frame),
  ]
}
