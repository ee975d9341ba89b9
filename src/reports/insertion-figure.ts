import type { Db } from '../database/connect.ts'
import type { Page } from '../database/contracts.ts'
import type { BreakdownId } from '../domain/contract-filter/breakdown.ts'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import { findIndicator } from '../domain/indicator/indicators.ts'
import type { ClauseState } from '../domain/insertion/clause-state.ts'
import { countPeople, sumHundredths } from '../domain/insertion/count-people.ts'
import { hideLine, SMALLEST_SHOWN } from '../domain/insertion/hide-small-groups.ts'
import { hoursOf } from '../domain/insertion/hours.ts'
import { USUAL_FULL_TIME_HOURS } from '../domain/insertion/insertion-facts.ts'
import type { InsertionIndicator } from '../domain/insertion/insertion-indicator.ts'
import { findInsertionIndicator } from '../domain/insertion/insertion-indicators.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { labelRows } from './breakdown-rows.ts'
import { checkGroups } from './buyer-groups.ts'
import { plural, sourceCaveatsOf } from './caveats.ts'
import { shownFilters } from './figure-context.ts'
import { type IndicatorRequest, noSuchIndicator, refuseChoices, refusePhases } from './indicator-request.ts'
import { insertionCaveats } from './insertion-report.ts'
import { type InsertionValue, tellFigure } from './insertion-result.ts'
import { type InsertionBase, loadBase, neighboursOf, type Selection, select } from './insertion-selection.ts'
import { type DataSources, listSources } from './sources.ts'

export type InsertionFigureMethod = {
  counts: 'insertion'
  fullTimeHours: number
  /** Smallest group shown; `null`: all are. */
  smallestGroup: number | null
}

/** A figure of insertion, whole and row by row, with all that is needed to quote it. */
export type InsertionFigureReport = {
  indicator: { id: string; title: string; unit: string }
  by: BreakdownId | null
  /** A clause stands in several rows: they add up to more than the whole. */
  overlaps: boolean
  total: InsertionValue
  rows: (InsertionValue & { key: string; label: string })[]
  method: InsertionFigureMethod
  filters: ContractFilters
  straddling: number
  sources: DataSources
  caveats: string[]
  asOf: string | null
}

/** Whether an id is that of an indicator of clauses and hours. */
export const isInsertionIndicator = (id: string): boolean => findInsertionIndicator(id) !== null

const criteriaOf = ({ buyers: _, groups: __, from: ___, to: ____, ...criteria }: ContractFilters) => criteria

type Read = {
  base: InsertionBase
  selection: Selection
  neighbours: Selection[]
}

async function read(db: Db, clock: Clock, request: IndicatorRequest): Promise<Read> {
  const {
    filters,
    by = null,
    phases = [],
    fullTimeHours = USUAL_FULL_TIME_HOURS,
    isInternal = false,
  } = request
  await checkGroups(db, filters)
  const base = await loadBase(db, clock, filters, fullTimeHours)
  const criteria = criteriaOf(filters)
  const query = { by, phases }
  const neighbours: Selection[] = []
  if (!isInternal)
    for (const neighbour of neighboursOf(criteria)) neighbours.push(await select(db, base, neighbour, query))
  return { base, selection: await select(db, base, criteria, query), neighbours }
}

function caveatsOf(request: IndicatorRequest, { base, selection }: Read, sources: DataSources): string[] {
  const { filters, by = null, isInternal = false, id } = request
  const isOnContracts =
    Object.keys(shownFilters({ ...filters, buyers: [], groups: [], from: null, to: null })).length > 3 ||
    (by !== null && by !== 'buyer' && !['year', 'quarter', 'phase'].includes(by))
  return [
    ...insertionCaveats({ isInternal }, base.straddling, selection.total),
    ...(isOnContracts && selection.unplaced > 0
      ? [
          `${plural(selection.unplaced, 'clause est d’un marché qui n’est pas importé', 'clauses sont de marchés qui ne sont pas importés')} : aucun critère de marché ne les retient, et une ventilation les range dans « Inconnu ».`,
        ]
      : []),
    ...(by === 'year' || by === 'quarter' || by === 'phase'
      ? [
          'Une clause est lue au dernier jour de chaque ligne où elle court ; une personne peut être dans plusieurs lignes.',
        ]
      : []),
    ...(id === 'insertion-companies' ? sourceCaveatsOf(filters.to, sources) : []),
  ]
}

