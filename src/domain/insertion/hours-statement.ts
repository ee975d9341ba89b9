import type { IsoDate } from '../dates/iso-date.ts'

/** What a statement of hours is worth: it counts, or why not. */
export type StatementStanding = 'counted' | 'superseded' | 'withdrawn' | 'set-aside'

/** A statement of hours of one clause, as far as counting it goes. `key`: what it states; a later one of the same key corrects it. */
export type RankedStatement = {
  id: bigint
  key: string
  /** `null`: a total of several persons. */
  person: string | null
  from: IsoDate
  to: IsoDate
  employer: string | null
  effectiveOn: IsoDate
  /** Order of arrival of what was stated the same day. */
  rank: bigint
  isWithdrawn: boolean
}

const isLater = (a: RankedStatement, b: RankedStatement) => {
  if (a.effectiveOn !== b.effectiveOn) return a.effectiveOn > b.effectiveOn
  return a.rank === b.rank ? a.id > b.id : a.rank > b.rank
}

const overlap = (a: RankedStatement, b: RankedStatement) => a.from <= b.to && b.from <= a.to
const mayBeOfOneEmployer = (a: RankedStatement, b: RankedStatement) =>
  a.employer === null || b.employer === null || a.employer === b.employer
/** Whether the period of `inner` lies in that of `outer`, and is shorter. */
const liesWithin = (inner: RankedStatement, outer: RankedStatement) =>
  inner.from >= outer.from && inner.to <= outer.to && (inner.from > outer.from || inner.to < outer.to)

/** Whether `other` tells the hours of a total in more detail: person by person, or over a part of its period. */
const isDetailOf = (other: RankedStatement, total: RankedStatement) =>
  mayBeOfOneEmployer(other, total) &&
  (other.person === null ? liesWithin(other, total) : overlap(other, total))

/**
 * What each statement of one clause is worth. Of those that state the same thing, the latest holds. A total is set aside where
 * persons, or shorter totals, tell the hours of its period: an hour is counted once. The answer depends on the set of
 * statements, not on their order.
 */
export function decideStandings(statements: readonly RankedStatement[]): Map<bigint, StatementStanding> {
  const latest = new Map<string, RankedStatement>()
  for (const statement of statements) {
    const known = latest.get(statement.key)
    if (!known || isLater(statement, known)) latest.set(statement.key, statement)
  }
  const inForce = [...latest.values()].filter(({ isWithdrawn }) => !isWithdrawn)
  return new Map(
    statements.map((statement) => {
      if (latest.get(statement.key) !== statement) return [statement.id, 'superseded']
      if (statement.isWithdrawn) return [statement.id, 'withdrawn']
      const isDetailed = statement.person === null && inForce.some((other) => isDetailOf(other, statement))
      return [statement.id, isDetailed ? 'set-aside' : 'counted']
    }),
  )
}
