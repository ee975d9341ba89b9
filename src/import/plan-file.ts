import { z } from 'zod'
import { parseDate } from '../domain/dates/iso-date.ts'
import type { Plan } from '../domain/plan/target.ts'
import { FRAMEWORK_METHODS, HOLDER_METHODS, MEASURES } from '../domain/share/share.ts'
import { PERIMETER_IDS } from '../domain/supplier/verdict.ts'

z.config(z.locales.fr())

const identifier = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'identifiant attendu : minuscules, chiffres et tirets, 64 au plus')
const text = z.string().trim().min(1).max(500)
const isDay = (value: string) => /^\d{4}-\d{2}-\d{2}$/.test(value) && parseDate(value) === value
const day = z.string().refine(isDay, 'date attendue : AAAA-MM-JJ')
const buyer = z.string().regex(/^(\d{9}|\d{14})$/, 'SIREN (9 chiffres) ou SIRET (14 chiffres) attendu')

const targetSchema = z.strictObject({
  id: identifier,
  title: text,
  perimeter: z.enum(PERIMETER_IDS),
  measure: z.enum(MEASURES),
  holders: z.enum(HOLDER_METHODS).default('any-holder'),
  frameworks: z.enum(FRAMEWORK_METHODS).default('ceilings'),
  values: z
    .array(
      z.strictObject({
        year: z.int().min(1990).max(2100),
        minimumPercent: z.number().min(0).max(100).multipleOf(0.01),
      }),
    )
    .min(1)
    .refine(
      (values) => new Set(values.map(({ year }) => year)).size === values.length,
      'une seule valeur par année',
    ),
})

const hourTargetSchema = z.strictObject({
  id: identifier,
  title: text,
  values: z
    .array(
      z.strictObject({
        year: z.int().min(1990).max(2100),
        minimumHours: z.number().min(0).max(100_000_000).multipleOf(0.01),
      }),
    )
    .min(1)
    .refine(
      (values) => new Set(values.map(({ year }) => year)).size === values.length,
      'une seule valeur par année',
    ),
})

/** The documented plan file (`docs/plan-file.md`): who, when, decided by what, with which targets. */
export const planSchema = z
  .strictObject({
    id: identifier,
    title: text,
    buyers: z.array(buyer).min(1).max(1000),
    from: day,
    to: day,
    deliberation: z
      .strictObject({ reference: text, adoptedOn: day, url: z.url().nullable().default(null) })
      .nullable()
      .default(null),
    targets: z.array(targetSchema).min(1).max(100),
    hourTargets: z.array(hourTargetSchema).max(100).default([]),
  })
  .refine(({ from, to }) => !isDay(from) || !isDay(to) || from <= to, {
    path: ['to'],
    message: 'la fin du plan précède son début',
  })
  .refine(
    ({ targets, hourTargets }) =>
      new Set([...targets, ...hourTargets].map(({ id }) => id)).size === targets.length + hourTargets.length,
    {
      path: ['targets'],
      message: 'deux objectifs portent le même identifiant',
    },
  )

/** Percent → basis points, exact: 12.34 → 1234. */
const toBasisPoints = (percent: number) => Math.round(percent * 100)

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'un texte entre guillemets',
  number: 'un nombre, sans guillemets',
  int: 'un nombre entier, sans guillemets',
  array: 'une liste entre crochets [ ]',
  object: 'un objet entre accolades { }',
}

/** What is wrong and what was expected, for someone who writes a plan and not software. */
function describeIssue(issue: z.core.$ZodIssue): { path: string; message: string } {
  const path = issue.path.join('.')
  if (issue.code === 'unrecognized_keys')
    return { path, message: `champ inconnu : ${issue.keys.map((key) => `« ${key} »`).join(', ')}` }
  if (issue.code === 'invalid_value')
    return { path, message: `valeur attendue parmi ${issue.values.join(', ')}` }
  if (issue.code !== 'invalid_type') return { path, message: issue.message }
  const expected = TYPE_NAMES[issue.expected] ?? issue.expected
  return { path, message: issue.input === undefined ? `champ absent : ${expected}` : `attendu : ${expected}` }
}

/** A plan from its file content, or every problem found, each with its place (`targets.0.values.1.year`). */
export function parsePlan(
  content: unknown,
): { plan: Plan } | { problems: { path: string; message: string }[] } {
  const result = planSchema.safeParse(content, { reportInput: true })
  if (!result.success) return { problems: result.error.issues.map(describeIssue) }
  const { targets, hourTargets, ...plan } = result.data
  return {
    plan: {
      ...plan,
      hourTargets: hourTargets.map((target) => ({
        ...target,
        values: target.values.toSorted((a, b) => a.year - b.year),
      })),
      targets: targets.map((target) => ({
        ...target,
        values: target.values
          .toSorted((a, b) => a.year - b.year)
          .map(({ year, minimumPercent }) => ({ year, minimumBasisPoints: toBasisPoints(minimumPercent) })),
      })),
    },
  }
}
