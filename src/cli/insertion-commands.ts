import { writeFile } from 'node:fs/promises'
import type { Argv } from 'yargs'
import { CLAUSE_STATE_IDS, type ClauseState } from '../domain/insertion/clause-state.ts'
import { AppError } from '../platform/errors.ts'
import { listHoursOfClause } from '../reports/insertion-clause-history.ts'
import { listClauseSummaries, listMentions, listToComplete } from '../reports/insertion-clauses.ts'
import {
  TEMPLATE_LAYOUTS,
  type TemplateLayout,
  templateNameOf,
  writeInsertionTemplate,
} from '../reports/insertion-template.ts'
import { type CliContext, withDatabase } from './context.ts'
import { buyersOf, dayOf, oneOf } from './contract-filter-options.ts'
import { clauseOf, show, withNumber } from './insertion-answer.ts'
import { declareAssessmentCommands } from './insertion-assessment-commands.ts'
import {
  formatClause,
  formatClauses,
  formatHours,
  formatMentions,
  formatToComplete,
} from './insertion-format.ts'
import { declareHourWrites } from './insertion-hour-writes.ts'
import { basesOf, numberOf, THRESHOLD_OPTIONS, thresholdsOf } from './insertion-options.ts'
import { declareCalendarCommand, declareReportCommand } from './insertion-report-command.ts'
import { declareSetCommands } from './insertion-set-commands.ts'
import { declareClauseWrites } from './insertion-writes.ts'
import { EXIT } from './output.ts'
import { WRITE_REASONS } from './write-file.ts'

const SHOWN = 200

type Run = (work: Promise<number>) => Promise<void>

const FILTERS = {
  buyer: {
    type: 'string',
    array: true,
    nargs: 1,
    describe: 'SIREN ou SIRET de l’acheteur ; peut se répéter',
  },
  from: { type: 'string', describe: 'À partir du, AAAA-MM-JJ' },
  to: { type: 'string', describe: 'Jusqu’au, AAAA-MM-JJ' },
} as const

/** `clauses template`: a file that is there already is left alone. */
async function writeTemplate(
  { output }: CliContext,
  written: string,
  file: string | undefined,
): Promise<number> {
  const layout = oneOf<TemplateLayout>('layout', written, TEMPLATE_LAYOUTS)
  const path = file ?? templateNameOf(layout)
  await writeFile(path, await writeInsertionTemplate(layout), { flag: 'wx' }).catch(
    ({ code }: NodeJS.ErrnoException) => {
      throw new AppError(
        'bad-usage',
        `« ${path} » ne peut pas être écrit (${WRITE_REASONS[code ?? ''] ?? code}). Donnez un autre nom : clauses template FICHIER.`,
      )
    },
  )
  output.out(`Modèle écrit : ${path}. Une fois rempli : import ${path}.`)
  return EXIT.done
}

