import type { Argv } from 'yargs'
import { FULL_TIME_HOURS, USUAL_FULL_TIME_HOURS } from '../domain/insertion/insertion-facts.ts'
import { agree, inWords } from '../reports/french-numbers.ts'
import {
  type CalendarItem,
  listCalendar,
  writeCalendarCsv,
  writeCalendarIcs,
} from '../reports/insertion-calendar.ts'
import { type InsertionReport, type InsertionResult, reportInsertion } from '../reports/insertion-report.ts'
import type { InsertionValue } from '../reports/insertion-result.ts'
import { type CliContext, withDatabase } from './context.ts'
import { buyersOf, dayOf } from './contract-filter-options.ts'
import { formatCount, formatShare } from './format.ts'
import { show } from './insertion-answer.ts'
import { thresholdCentsOf } from './insertion-options.ts'
import { EXIT } from './output.ts'

const number = (value: number | null) => (value === null ? '—' : formatCount(Math.round(value * 100) / 100))

/** A figure of insertion and its groups, for a person. */
export function formatInsertionValue({
  title,
  unit,
  value,
  atMost,
  groups,
  isHidden,
}: InsertionValue & Pick<InsertionResult, 'title' | 'unit'>): string[] {
  const bounds = atMost !== null && atMost !== value ? ` à ${number(atMost)}` : ''
  const written =
    unit === 'part'
      ? formatShare(value)
      : `${number(value)}${bounds} ${agree(unit, Math.max(value ?? 0, atMost ?? 0))}`
  const lines = groups.map((group) =>
    group.isHidden
      ? `    ${group.title} : moins de 5 personnes, ou permettrait de les deviner`
      : `    ${group.title} : ${number(group.hours)} h, ${number(group.people)} ${(group.people ?? 0) > 1 ? 'personnes' : 'personne'}`,
  )
  return [`  ${title} : ${isHidden ? 'caché (petit groupe)' : written}`, ...lines]
}

/** The report for a person: each indicator, its groups, then what to know before quoting it. */
export function formatInsertionReport({
  indicators,
  filters,
  caveats,
  method,
  asOf,
}: InsertionReport): string {
  return [
    `Insertion, du ${filters.from ?? 'début'} au ${filters.to ?? 'aujourd’hui'} — acheteurs : ${filters.buyers.join(', ') || 'tous'} (données au ${inWords(asOf)})`,
    ...indicators.flatMap(formatInsertionValue),
    `Un équivalent temps plein : ${method.fullTimeHours} h. Définitions : docs/insertion-clauses.md, ou --json.`,
    ...caveats.map((caveat) => `Réserve : ${caveat}`),
  ].join('\n')
}

const formatCalendar = (items: readonly CalendarItem[]) =>
  items.length === 0 ? 'Rien n’est dû.' : items.map(({ on, message }) => `${on}  ${message}`).join('\n')

/** `clauses calendar`: what is due, for a person, as CSV or for a calendar. */
export const declareCalendarCommand = (
  yargs: Argv<{ json: boolean }>,
  context: CliContext,
  run: (work: Promise<number>) => Promise<void>,
) =>
  yargs.command(
    'calendar',
    'Les échéances : relevés manquants, clauses qui finissent avec des heures restantes',
    (y) =>
      y
        .option('buyer', { type: 'string', array: true, nargs: 1, describe: 'SIREN ou SIRET de l’acheteur' })
        .option('csv', { type: 'boolean', describe: 'Pour un tableur' })
        .option('ics', { type: 'boolean', describe: 'Pour un agenda (iCalendar)' })
        .conflicts('csv', 'ics'),
    (args) =>
      run(
        withDatabase(context, async ({ db }) => {
          const items = await listCalendar(db, context.clock, buyersOf(args.buyer ?? []))
          if (args.ics) return show(context, false, writeCalendarIcs(items, context.clock), (text) => text)
          if (!args.csv) return show(context, args.json, items, formatCalendar)
          for await (const chunk of writeCalendarCsv(items)) context.output.write(Buffer.from(chunk))
          return EXIT.done
        }),
      ),
  )

/** `clauses report`: the indicators of insertion over a period. */
export const declareReportCommand = (
  yargs: Argv<{ json: boolean }>,
  context: CliContext,
  run: (work: Promise<number>) => Promise<void>,
) =>
  yargs.command(
    'report',
    'Les indicateurs d’insertion : heures, personnes, publics, entreprises',
    (y) =>
      y
        .option('buyer', { type: 'string', array: true, nargs: 1, describe: 'SIREN ou SIRET de l’acheteur' })
        .option('from', { type: 'string', describe: 'Premier jour, AAAA-MM-JJ' })
        .option('to', { type: 'string', describe: 'Dernier jour, AAAA-MM-JJ' })
        .option('internal', {
          type: 'boolean',
          default: false,
          describe: 'Montrer aussi les groupes de moins de 5 personnes (jamais à publier)',
        })
        .option('full-time', {
          choices: FULL_TIME_HOURS,
          default: USUAL_FULL_TIME_HOURS,
          describe: 'Heures d’un ETP',
        })
        .option('threshold', {
          type: 'number',
          describe: 'Seuil européen en euros HT, où la clause est obligatoire',
        }),
    (args) =>
      run(
        withDatabase(context, async ({ db }) => {
          const report = await reportInsertion(db, context.clock, {
            buyers: buyersOf(args.buyer ?? []),
            from: dayOf('from', args.from),
            to: dayOf('to', args.to),
            fullTimeHours: args.fullTime,
            isInternal: args.internal,
            thresholdCents: thresholdCentsOf(args.threshold) ?? null,
          })
          return show(context, args.json, report, formatInsertionReport)
        }),
      ),
  )
