import { z } from 'zod'
import { parseDate } from '../../domain/dates/iso-date.ts'
import { FULL_TIME_HOURS } from '../../domain/insertion/insertion-facts.ts'

/** The messages say what was expected: they follow « attendu : ». */
const oneOf = (values: readonly string[]) =>
  values.length === 1 ? `${values[0]}` : `l’une des valeurs ${values.join(', ')}`

const toList = (value: unknown) => (value === undefined || Array.isArray(value) ? value : [value])
const toInteger = (value: unknown) =>
  typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value
const toBoolean = (value: unknown) => (value === 'true' ? true : value === 'false' ? false : value)

/** Text of a known form. */
export const text = (pattern: RegExp, expected: string) => z.string(expected).regex(pattern, expected)

/** A repeatable parameter, given at most `max` times; one value needs no list. */
export const listOf = <S extends z.ZodType>(item: S, max: number) =>
  z.preprocess(toList, z.array(item).max(max, `au plus ${max} valeurs`))

/** One of a closed list; the message names them all. */
export const choice = <const T extends readonly string[]>(values: T) => z.enum(values, oneOf(values))

export function integer({ min, max }: { min: number; max: number }) {
  const expected = `un nombre entier de ${min} à ${max}`
  return z.preprocess(toInteger, z.int(expected).min(min, expected).max(max, expected))
}

export const flag = () => z.preprocess(toBoolean, z.boolean('true ou false'))

const isCalendarDay = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && parseDate(value) === value

const DAY = 'une date du calendrier, AAAA-MM-JJ'

/** A day of the calendar: 30 February is none. */
export const day = () => z.string(DAY).refine(isCalendarDay, DAY).meta({ format: 'date' })

const BUYER = 'un SIREN (9 chiffres) ou un SIRET (14 chiffres)'

/** Repeatable; none means every buyer. The check digit is not looked at: records keep wrong ones as written. */
export const buyers = z
  .preprocess(
    toList,
    z
      .array(text(/^(\d{9}|\d{14})$/, BUYER), `au plus 500 fois ${BUYER}`)
      .max(500, `au plus 500 fois ${BUYER}`),
  )
  .default([])
  .describe(
    'Acheteur : SIREN (tous ses établissements) ou SIRET. À répéter pour plusieurs acheteurs ; absent, tous les acheteurs. DECP : `acheteur.id`.',
  )

/** One buyer, its check digit left to who uses it. */
export const buyerIdentifier = () => text(/^(\d{9}|\d{14})$/, BUYER)

export const siren = () => text(/^\d{9}$/, 'un SIREN (9 chiffres)')

/** Both bounds of a period, on the day of notification. */
export const period = {
  from: day().optional().describe('Premier jour de notification retenu, inclus. DECP : `dateNotification`.'),
  to: day().optional().describe('Dernier jour de notification retenu, inclus. DECP : `dateNotification`.'),
}

type Period = { from?: string | undefined; to?: string | undefined }

/** For `refine`: the end of a period does not come before its start. Looked at even when another parameter is wrong. */
export const endsAfterStart = [
  ({ from, to }: Period) => from === undefined || to === undefined || from <= to,
  {
    path: ['to'] as PropertyKey[],
    error: 'une date égale ou postérieure à « from »',
    when: ({ value }: { value: unknown }) => {
      const { from, to } = (value ?? {}) as Period
      return isCalendarDay(from) && isCalendarDay(to)
    },
  },
] as const

/** Where a list starts and how much of it an answer holds. */
export const paging = {
  page: integer({ min: 1, max: 1_000_000 }).default(1).describe('Numéro de page, à partir de 1.'),
  pageSize: integer({ min: 1, max: 500 }).default(50).describe('Nombre d’éléments par page, 500 au plus.'),
}

/** Hours of a full-time equivalent, one of the conventions in use. */
export const fullTimeHours = () => {
  const expected = oneOf(FULL_TIME_HOURS.map(String))
  return z.preprocess(toInteger, z.literal(FULL_TIME_HOURS, expected))
}
