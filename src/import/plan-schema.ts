import { z } from 'zod'
import { CONTRACT_KINDS } from '../domain/contract/contract-kind.ts'
import { AMOUNT_BANDS } from '../domain/contract-filter/amount-band.ts'
import { DEPARTMENT_KEY } from '../domain/contract-filter/contract-filters.ts'
import { PROCEDURES } from '../domain/contract-filter/procedure.ts'
import { PROXIMITIES } from '../domain/contract-filter/proximity.ts'
import { PURCHASE_CATEGORIES } from '../domain/contract-filter/purchase-category.ts'
import { TRANSITION_KEYS } from '../domain/contract-filter/transition.ts'
import { parseDate } from '../domain/dates/iso-date.ts'
import { RECORDED_FIELDS } from '../domain/indicator/recorded-field.ts'
import { TARGET_DIRECTIONS, TARGET_MEASURES, TARGET_UNITS } from '../domain/plan/target.ts'
import { FRAMEWORK_METHODS, HOLDER_METHODS } from '../domain/share/share.ts'
import { KNOWN_FAMILIES } from '../domain/supplier/latest-legal-family.ts'
import { PERIMETER_IDS } from '../domain/supplier/verdict.ts'
import { isStorable } from '../platform/errors.ts'

z.config(z.locales.fr())

const identifier = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'identifiant attendu : minuscules, chiffres et tirets, 64 au plus')
const textUpTo = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine(isStorable, 'texte attendu sans caractère nul (U+0000) ni moitié de caractère')
const text = z.string().trim().pipe(textUpTo(500))
export const isDay = (value: string) => /^\d{4}-\d{2}-\d{2}$/.test(value) && parseDate(value) === value
const day = z.string().refine(isDay, 'date attendue : AAAA-MM-JJ')
const buyer = z.string().regex(/^(\d{9}|\d{14})$/, 'SIREN (9 chiffres) ou SIRET (14 chiffres) attendu')
const department = z.string().regex(DEPARTMENT_KEY, 'code de département attendu (31, 2A, 974), ou unknown')
const some = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(110)

const deliberationSchema = z
  .strictObject({ reference: text, adoptedOn: day, url: z.url().nullable().default(null) })
  .nullable()
  .default(null)

export const phaseSchema = z.strictObject({ id: identifier, title: text, from: day, to: day })

/** The days of a value: one of a year, a phase of the plan, or two days; which is checked in `plan-checks.ts`. */
const periodShape = {
  year: z.int().min(1990).max(2100).optional(),
  phase: identifier.optional(),
  from: day.optional(),
  to: day.optional(),
}

const amount = z.number().min(0).max(1_000_000_000_000)

export const valueSchema = z.strictObject({
  ...periodShape,
  value: amount.optional(),
  minimumPercent: z.number().min(0).max(100).multipleOf(0.01).optional(),
})

export const hourValueSchema = z.strictObject({
  ...periodShape,
  minimumHours: z.number().min(0).max(100_000_000).multipleOf(0.01),
})

export const baselineSchema = z.strictObject({
  value: amount,
  year: periodShape.year,
  from: periodShape.from,
  to: periodShape.to,
  on: day.optional(),
  source: text.nullable().default(null),
})

const filtersSchema = z.strictObject({
  kind: some(z.enum(CONTRACT_KINDS)).optional(),
  procedure: some(z.enum(PROCEDURES)).optional(),
  cpv: some(z.string().regex(/^\d{2,8}$/, 'de 2 à 8 chiffres attendus, sans clé (exemple : 45)')).optional(),
  category: some(z.enum(PURCHASE_CATEGORIES)).optional(),
  amount: some(z.enum(AMOUNT_BANDS)).optional(),
  holderPerimeter: some(z.enum(PERIMETER_IDS)).optional(),
  holderFamily: some(z.enum(KNOWN_FAMILIES)).optional(),
  holderDepartment: some(department).optional(),
  proximity: some(z.enum(PROXIMITIES)).optional(),
  tag: some(textUpTo(60)).optional(),
  transition: some(z.enum(TRANSITION_KEYS)).optional(),
})

export const targetSchema = z.strictObject({
  id: identifier,
  title: text,
  indicator: identifier.optional(),
  perimeter: z.enum(PERIMETER_IDS).nullable().optional(),
  territory: some(department).nullable().optional(),
  field: z.enum(RECORDED_FIELDS).nullable().optional(),
  filters: filtersSchema.default({}),
  measure: z.enum(TARGET_MEASURES),
  unit: z.enum(TARGET_UNITS).default('percent'),
  direction: z.enum(TARGET_DIRECTIONS).default('at-least'),
  holders: z.enum(HOLDER_METHODS).nullable().optional(),
  frameworks: z.enum(FRAMEWORK_METHODS).default('ceilings'),
  deliberation: deliberationSchema,
  baseline: baselineSchema.nullable().default(null),
  values: z.array(valueSchema).min(1).max(100),
})
export type TargetFile = z.infer<typeof targetSchema>

export const hourTargetSchema = z.strictObject({
  id: identifier,
  title: text,
  deliberation: deliberationSchema,
  baseline: baselineSchema.nullable().default(null),
  values: z.array(hourValueSchema).min(1).max(100),
})
export type HourTargetFile = z.infer<typeof hourTargetSchema>

/** The thresholds of the states of its buyers' insertion clauses; what is left out has the default. */
const thresholdsSchema = z.strictObject({
  graceDays: z.int().min(0).max(1000).optional(),
  latePercent: z.number().min(0).max(100).multipleOf(0.01).optional(),
  riskPercent: z.number().min(0).max(100).multipleOf(0.01).optional(),
  paceDays: z.int().min(1).max(3660).optional(),
  statementDelayDays: z.int().min(0).max(1000).optional(),
})
export type ThresholdsFile = z.infer<typeof thresholdsSchema>

/** The documented plan file (`docs/plan-file.md`): who, when, decided by what, with which targets. */
export const planSchema = z.strictObject({
  id: identifier,
  title: text,
  buyers: z.array(buyer).min(1).max(1000),
  from: day,
  to: day,
  deliberation: deliberationSchema,
  phases: z.array(phaseSchema).max(50).default([]),
  targets: z.array(targetSchema).min(1).max(100),
  hourTargets: z.array(hourTargetSchema).max(100).default([]),
  insertionThresholds: thresholdsSchema.nullable().default(null),
})
