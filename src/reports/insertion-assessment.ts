import type { Db } from '../database/connect.ts'
import { listStatementFacts } from '../database/insertion-facts.ts'
import { listNotes } from '../database/insertion-notes.ts'
import { daysBetween } from '../domain/dates/iso-date.ts'
import { countEmploymentContracts, countPeople } from '../domain/insertion/count-people.ts'
import { isSmall } from '../domain/insertion/hide-small-groups.ts'
import { hoursOf } from '../domain/insertion/hours.ts'
import { familyOf } from '../domain/insertion/purchase-family.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { type ReadClause, readClauses } from './read-clauses.ts'

const DAYS_OF_MONTH = 365.25 / 12

/** The family of purchase of a clause, by the CPV of its first contract. */
export const familyOfClause = ({ clause }: ReadClause) => familyOf(clause.contracts[0]?.cpv ?? null)

/** Hours that will be missing, or are: at the end of its pace while it runs, as it stands once it is over. */
function shortfallOf({ dueHundredths, standing }: ReadClause): number | null {
  if (dueHundredths === null || standing.state === 'waived') return null
  const isOver = standing.state === 'ended-short' || standing.state === 'fulfilled'
  const reached = isOver ? standing.doneHundredths : (standing.projectedHundredths ?? standing.doneHundredths)
  return Math.max(0, dueHundredths - reached)
}

/** What a clause promised and did, its pace, and what will be missing. */
export function lineOf(read: ReadClause, today: string) {
  const { clause, dueHundredths, standing } = read
  const { startsOn, endsOn, penaltyCentsPerHour } = clause.terms
  const until = endsOn !== null && endsOn < today ? endsOn : today
  const months =
    startsOn === null || startsOn > until ? null : (daysBetween(startsOn, until) + 1) / DAYS_OF_MONTH
  const shortfall = shortfallOf(read)
  return {
    clauseId: clause.id,
    title: clause.terms.title ?? clause.contracts[0]?.object ?? null,
    state: standing.state,
    family: familyOfClause(read),
    promisedHours: dueHundredths === null ? null : hoursOf(dueHundredths),
    doneHours: hoursOf(standing.doneHundredths),
    rate: dueHundredths === null || dueHundredths === 0 ? null : standing.doneHundredths / dueHundredths,
    hoursPerMonth: months === null ? null : hoursOf(Math.round(standing.doneHundredths / months)),
    shortfallHours: shortfall === null ? null : hoursOf(shortfall),
    penalty:
      shortfall === null || penaltyCentsPerHour === null
        ? null
        : (hoursOf(shortfall) * penaltyCentsPerHour) / 100,
  }
}

export type AssessmentLine = ReturnType<typeof lineOf>

/** People and employment contracts of a clause, hidden when they are few. */
async function countsOf(db: Db, id: number, isInternal: boolean) {
  const { statements } = await listStatementFacts(db, [id], { from: null, to: null })
  const [people, contracts] = [countPeople(statements), countEmploymentContracts(statements)]
  const isHidden = !isInternal && isSmall(people.atLeast)
  return { people: isHidden ? null : people, employmentContracts: isHidden ? null : contracts, isHidden }
}

/**
 * Whether a clause is conclusive: what it promised and did, its pace, people, shortfall and penalties foreseen, what was noted of
 * it, and the same of similar clauses (same family of purchase, else a basis in common). `null`: there is none of this number.
 */
export async function assessClause(db: Db, clock: Clock, id: number, isInternal: boolean) {
  const today = todayOf(clock)
  const all = await readClauses(db, clock, { on: null, thresholds: {} })
  const [read] = all.filter(({ clause }) => clause.id === id)
  if (!read) return null
  const family = familyOfClause(read)
  const isSimilar = (other: ReadClause) =>
    family === null
      ? other.clause.terms.bases.some((basis) => read.clause.terms.bases.includes(basis))
      : familyOfClause(other) === family
  const similar = all.filter((other) => other.clause.id !== id && isSimilar(other))
  const notes = await listNotes(db, id)
  return {
    clause: { ...lineOf(read, today), ...(await countsOf(db, id, isInternal)) },
    similarBy: family === null ? ('basis' as const) : ('family' as const),
    similar: similar.slice(0, 50).map((other) => lineOf(other, today)),
    notes: notes.map(({ recordedAt, ...note }) => ({ ...note, recordedAt: recordedAt.toISOString() })),
  }
}

export type Assessment = NonNullable<Awaited<ReturnType<typeof assessClause>>>
