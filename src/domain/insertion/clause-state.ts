import { addDays, daysBetween, type IsoDate } from '../dates/iso-date.ts'

/** Hours done over a period, both days included. */
export type PeriodHours = { from: IsoDate; to: IsoDate; hundredths: number }

/** The days, hours and decisions a state is read from. Hours in hundredths. */
export type ClauseFacts = {
  startsOn: IsoDate | null
  endsOn: IsoDate | null
  /** `null`: no hours due were stated, which is not zero. */
  dueHundredths: number | null
  /** Hours that count, by period; those of periods to come are not looked at. */
  done: readonly PeriodHours[]
  closedOn: IsoDate | null
  waivedOn: IsoDate | null
}

/** Shares in basis points, days whole. */
export type StateThresholds = {
  /** Days after the start in which nobody is late: time to hire. */
  graceDays: number
  /** How far behind an even pace is late: at 2000, under 80 % of the hours expected by now. */
  lateToleranceBasisPoints: number
  /** How much of a projected shortfall is a risk: at 500, a projection under 95 % of the hours due. */
  riskToleranceBasisPoints: number
  /** Days whose pace is carried on to the end. */
  paceDays: number
  /** Days a statement may take to come: a clause is judged on what was known to be worked then. */
  statementDelayDays: number
}

export const DEFAULT_THRESHOLDS: StateThresholds = {
  graceDays: 90,
  lateToleranceBasisPoints: 2_000,
  riskToleranceBasisPoints: 500,
  paceDays: 182,
  statementDelayDays: 120,
}

export const CLAUSE_STATES = {
  'not-started': 'Pas commencée',
  'on-track': 'Dans les temps',
  late: 'En retard',
  'at-risk': 'À risque',
  fulfilled: 'Tenue',
  'ended-short': 'Finie en deçà',
  waived: 'Levée',
  'no-hours-due': 'Sans heures dues connues',
} as const
export type ClauseState = keyof typeof CLAUSE_STATES
export const CLAUSE_STATE_IDS = Object.keys(CLAUSE_STATES) as readonly ClauseState[]

/**
 * Where a clause stands, and what it was read from: hours done, the day up to which it is judged, those an even pace expects by
 * that day, and those its recent pace leads to by the end (`null`: dates or hours due are not known).
 */
export type ClauseStanding = {
  state: ClauseState
  doneHundredths: number
  judgedOn: IsoDate
  expectedHundredths: number | null
  projectedHundredths: number | null
}

const WHOLE = 10_000

/** Hours due by a day at an even pace from the first day to the last, both worked. */
export function expectedBy(day: IsoDate, due: number, startsOn: IsoDate, endsOn: IsoDate): number {
  if (day < startsOn) return 0
  if (day >= endsOn) return due
  return Math.round((due * (daysBetween(startsOn, day) + 1)) / (daysBetween(startsOn, endsOn) + 1))
}

/** The hours of these periods worked between two days, both included, at an even pace within each period. */
function workedBetween(done: readonly PeriodHours[], from: IsoDate, to: IsoDate): number {
  const worked = done.map((period) => {
    const [first, last] = [period.from > from ? period.from : from, period.to < to ? period.to : to]
    if (last < first) return 0
    return (period.hundredths * (daysBetween(first, last) + 1)) / (daysBetween(period.from, period.to) + 1)
  })
  return worked.reduce((sum, hundredths) => sum + hundredths, 0)
}

/** Hours done by the end if the pace of the days before `day`, no more than those since the start, goes on. */
function projectedFrom(day: IsoDate, total: number, facts: ClauseFacts, paceDays: number): number {
  const { startsOn, endsOn, done } = facts
  if (startsOn === null || endsOn === null || day >= endsOn) return total
  const elapsed = Math.min(paceDays, daysBetween(startsOn, day) + 1)
  if (elapsed <= 0) return total
  const recent = workedBetween(done, addDays(day, 1 - elapsed), day)
  return Math.round(workedBetween(done, '0001-01-01', day) + (recent * daysBetween(day, endsOn)) / elapsed)
}

/** The day up to which hours are known: the last stated, today at most, and no older than the delay of a statement. */
function judgedOn(done: readonly PeriodHours[], today: IsoDate, delayDays: number): IsoDate {
  const oldest = addDays(today, -delayDays)
  const stated = done.reduce((latest, { to }) => (to > latest ? to : latest), oldest)
  return stated < today ? stated : today
}

const isShort = (hours: number, of: number, toleranceBasisPoints: number) =>
  hours * WHOLE < of * (WHOLE - toleranceBasisPoints)

/** The state of a clause that is neither waived nor over, and has dates, hours due and hours left to do. */
function readPace(
  {
    judgedOn: day,
    doneHundredths: done,
    expectedHundredths,
    projectedHundredths,
  }: Omit<ClauseStanding, 'state'>,
  due: number,
  startsOn: IsoDate,
  { graceDays, lateToleranceBasisPoints, riskToleranceBasisPoints }: StateThresholds,
): ClauseState {
  if (daysBetween(startsOn, day) < graceDays) return 'on-track'
  if (isShort(done, expectedHundredths ?? 0, lateToleranceBasisPoints)) return 'late'
  return isShort(projectedHundredths ?? due, due, riskToleranceBasisPoints) ? 'at-risk' : 'on-track'
}

/**
 * Where a clause stands on a day. In order: waived; before its first day without hours (not started); no hours due known; done
 * reaches due, or nothing is due and the end has come (fulfilled); past its end or closed (ended short); in its first days, or
 * without dates, nothing is expected of it yet (on track); behind an even pace (late); led to a shortfall by its recent pace (at risk).
 */
export function readClauseState(
  facts: ClauseFacts,
  today: IsoDate,
  thresholds: StateThresholds = DEFAULT_THRESHOLDS,
): ClauseStanding {
  const { startsOn, endsOn, dueHundredths: due, closedOn, waivedOn } = facts
  const done = facts.done.filter(({ from }) => from <= today)
  const total = done.reduce((sum, { hundredths }) => sum + hundredths, 0)
  const day = judgedOn(done, today, thresholds.statementDelayDays)
  const isDated = startsOn !== null && endsOn !== null
  const standing = {
    doneHundredths: total,
    judgedOn: day,
    expectedHundredths: due !== null && isDated ? expectedBy(day, due, startsOn, endsOn) : null,
    projectedHundredths:
      due !== null && isDated ? projectedFrom(day, total, { ...facts, done }, thresholds.paceDays) : null,
  }
  const isOver = (closedOn !== null && closedOn <= today) || (endsOn !== null && endsOn < today)
  const stateOf = (): ClauseState => {
    if (waivedOn !== null && waivedOn <= today) return 'waived'
    if (startsOn !== null && today < startsOn && total === 0) return 'not-started'
    if (due === null) return 'no-hours-due'
    if (total >= due && (due > 0 || isOver)) return 'fulfilled'
    if (isOver) return 'ended-short'
    if (startsOn === null && total === 0) return 'not-started'
    if (!isDated) return 'on-track'
    return readPace(standing, due, startsOn, thresholds)
  }
  return { ...standing, state: stateOf() }
}
