import type { Db } from '../database/connect.ts'
import { listStatementFacts } from '../database/insertion-facts.ts'
import { listNotes } from '../database/insertion-notes.ts'
import { listClauseKeys } from '../database/insertion-scope.ts'
import type { ClauseBasisId } from '../domain/insertion/clause-basis.ts'
import { countEmploymentContracts, countPeople } from '../domain/insertion/count-people.ts'
import { isSmall } from '../domain/insertion/hide-small-groups.ts'
import type { StatementFact } from '../domain/insertion/insertion-facts.ts'
import type { PurchaseFamily } from '../domain/insertion/purchase-family.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { type AssessmentLine, familyOfClause, lineOf } from './insertion-assessment.ts'
import { type ReadClause, readClauses } from './read-clauses.ts'

/** Which clauses to assess together: those that meet every criterion given; within one, any of its values. */
export type SetRequest = {
  ids: readonly number[]
  buyers: readonly string[]
  tags: readonly string[]
  families: readonly PurchaseFamily[]
  bases: readonly ClauseBasisId[]
  isInternal: boolean
}

const NOTES_SHOWN = 200
const LINES_SHOWN = 200

const sum = (values: readonly (number | null)[]) =>
  Math.round(values.reduce<number>((total, value) => total + (value ?? 0), 0) * 100) / 100
const known = (values: readonly (number | null)[]) => values.filter((value) => value !== null)

/** The sums of some clauses. Rates are of the clauses whose hours due are known; what is not known is counted apart, never zero. */
function totalsOf(lines: readonly AssessmentLine[]) {
  const promised = lines.filter(({ promisedHours }) => promisedHours !== null)
  const due = sum(promised.map(({ promisedHours }) => promisedHours))
  const penalties = known(lines.map(({ penalty }) => penalty))
  return {
    clauses: lines.length,
    clausesWithoutHoursDue: lines.length - promised.length,
    promisedHours: due,
    doneHours: sum(lines.map(({ doneHours }) => doneHours)),
    rate: due === 0 ? null : sum(promised.map(({ doneHours }) => doneHours)) / due,
    hoursPerMonth: sum(lines.map(({ hoursPerMonth }) => hoursPerMonth)),
    shortfallHours: sum(lines.map(({ shortfallHours }) => shortfallHours)),
    penalty: penalties.length === 0 ? null : sum(penalties),
  }
}

/** Whether a clause taken alone would tell of few people: two sets that differ by it would too. */
function hasSmallClause(statements: readonly StatementFact[]): boolean {
  const byClause = Map.groupBy(statements, ({ clauseId }) => clauseId)
  return [...byClause.values()].some((own) => isSmall(countPeople(own).atLeast))
}

/** People and employment contracts of some clauses, hidden when any of them has few: no subtraction of sets then tells of few people. */
async function countsOf(db: Db, ids: readonly number[], isInternal: boolean) {
  const { statements } = await listStatementFacts(db, ids, { from: null, to: null })
  const people = countPeople(statements)
  const isHidden = !isInternal && hasSmallClause(statements)
  return {
    people: isHidden ? null : people,
    employmentContracts: isHidden ? null : countEmploymentContracts(statements),
    isHidden,
  }
}

async function sideOf(db: Db, clauses: readonly ReadClause[], today: string, isInternal: boolean) {
  const lines = clauses.map((read) => lineOf(read, today))
  const ids = clauses.map(({ clause }) => clause.id)
  return { ...totalsOf(lines), ...(await countsOf(db, ids, isInternal)), lines: lines.slice(0, LINES_SHOWN) }
}

async function chooseSet(
  db: Db,
  all: readonly ReadClause[],
  { ids, buyers, tags, families, bases }: SetRequest,
  today: string,
): Promise<ReadClause[]> {
  const numbers = all.map(({ clause }) => clause.id)
  const tagged = tags.length === 0 ? null : await listClauseKeys(db, numbers, { tags }, null, today)
  return all.filter((read) => {
    const { id, buyerId, buyerSiren, terms } = read.clause
    const family = familyOfClause(read)
    return (
      (ids.length === 0 || ids.includes(id)) &&
      (buyers.length === 0 || buyers.some((buyer) => buyer === buyerId || buyer === buyerSiren)) &&
      (tagged === null || tagged.has(id)) &&
      (families.length === 0 || (family !== null && families.includes(family))) &&
      (bases.length === 0 || bases.some((basis) => terms.bases.includes(basis)))
    )
  })
}

/** The clauses outside the set that are like it: of its families of purchase, else (it has none) with a basis in common. */
function listSimilar(all: readonly ReadClause[], set: readonly ReadClause[]) {
  const families = new Set(set.flatMap((read) => familyOfClause(read) ?? []))
  const bases = new Set(set.flatMap(({ clause }) => clause.terms.bases))
  const others = all.filter((read) => !set.includes(read))
  const isLike = (read: ReadClause) => {
    const family = familyOfClause(read)
    return families.size === 0
      ? read.clause.terms.bases.some((basis) => bases.has(basis))
      : family !== null && families.has(family)
  }
  return {
    similarBy: families.size === 0 ? ('basis' as const) : ('family' as const),
    similar: others.filter(isLike),
  }
}

/**
 * Whether a set of clauses is conclusive, side by side with similar clauses: what each side promised and did, its pace, people,
 * shortfall and penalties foreseen, and the notes of the set. The people of a side are hidden when a clause of it alone has few of
 * them. Throws `not-found` when no clause meets the criteria.
 */
export async function assessSet(db: Db, clock: Clock, request: SetRequest) {
  const today = todayOf(clock)
  const all = await readClauses(db, clock, { on: null, thresholds: {} })
  const set = await chooseSet(db, all, request, today)
  const missing = request.ids.filter((id) => !all.some(({ clause }) => clause.id === id))
  if (set.length === 0 || missing.length > 0)
    throw new AppError(
      'not-found',
      missing.length > 0
        ? `Aucune clause d’insertion en vigueur n’a le numéro ${missing.join(', ')}.`
        : 'Aucune clause d’insertion en vigueur ne répond à ces critères.',
    )
  const { similarBy, similar } = listSimilar(all, set)
  const notes = []
  for (const { clause } of set)
    for (const { recordedAt, ...note } of await listNotes(db, clause.id))
      notes.push({ clauseId: clause.id, ...note, recordedAt: recordedAt.toISOString() })
  return {
    set: await sideOf(db, set, today, request.isInternal),
    similarBy,
    similar: await sideOf(db, similar, today, request.isInternal),
    notes: notes.toSorted((a, b) => (a.notedOn < b.notedOn ? 1 : -1)).slice(0, NOTES_SHOWN),
  }
}

export type SetAssessment = Awaited<ReturnType<typeof assessSet>>
