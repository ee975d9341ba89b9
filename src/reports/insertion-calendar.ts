import { pipeline, Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import ical, { ICalCalendarMethod } from 'ical-generator'
import type { Db } from '../database/connect.ts'
import { addDays } from '../domain/dates/iso-date.ts'
import { type DueItem, listDueItems } from '../domain/insertion/clause-calendar.ts'
import { hoursOf } from '../domain/insertion/hours.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { withComma } from './french-numbers.ts'
import { type ReadClause, readClauses } from './read-clauses.ts'

function itemsOf({ clause, periods, dueHundredths, standing }: ReadClause, today: string): DueItem[] {
  const { startsOn, endsOn, closed, waived } = clause.terms
  const [stoppedOn = null] = [closed?.on, waived?.on].filter((day) => day !== undefined).sort()
  const remainingHundredths = dueHundredths === null ? null : dueHundredths - standing.doneHundredths
  return listDueItems({ startsOn, endsOn, stoppedOn, remainingHundredths, stated: periods }, today)
}

const quarterTitle = (from: string) => `T${Math.ceil(Number(from.slice(5, 7)) / 3)} ${from.slice(0, 4)}`

function describe(read: ReadClause, item: DueItem) {
  const { id, sourceId, lot, terms, contracts, buyerId, buyerName } = read.clause
  const contract = `${sourceId ?? 'sans numéro'}${lot === null ? '' : ` lot ${lot}`}`
  const isMissing = item.kind === 'statement-missing'
  return {
    kind: item.kind,
    on: item.on,
    clauseId: id,
    buyer: buyerName ?? buyerId,
    contract,
    title: terms.title ?? contracts[0]?.object ?? null,
    facilitator: terms.facilitator,
    quarter: isMissing ? quarterTitle(item.quarter.from) : null,
    remainingHours: isMissing ? null : hoursOf(item.remainingHundredths),
    message: isMissing
      ? `Relevé d’heures du ${quarterTitle(item.quarter.from)} attendu : clause n° ${id}, marché ${contract}.`
      : `Clause n° ${id}, marché ${contract} : fin le ${item.on}, ${hoursOf(item.remainingHundredths)} h restantes.`,
  }
}

export type CalendarItem = ReturnType<typeof describe>

/** What is due of the clauses of these buyers, by date: statements that nobody sent, ends that come with hours remaining. */
export async function listCalendar(db: Db, clock: Clock, buyers: readonly string[]): Promise<CalendarItem[]> {
  const today = todayOf(clock)
  const clauses = await readClauses(db, clock, { buyers, on: null, thresholds: {} })
  return clauses
    .flatMap((read) => itemsOf(read, today).map((item) => describe(read, item)))
    .sort((a, b) => (a.on === b.on ? a.clauseId - b.clauseId : a.on < b.on ? -1 : 1))
}

const HEADER = [
  'échéance',
  'nature',
  'clause',
  'acheteur',
  'marché',
  'intitulé',
  'facilitateur',
  'trimestre',
  'heures restantes',
]
const KINDS = {
  'statement-missing': 'relevé manquant',
  'ending-with-hours': 'fin proche, heures restantes',
} as const

/** The same as CSV for a French spreadsheet: semicolons, decimal commas, byte-order mark, formulas neutralised. */
export function writeCalendarCsv(items: readonly CalendarItem[]): Readable {
  const lines = items.map((item) => [
    item.on,
    KINDS[item.kind],
    item.clauseId,
    item.buyer,
    item.contract,
    item.title,
    item.facilitator,
    item.quarter,
    withComma(item.remainingHours),
  ])
  const csv = stringify({ bom: true, delimiter: ';', escape_formulas: true, record_delimiter: 'windows' })
  pipeline(Readable.from([HEADER, ...lines]), csv, () => undefined)
  return csv
}

/** The same as iCalendar, a whole day each; an item keeps its identity from one download to the next. */
export function writeCalendarIcs(items: readonly CalendarItem[], clock: Clock): string {
  const calendar = ical({ name: 'Clauses d’insertion', method: ICalCalendarMethod.PUBLISH })
  for (const item of items)
    calendar.createEvent({
      id: `${item.kind}-${item.clauseId}-${item.on}@spaser`,
      start: new Date(`${item.on}T00:00:00Z`),
      end: new Date(`${addDays(item.on, 1)}T00:00:00Z`),
      allDay: true,
      stamp: clock.now(),
      timezone: 'UTC',
      summary: item.message,
      ...(item.title !== null && { description: item.title }),
    })
  return calendar.toString()
}
