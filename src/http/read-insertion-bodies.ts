import type { StateThresholds } from '../domain/insertion/clause-state.ts'
import type { ClauseTerms } from '../domain/insertion/clause-terms.ts'
import { type HoursRecord, UNKNOWN_HOURS } from '../domain/insertion/hours-record.ts'
import { toDueMethod } from '../import/due-inputs.ts'
import type { NewClause } from '../import/insertion-clauses.ts'
import type { DueStatement } from '../import/insertion-dues.ts'
import type { HoursChangesBody, NewHoursBody } from './schemas/insertion-hours.ts'
import type { ClauseChangesBody, DueBody, NewClauseBody } from './schemas/insertion-input.ts'

/* Bodies in the units of the interface (hours, euros, per cent) → what the product records. */

const hundredthsOf = (value: number) => Math.round(value * 100)

/** What is given, without what is absent: an absent field is not a change. */
const given = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }

const termsOf = ({ penaltyPerHour, ...terms }: Omit<ClauseChangesBody, 'by' | 'reason'>) =>
  given({
    ...terms,
    penaltyCentsPerHour: typeof penaltyPerHour === 'number' ? hundredthsOf(penaltyPerHour) : penaltyPerHour,
  }) as Partial<ClauseTerms> & { isDetached?: boolean }

export function dueOf(body: DueBody): DueStatement {
  const { effectiveOn, event, effect, replaces, note, ...inputs } = body
  return {
    due: toDueMethod(inputs),
    effectiveOn,
    ...(event && { event }),
    ...(effect && { effect }),
    replaces: typeof replaces === 'number' ? BigInt(replaces) : null,
    note: note ?? null,
  }
}

export function newClauseOf(body: NewClauseBody): NewClause {
  const { contractId, buyer = '', sourceId = '', lot = null, due, bases, by: _, reason: __, ...terms } = body
  return {
    contract: contractId === undefined ? { buyer, sourceId, lot } : { contractId },
    terms: { ...termsOf(terms), bases },
    due: due ? dueOf(due) : null,
  }
}

export const clauseChangesOf = ({ by: _, reason: __, ...changes }: ClauseChangesBody) => termsOf(changes)

export const newHoursOf = ({ by: _, reason: __, hours, ...record }: NewHoursBody): HoursRecord => ({
  ...UNKNOWN_HOURS,
  ...given(record),
  from: record.from,
  to: record.to,
  hundredths: hundredthsOf(hours),
})

export const hoursChangesOf = ({ by: _, reason: __, hours, ...changes }: HoursChangesBody) =>
  given({
    ...changes,
    hundredths: hours === undefined ? undefined : hundredthsOf(hours),
  }) as Partial<HoursRecord> & {
    isWithdrawn?: boolean
  }

const basisPoints = (percent: number | undefined) => (percent === undefined ? undefined : percent * 100)

/** The thresholds that a query asks for. */
export const thresholdsOf = (query: {
  graceDays?: number | undefined
  latePercent?: number | undefined
  riskPercent?: number | undefined
  paceDays?: number | undefined
  statementDelayDays?: number | undefined
}): Partial<StateThresholds> =>
  given({
    graceDays: query.graceDays,
    lateToleranceBasisPoints: basisPoints(query.latePercent),
    riskToleranceBasisPoints: basisPoints(query.riskPercent),
    paceDays: query.paceDays,
    statementDelayDays: query.statementDelayDays,
  })