/** The indicator of a request. Throws `not-found` and `bad-usage`. */
function checkInsertion(request: IndicatorRequest): InsertionIndicator {
  const indicator = findInsertionIndicator(request.id)
  if (indicator === null) {
    if (findIndicator(request.id) === null) throw noSuchIndicator(request.id)
    throw new AppError(
      'bad-usage',
      `L’indicateur « ${request.id} » compte des marchés, et non des clauses : il s’ouvre sur ses marchés, à …/contracts.`,
    )
  }
  refuseChoices(request)
  refusePhases(request.by, request.phases ?? [])
  return indicator
}

/** An indicator of clauses and hours over what the filters keep. Throws `not-found` and `bad-usage`. */
export async function reportInsertionFigure(
  db: Db,
  clock: Clock,
  request: IndicatorRequest,
): Promise<InsertionFigureReport> {
  const { id, filters, by = null, fullTimeHours = USUAL_FULL_TIME_HOURS, isInternal = false } = request
  const indicator = checkInsertion(request)
  const found = await read(db, clock, request)
  const { selection, neighbours, base } = found
  const { rows, total } = tellFigure(indicator, selection, { isInternal, neighbours })
  const { sources, asOf } = await listSources(db)
  return {
    indicator: { id, title: indicator.title, unit: indicator.unit },
    by,
    overlaps: selection.overlaps,
    total,
    rows: by === null ? [] : await labelRows(db, by, rows),
    method: { counts: 'insertion', fullTimeHours, smallestGroup: isInternal ? null : SMALLEST_SHOWN },
    filters: shownFilters(filters),
    straddling: base.straddling,
    sources,
    caveats: caveatsOf(request, found, sources),
    asOf,
  }
}

/** What a clause brings to the figures: its hours of the period, and what it promised. People are hidden when they are few. */
export type ClauseBehind = {
  clauseId: number
  title: string | null
  buyer: { id: string; name: string | null }
  sourceId: string | null
  state: ClauseState
  doneHours: number
  dueHours: number | null
  doneHoursSinceStart: number
  people: number | null
  isHidden: boolean
}

/** The clauses behind a figure, or behind one of its rows (`key`), the most hours first, a page at a time. */
export async function listFigureClauses(
  db: Db,
  clock: Clock,
  request: IndicatorRequest & { key: string | null },
  page: Page,
): Promise<{ clauses: ClauseBehind[]; total: number }> {
  checkInsertion(request)
  const { base, selection } = await read(db, clock, request)
  const facts =
    request.key === null ? selection.total : selection.rows.find(({ key }) => key === request.key)?.facts
  const { clauses, workedOutside, statements } = facts ?? { clauses: [], workedOutside: [], statements: [] }
  const byClause = Map.groupBy(statements, ({ clauseId }) => clauseId)
  const ofClause = new Map(base.clauses.map(({ clause }) => [clause.id, clause]))
  const behind = [...clauses, ...workedOutside]
    .map((fact) => {
      const own = byClause.get(fact.id) ?? []
      return {
        fact,
        clause: ofClause.get(fact.id),
        done: sumHundredths(own),
        people: countPeople(own).atLeast,
      }
    })
    .sort((a, b) => b.done - a.done || a.fact.id - b.fact.id)
  const people = countPeople(statements).atLeast
  const hidden = request.isInternal
    ? behind.map(() => false)
    : hideLine({ cells: behind.map((one) => one.people), people, isPartition: true }, [])
  const lines = behind.map(({ fact, clause, done, people: count }, index) => ({
    clauseId: fact.id,
    title: clause?.terms.title ?? clause?.contracts[0]?.object ?? null,
    buyer: { id: clause?.buyerId ?? '', name: clause?.buyerName ?? null },
    sourceId: clause?.sourceId ?? null,
    state: fact.state,
    doneHours: hoursOf(done),
    dueHours: fact.dueHundredths === null ? null : hoursOf(fact.dueHundredths),
    doneHoursSinceStart: hoursOf(fact.doneHundredths),
    people: hidden[index] ? null : count,
    isHidden: hidden[index] ?? false,
  }))
  return { clauses: lines.slice(page.offset, page.offset + page.limit), total: lines.length }
}