/** `clauses list | show | create | due | hours | close | waive…`: insertion clauses. */
export function declareClauseCommands(yargs: Argv<{ json: boolean }>, context: CliContext, run: Run) {
  const { clock } = context
  const read = yargs
    .command(
      'list',
      'Les clauses d’insertion, leurs heures et leur état',
      (y) =>
        y
          .options(FILTERS)
          .options(THRESHOLD_OPTIONS)
          .option('state', {
            type: 'string',
            array: true,
            default: [],
            nargs: 1,
            describe: `État : ${CLAUSE_STATE_IDS.join(', ')} ; peut se répéter`,
          })
          .option('basis', { type: 'string', array: true, default: [], nargs: 1, describe: 'Fondement' })
          .option('on', {
            type: 'string',
            describe: 'État ce jour-là, AAAA-MM-JJ (par défaut : aujourd’hui)',
          }),
      (args) =>
        run(
          withDatabase(context, async ({ db }) => {
            const filters = {
              buyers: buyersOf(args.buyer ?? []),
              states: args.state.map((state) => oneOf<ClauseState>('state', state, CLAUSE_STATE_IDS)),
              bases: basesOf(args.basis),
              from: dayOf('from', args.from),
              to: dayOf('to', args.to),
              on: dayOf('on', args.on),
              thresholds: thresholdsOf(args),
            }
            const answer = await listClauseSummaries(db, clock, filters, { limit: SHOWN, offset: 0 })
            return show(context, args.json, answer, ({ clauses, total }) => formatClauses(clauses, total))
          }),
        ),
    )
    .command(
      'show <numero>',
      'Une clause et son historique',
      (y) =>
        withNumber(y)
          .option('on', { type: 'string', describe: 'Ce jour-là, AAAA-MM-JJ' })
          .options(THRESHOLD_OPTIONS),
      (args) =>
        run(
          withDatabase(context, async ({ db }) => {
            const clause = await clauseOf(db, context, numberOf('Clause', args.numero), {
              on: dayOf('on', args.on),
              thresholds: thresholdsOf(args),
            })
            return show(context, args.json, clause, formatClause)
          }),
        ),
    )
    .command(
      'to-complete',
      'Marchés réservés ou à clause sociale sans clause d’insertion enregistrée',
      (y) => y.options(FILTERS),
      (args) =>
        run(
          withDatabase(context, async ({ db }) => {
            const filters = {
              buyers: buyersOf(args.buyer ?? []),
              from: dayOf('from', args.from),
              to: dayOf('to', args.to),
            }
            const answer = await listToComplete(db, filters, { limit: SHOWN, offset: 0 })
            return show(context, args.json, answer, ({ contracts, total }) =>
              formatToComplete(contracts, total),
            )
          }),
        ),
    )
    .command(
      'mentions',
      'Marchés dont l’objet semble annoncer de l’insertion : des propositions, à vérifier',
      (y) => y.options({ buyer: FILTERS.buyer }),
      (args) =>
        run(
          withDatabase(context, async ({ db }) => {
            const answer = await listMentions(db, buyersOf(args.buyer ?? []), { limit: SHOWN, offset: 0 })
            return show(context, args.json, answer, ({ contracts, total }) =>
              formatMentions(contracts, total),
            )
          }),
        ),
    )
    .command(
      'hours <numero>',
      'Les heures réalisées d’une clause ; --history : toutes les versions',
      (y) =>
        withNumber(y).option('history', { type: 'boolean', default: false, describe: 'Toutes les versions' }),
      (args) =>
        run(
          withDatabase(context, async ({ db }) => {
            const clauseId = numberOf('Clause', args.numero)
            await clauseOf(db, context, clauseId)
            const query = { clauseId, withHistory: args.history }
            const answer = await listHoursOfClause(db, query, { limit: 10_000, offset: 0 })
            return show(context, args.json, answer, ({ statements, total }) => formatHours(statements, total))
          }),
        ),
    )
    .command(
      'template [fichier]',
      'Écrire le modèle de relevé d’heures (XLSX) à donner aux facilitateurs',
      (y) =>
        y
          .positional('fichier', {
            type: 'string',
            describe: 'Fichier à écrire (par défaut : son nom usuel, ici)',
          })
          .option('layout', {
            type: 'string',
            default: 'by-person',
            describe: 'by-person (une ligne par personne et mois) ou totals (par marché et trimestre)',
          }),
      (args) => run(writeTemplate(context, args.layout, args.fichier)),
    )
  const written = declareHourWrites(declareClauseWrites(read, context, run), context, run)
  const reported = declareReportCommand(written, context, run)
  const calendar = declareCalendarCommand(reported, context, run)
  return declareSetCommands(declareAssessmentCommands(calendar, context, run), context, run).demandCommand(
    1,
    'Action attendue : list, show, to-complete, mentions, hours, assess, assess-set, prospects, plan-purchases, planned-purchases, report, calendar, template, create, due, add-hours, correct-hours, change, close, waive, note ou cancel.',
  )
}
