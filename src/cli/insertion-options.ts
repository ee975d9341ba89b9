import type { Options } from 'yargs'
import { CLAUSE_BASIS_IDS, type ClauseBasisId } from '../domain/insertion/clause-basis.ts'
import type { StateThresholds } from '../domain/insertion/clause-state.ts'
import { MOST_HUNDREDTHS, parseHours } from '../domain/insertion/hours.ts'
import { DUE_METHODS } from '../domain/insertion/hours-due.ts'
import { parseAmountCents } from '../domain/money/parse-amount.ts'
import { toDueMethod } from '../import/due-inputs.ts'
import type { DueStatement } from '../import/insertion-dues.ts'
import { AppError } from '../platform/errors.ts'
import { dayOf, oneOf } from './contract-filter-options.ts'

/** Options that say hours due, declared to the argument parser. */
export const DUE_OPTIONS = {
  method: { type: 'string', describe: 'Heures dues : entered, labour-share, invoiced ou cleaning' },
  from: {
    type: 'string',
    describe: 'Jour à partir duquel ces heures sont dues, AAAA-MM-JJ (par défaut : le début)',
  },
  hours: { type: 'string', describe: 'entered : heures dues' },
  amount: { type: 'string', describe: 'labour-share, cleaning : montant HT ; invoiced : montant facturé HT' },
  'labour-share': { type: 'number', describe: 'Part de main-d’œuvre, en %' },
  rate: { type: 'number', describe: 'Taux d’insertion, en % (5 à 20 d’usage)' },
  'hourly-cost': { type: 'string', describe: 'Coût horaire chargé, en € (25 à 30 d’usage)' },
  'euros-per-hour': { type: 'string', describe: 'invoiced : euros facturés pour une heure' },
  invoice: { type: 'string', describe: 'invoiced : numéro de la facture' },
  floor: { type: 'string', describe: 'cleaning : plancher en heures (150 par défaut)' },
} as const

export type DueArguments = {
  method?: string | undefined
  from?: string | undefined
  hours?: string | undefined
  amount?: string | undefined
  labourShare?: number | undefined
  rate?: number | undefined
  hourlyCost?: string | undefined
  eurosPerHour?: string | undefined
  invoice?: string | undefined
  floor?: string | undefined
}

function euros(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const cents = parseAmountCents(value)
  if (cents !== null && cents < 100_000_000_000n) return Number(cents) / 100
  throw new AppError('bad-usage', `--${option} « ${value} » : montant en euros attendu (14700,50).`)
}

/** A percentage as typed, decimals allowed. Throws `bad-usage`. */
export function percentOf<T extends number | undefined>(option: string, value: T): T {
  if (value === undefined || (value >= 0 && value <= 100)) return value
  throw new AppError('bad-usage', `--${option} : pourcentage de 0 à 100 attendu.`)
}

/** Hours as typed, in hundredths. */
export function hundredthsOf(option: string, value: string): number {
  const hundredths = parseHours(value)
  if (hundredths !== null && hundredths >= 0 && hundredths <= MOST_HUNDREDTHS) return hundredths
  throw new AppError('bad-usage', `--${option} « ${value} » : nombre d’heures attendu (151,67 ou 7h30).`)
}

const hours = (option: string, value: string | undefined) =>
  value === undefined ? undefined : hundredthsOf(option, value) / 100

