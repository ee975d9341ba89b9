import type { Db } from '../database/connect.ts'
import { listEmployerFacts, listStatementFacts } from '../database/insertion-facts.ts'
import { type ContractCriteria, listClauseKeys } from '../database/insertion-scope.ts'
import type { BreakdownId } from '../domain/contract-filter/breakdown.ts'
import { isDatedBreakdown } from '../domain/contract-filter/breakdown.ts'
import { type ContractFilters, UNKNOWN_KEY } from '../domain/contract-filter/contract-filters.ts'
import type { Phase } from '../domain/contract-filter/phase.ts'
import { clip, type Days, timeRows } from '../domain/insertion/figure-rows.ts'
import type {
  ClauseFact,
  EmployerFact,
  FullTimeHours,
  InsertionFacts,
  StatementFact,
} from '../domain/insertion/insertion-facts.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { type LoadedClause, loadClauses, meetsPeriod, type ReadClause, standOn } from './read-clauses.ts'

/** Days, both included; `null`: no bound. */
type Period = { from: string | null; to: string | null }

/** All that the figures over some buyers and a period are made of, before any other criterion. `on`: its last day, today at most. */
export type InsertionBase = {
  clauses: readonly LoadedClause[]
  statements: readonly StatementFact[]
  /** The employers of the statements, as the registers say them on each day that a row ends on. */
  employersOn: Map<string, readonly EmployerFact[]>
  straddling: number
  period: Period
  today: string
  fullTimeHours: FullTimeHours
}

/** One row of a figure, or the whole: the facts it is computed from. */
export type SelectedRow = { key: string; facts: InsertionFacts }
/** The rows of a breakdown (none without) and the whole. `overlaps`: a clause stands in several rows. */
export type Selection = { rows: SelectedRow[]; total: InsertionFacts; overlaps: boolean; unplaced: number }

/** What tells the rows apart; `phases`: those of `by` phase. */
export type RowsQuery = { by: BreakdownId | null; phases: readonly Phase[] }

/** Reads the clauses of the buyers and groups of these filters, and their statements of the period. */
export async function loadBase(
  db: Db,
  clock: Clock,
  { buyers, groups, from, to }: Pick<ContractFilters, 'buyers' | 'groups' | 'from' | 'to'>,
  fullTimeHours: FullTimeHours,
): Promise<InsertionBase> {
  const today = todayOf(clock)
  const period = { from, to }
  const clauses = await loadClauses(db, { buyers, groups: groups ?? [] })
  const ids = clauses.map(({ clause }) => clause.id)
  const { statements, straddling } = await listStatementFacts(db, ids, period)
  const base: InsertionBase = {
    clauses,
    statements,
    employersOn: new Map(),
    straddling,
    period,
    today,
    fullTimeHours,
  }
  await readEmployers(db, base, period)
  return base
}

/** Reads what the registers say of the employers on the last day of a period, unless it was. */
async function readEmployers(db: Db, base: InsertionBase, period: Period): Promise<void> {
  const on = lastDayOf(period, base.today)
  if (base.employersOn.has(on)) return
  const sirens = [...new Set(base.statements.flatMap(({ employerSiren }) => employerSiren ?? []))]
  base.employersOn.set(on, await listEmployerFacts(db, sirens, on))
}

const lastDayOf = ({ to }: Period, today: string) => (to !== null && to < today ? to : today)

const factOf = (read: ReadClause): ClauseFact => ({
  id: read.clause.id,
  bases: read.clause.terms.bases,
  beneficiaries: read.clause.terms.beneficiaries,
  state: read.standing.state,
  dueHundredths: read.dueHundredths,
  doneHundredths: read.standing.doneHundredths,
  contracts: read.clause.contracts.map(({ id, amountCents }) => ({
    id,
    cents: amountCents === null ? null : BigInt(amountCents),
  })),
})

const isWithin = ({ from, to }: StatementFact, period: Period) =>
  (period.from === null || from >= period.from) && (period.to === null || to <= period.to)

/** The facts of these clauses over a period that lies within that of the base: the clauses that run in it, the statements whole in it. */
export function factsOf(base: InsertionBase, ids: ReadonlySet<number>, period: Period): InsertionFacts {
  const on = lastDayOf(period, base.today)
  const statements = base.statements.filter((one) => ids.has(one.clauseId) && isWithin(one, period))
  const sirens = new Set(statements.map(({ employerSiren }) => employerSiren))
  const kept = base.clauses.filter(({ clause }) => ids.has(clause.id))
  const worked = new Set(statements.map(({ clauseId }) => clauseId))
  const stand = (loaded: LoadedClause) => factOf(standOn(loaded, on))
  return {
    clauses: kept.filter((loaded) => meetsPeriod(loaded, period)).map(stand),
    workedOutside: kept
      .filter((loaded) => worked.has(loaded.clause.id) && !meetsPeriod(loaded, period))
      .map(stand),
    statements,
    employers: (base.employersOn.get(on) ?? []).filter(({ siren }) => sirens.has(siren)),
    fullTimeHours: base.fullTimeHours,
  }
}

