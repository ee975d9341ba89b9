import type { Db } from '../database/connect.ts'
import { type ClauseRow, listClauses } from '../database/insertion-clauses.ts'
import { type DueRow, listDues } from '../database/insertion-dues.ts'
import { type CountedPeriod, listCountedPeriods } from '../database/insertion-hours.ts'
import { listPlanThresholds, type PlanThresholds } from '../database/plan-thresholds.ts'
import {
  type ClauseStanding,
  DEFAULT_THRESHOLDS,
  readClauseState,
  type StateThresholds,
} from '../domain/insertion/clause-state.ts'
import { sumHoursDue } from '../domain/insertion/hours-due.ts'
import { type Clock, todayOf } from '../platform/clock.ts'

/** A clause with all that was stated of it, whatever the day. */
export type LoadedClause = {
  clause: ClauseRow
  dues: readonly DueRow[]
  periods: readonly CountedPeriod[]
  /** Those of the plans that bind its buyer, whatever their period. */
  planThresholds: readonly PlanThresholds[]
}

/** The thresholds a state was read with, and the plan they come from; `null`: no plan says any, or each was asked for. */
export type UsedThresholds = { values: StateThresholds; plan: { id: string; title: string } | null }

/** A clause as it stands on a day. Hours in hundredths. */
export type ReadClause = {
  clause: ClauseRow
  dues: readonly DueRow[]
  periods: readonly CountedPeriod[]
  dueHundredths: number | null
  validatedHundredths: number
  thresholds: UsedThresholds
  standing: ClauseStanding
}

/** Which clauses: of these buyers and groups (all: none given), or the one of a number, even recorded by mistake. */
export type ClauseScope = { buyers?: readonly string[]; groups?: readonly string[]; id?: number }

/** The clauses of a scope with their hours, to be read on any day. */
export async function loadClauses(
  db: Db,
  { buyers = [], groups = [], id }: ClauseScope,
): Promise<LoadedClause[]> {
  const clauses = await listClauses(db, { buyers, groups, id: id ?? null, withCancelled: id !== undefined })
  const ids = clauses.map((clause) => clause.id)
  const dues = Map.groupBy(await listDues(db, ids), ({ clauseId }) => clauseId)
  const periods = Map.groupBy(await listCountedPeriods(db, ids), ({ clauseId }) => clauseId)
  const plans = await listPlanThresholds(db)
  return clauses.map((clause) => ({
    clause,
    dues: dues.get(clause.id) ?? [],
    periods: periods.get(clause.id) ?? [],
    planThresholds: plans.filter(({ buyers }) =>
      buyers.some((buyer) => buyer === clause.buyerId || buyer === clause.buyerSiren),
    ),
  }))
}

/** Thresholds asked for win over those of the plan in force that day (of several, the last to begin), and these over the defaults. */
function thresholdsOn(
  { planThresholds }: LoadedClause,
  on: string,
  asked: Partial<StateThresholds>,
): UsedThresholds {
  const inForce = planThresholds.filter(({ from, to }) => from <= on && on <= to)
  const [plan] = inForce.toSorted((a, b) =>
    a.from === b.from ? (a.id < b.id ? -1 : 1) : a.from < b.from ? 1 : -1,
  )
  const ofPlan = plan?.thresholds ?? {}
  const isUsed = Object.keys(ofPlan).some((name) => asked[name as keyof StateThresholds] === undefined)
  return {
    values: { ...DEFAULT_THRESHOLDS, ...ofPlan, ...asked },
    plan: plan && isUsed ? { id: plan.id, title: plan.title } : null,
  }
}

/** A clause as it stands on a day. */
export function standOn(loaded: LoadedClause, on: string, asked: Partial<StateThresholds> = {}): ReadClause {
  const { clause, dues, periods } = loaded
  const { startsOn, endsOn, closed, waived } = clause.terms
  // Before its first day, a clause is shown with what it will owe then.
  const dueHundredths = sumHoursDue(dues, startsOn !== null && startsOn > on ? startsOn : on)
  const past = periods.filter(({ from }) => from <= on)
  const facts = {
    startsOn,
    endsOn,
    dueHundredths,
    done: past,
    closedOn: closed?.on ?? null,
    waivedOn: waived?.on ?? null,
  }
  const thresholds = thresholdsOn(loaded, on, asked)
  return {
    clause,
    dues,
    periods: past,
    dueHundredths,
    validatedHundredths: past.reduce((sum, period) => sum + period.validatedHundredths, 0),
    thresholds,
    standing: readClauseState(facts, on, thresholds.values),
  }
}

/** Clauses with their hours and states on a day, today when `null`. */
export async function readClauses(
  db: Db,
  clock: Clock,
  { on, thresholds, ...scope }: ClauseScope & { on: string | null; thresholds: Partial<StateThresholds> },
): Promise<ReadClause[]> {
  const loaded = await loadClauses(db, scope)
  return loaded.map((clause) => standOn(clause, on ?? todayOf(clock), thresholds))
}

/** Whether the dates of a clause meet a period (`null`: no bound); one without dates meets any. */
export const meetsPeriod = (
  { clause }: Pick<LoadedClause, 'clause'>,
  { from, to }: { from: string | null; to: string | null },
): boolean =>
  (from === null || (clause.terms.endsOn ?? from) >= from) &&
  (to === null || (clause.terms.startsOn ?? to) <= to)