/** The hours due that the options say; `null` when they say none. `startsOn`: the day they are due from by default. */
export function dueOf(args: DueArguments, startsOn: string | null): DueStatement | null {
  const method = args.method ?? (args.hours === undefined ? null : 'entered')
  if (method === null) {
    if (Object.keys(DUE_OPTIONS).every((option) => Reflect.get(args, option) === undefined)) return null
    throw new AppError(
      'bad-usage',
      `--method attendu, pour savoir quoi faire des heures dues données : ${DUE_METHODS.join(', ')}.`,
    )
  }
  const effectiveOn = dayOf('from', args.from) ?? startsOn
  if (effectiveOn === null)
    throw new AppError(
      'bad-usage',
      '--from attendu : le jour à partir duquel ces heures sont dues, AAAA-MM-JJ.',
    )
  const due = toDueMethod({
    method: oneOf('method', method, DUE_METHODS),
    hours: hours('hours', args.hours),
    amount: euros('amount', args.amount),
    labourSharePercent: percentOf('labour-share', args.labourShare),
    insertionRatePercent: percentOf('rate', args.rate),
    hourlyCost: euros('hourly-cost', args.hourlyCost),
    eurosPerHour: euros('euros-per-hour', args.eurosPerHour),
    invoice: args.invoice,
    floorHours: hours('floor', args.floor),
  })
  return { due, effectiveOn }
}

/** The number of a clause, or of one of its statements, as typed. */
export function numberOf(name: string, value: string): number {
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value)
  throw new AppError('bad-usage', `${name} « ${value} » : numéro attendu, celui que donne « clauses list ».`)
}

const HIGHEST_THRESHOLD = 999_999_999

/** The threshold, in cents, from which a clause is mandatory, as typed in euros. Throws `bad-usage`. */
export function thresholdCentsOf(euros: number | undefined): bigint | undefined {
  if (euros === undefined) return undefined
  if (Number.isInteger(euros) && euros >= 1 && euros <= HIGHEST_THRESHOLD) return BigInt(euros) * 100n
  throw new AppError('bad-usage', `--threshold : nombre entier d’euros attendu, de 1 à ${HIGHEST_THRESHOLD}.`)
}

export const basesOf = (values: readonly string[]): ClauseBasisId[] =>
  values.map((value) => oneOf<ClauseBasisId>('basis', value, CLAUSE_BASIS_IDS))

/** The thresholds of states, which win over those of the buyer's plan. */
export const THRESHOLD_OPTIONS = {
  'grace-days': { type: 'number', describe: 'Jours sans retard après le début (sinon : plan, ou 90)' },
  'late-percent': { type: 'number', describe: 'Retard toléré, en % (sinon : plan, ou 20)' },
  'risk-percent': { type: 'number', describe: 'Manque projeté toléré, en % (sinon : plan, ou 5)' },
  'pace-days': { type: 'number', describe: 'Jours dont le rythme est prolongé (sinon : plan, ou 182)' },
  'statement-delay-days': {
    type: 'number',
    describe: 'Jours qu’un relevé peut mettre à venir (sinon : plan, ou 120)',
  },
} satisfies Record<string, Options>

type ThresholdArguments = {
  graceDays?: number | undefined
  latePercent?: number | undefined
  riskPercent?: number | undefined
  paceDays?: number | undefined
  statementDelayDays?: number | undefined
}

/** A threshold as typed, `null` when it is not given. Throws `bad-usage`. */
function thresholdOf(
  option: string,
  value: number | undefined,
  [least, most]: readonly [number, number],
  scale = 1,
) {
  if (value === undefined) return null
  if (!Number.isInteger(value) || value < least || value > most)
    throw new AppError(
      'bad-usage',
      `--${option} « ${value} » : nombre entier attendu, de ${least} à ${most}.`,
    )
  return value * scale
}

/** The thresholds that are given. */
export function thresholdsOf(args: ThresholdArguments): Partial<StateThresholds> {
  const given = {
    graceDays: thresholdOf('grace-days', args.graceDays, [0, 1000]),
    lateToleranceBasisPoints: thresholdOf('late-percent', args.latePercent, [0, 100], 100),
    riskToleranceBasisPoints: thresholdOf('risk-percent', args.riskPercent, [0, 100], 100),
    paceDays: thresholdOf('pace-days', args.paceDays, [1, 3660]),
    statementDelayDays: thresholdOf('statement-delay-days', args.statementDelayDays, [0, 1000]),
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null))
}