/** The days that anything of these clauses is about: those of the period where it has bounds. */
function daysOf({ clauses, statements, period, today }: InsertionBase): Days | null {
  const days = [
    ...statements.flatMap(({ from, to }) => [from, to]),
    ...clauses.flatMap(({ clause: { terms } }) => terms.startsOn ?? []),
    ...clauses.flatMap(({ clause: { terms } }) => terms.endsOn ?? []),
  ].sort()
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return null
  return clip({ from: first, to: last }, { from: period.from, to: lastDayOf(period, today) })
}

async function rowsAlongTime(
  db: Db,
  base: InsertionBase,
  ids: ReadonlySet<number>,
  { by, phases }: RowsQuery,
): Promise<SelectedRow[]> {
  const days = daysOf(base)
  const asked =
    by === 'phase'
      ? phases.map(({ label, from, to }) => ({ key: label, from, to }))
      : days === null
        ? []
        : timeRows(by === 'quarter' ? 'quarter' : 'year', days)
  const rows: SelectedRow[] = []
  for (const { key, ...row } of asked) {
    const period = clip(row, base.period)
    if (period === null) continue
    await readEmployers(db, base, period)
    rows.push({ key, facts: factsOf(base, ids, period) })
  }
  return rows
}

const hasCriteria = (criteria: ContractCriteria) =>
  Object.values(criteria).some((values) => (values?.length ?? 0) > 0)

/** The figure's clauses and rows under these criteria. A clause without contract meets none; without criteria it is of the row "unknown". */
export async function select(
  db: Db,
  base: InsertionBase,
  criteria: ContractCriteria,
  query: RowsQuery,
): Promise<Selection> {
  const { by } = query
  const isAlongTime = by !== null && isDatedBreakdown(by)
  const all = base.clauses.map(({ clause }) => clause.id)
  const ofContracts = by === null || isAlongTime || by === 'buyer' ? null : by
  const found =
    hasCriteria(criteria) || ofContracts !== null
      ? await listClauseKeys(db, all, criteria, ofContracts, base.today)
      : null
  const isKept = (id: number) => !hasCriteria(criteria) || found?.has(id) === true
  const kept = base.clauses.filter(({ clause }) => isKept(clause.id))
  const ids = new Set(kept.map(({ clause }) => clause.id))
  const total = factsOf(base, ids, base.period)
  const unplaced = base.clauses.filter(({ clause }) => clause.contracts.length === 0).length
  if (by === null) return { rows: [], total, overlaps: false, unplaced }
  if (isAlongTime) {
    const rows = await rowsAlongTime(db, base, ids, query)
    return { rows, total, overlaps: rows.length > 1, unplaced }
  }
  const keysOf = ({ clause }: LoadedClause): readonly string[] => {
    if (by === 'buyer') return [clause.buyerSiren ?? clause.buyerId]
    const keys = found?.get(clause.id) ?? []
    return keys.length > 0 ? keys : [UNKNOWN_KEY]
  }
  const members = new Map<string, Set<number>>()
  for (const loaded of kept)
    for (const key of keysOf(loaded)) members.set(key, (members.get(key) ?? new Set()).add(loaded.clause.id))
  const rows = [...members].map(([key, own]) => ({ key, facts: factsOf(base, own, base.period) }))
  const placed = [...members.values()].reduce((sum, { size }) => sum + size, 0)
  return { rows, total, overlaps: placed > ids.size, unplaced }
}

/** The same criteria less one, or less one of the values of one: what a reader could subtract an answer from. */
export function neighboursOf(criteria: ContractCriteria): ContractCriteria[] {
  return Object.entries(criteria).flatMap(([name, values]) => {
    const given: readonly string[] = Array.isArray(values) ? values : values ? [String(values)] : []
    if (given.length === 0) return []
    const fewer = given.length > 1 ? given.map((value) => given.filter((other) => other !== value)) : []
    return [undefined, ...fewer].map((left) => ({ ...criteria, [name]: left }) as ContractCriteria)
  })
}
