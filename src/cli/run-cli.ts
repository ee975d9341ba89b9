import yargs from 'yargs'
import { connect } from '../database/connect.ts'
import { migrate } from '../database/migrate.ts'
import { SOURCE_IDS } from '../domain/supplier/facts.ts'
import { AppError, type ErrorCode, explainDatabaseError } from '../platform/errors.ts'
import { compareCommand } from './compare-command.ts'
import { type CliContext, withDatabase } from './context.ts'
import { runDemo } from './demo-command.ts'
import { duplicatesCommand } from './duplicates-command.ts'
import { declareEditionCommands } from './edition-commands.ts'
import { enrichCommand } from './enrich-command.ts'
import { declareExportCommands } from './export-command.ts'
import { ABOUT_FILES } from './file-options.ts'
import { groupCommands } from './group-commands.ts'
import { runImport, runPlanImport, runProblems, runReferenceImport } from './import-commands.ts'
import { indicatorCommand, indicatorsCommand } from './indicator-command.ts'
import { declareClauseCommands } from './insertion-commands.ts'
import { Interruption } from './interruption.ts'
import { ABOUT_LISTS, listOptionsOf } from './list-options.ts'
import { withOptionNames } from './option-names.ts'
import { EXIT } from './output.ts'
import { declarePlanCommands } from './plan-commands.ts'
import { declareProfileCommands } from './profile-commands.ts'
import { publicationCommand } from './publication-command.ts'
import { reportCommand } from './report-command.ts'
import { shareCommand } from './share-command.ts'
import { studyCommand } from './study-command.ts'
import { declareSupplierCommands } from './supplier-commands.ts'
import { tagCommands, transitionCommands } from './tag-commands.ts'
import { listCommand, undoCommand } from './undo-command.ts'

/** A usage mistake found by the argument parser, its message ready to be shown. */
class UsageError extends Error {}

async function runMigrate({ config, clock, output }: CliContext, isJson: boolean): Promise<number> {
  const connection = await connect(config, clock)
  try {
    const applied = await migrate(connection.db)
    const message =
      applied.length === 0 ? 'La base est à jour.' : `Migrations appliquées : ${applied.join(', ')}.`
    output.out(isJson ? JSON.stringify({ engine: connection.engine, applied }) : message)
    return EXIT.done
  } finally {
    await connection.close()
  }
}

const SERVER = {
  type: 'string',
  global: false,
  describe: 'Envoyer à un service en marche, http://machine:3000, au lieu d’écrire dans la base d’ici',
} as const

const DRY_RUN = {
  type: 'boolean',
  default: false,
  describe: 'Essai : le bilan complet, sans rien écrire dans la base',
} as const

/** The commands, their options and their French help. Each handler leaves its exit code in `result`. */
function declareCommands(context: CliContext, result: { code: number }) {
  const run = async (work: Promise<number>) => {
    result.code = await work
  }
  const { config, output } = context
  /** Ledgers are JSON lines for a machine: when asked, or when no terminal shows them. */
  const flagsOf = ({
    json,
    dryRun,
    server,
  }: {
    json: boolean
    dryRun: boolean
    server: string | undefined
  }) => ({
    isJson: json || !output.isTerminal,
    isDryRun: dryRun,
    server,
  })
  return yargs()
    .scriptName('spaser')
    .locale('fr')
    .usage(
      '$0 <commande>\n\nPart des marchés publics attribuée à l’économie sociale et solidaire, et objectifs du SPASER.',
    )
    .option('json', {
      type: 'boolean',
      default: false,
      global: true,
      describe: 'Répondre en JSON, une ligne par objet',
    })
    .command(
      'import [fichiers..]',
      'Importer des marchés (DECP en JSON, XML, CSV, XLSX ou ODS) ou des dépenses (CSV, XLSX ou ODS)',
      (y) =>
        y
          .command(
            'problems <numero>',
            'Les problèmes d’un import, groupés ; --csv : la liste complète',
            (z) =>
              z
                .positional('numero', { type: 'string', demandOption: true, describe: 'importId du bilan' })
                .option('csv', {
                  type: 'boolean',
                  default: false,
                  describe: 'Liste complète, pour un tableur',
                }),
            (args) => run(runProblems(context, args.numero, { isJson: args.json, isCsv: args.csv })),
          )
          .command(undoCommand(context, run))
          .command(listCommand(context, run))
          .positional('fichiers', {
            type: 'string',
            array: true,
            default: [],
            describe: 'Fichiers à importer',
          })
          .option('dry-run', DRY_RUN)
          .option('server', SERVER)
          .options(ABOUT_FILES)
          .check(({ fichiers }) => fichiers.length > 0 || 'Fichiers attendus : import FICHIER…', false),
      (args) => run(runImport(context, args.fichiers, flagsOf(args), args)),
    )
    .command(
      'profile <action>',
      'Profils : ce que contiennent les colonnes des tableaux d’un acheteur',
      (y) => declareProfileCommands(y, context, run),
    )
    .command('reference <action>', 'Listes de référence des fournisseurs', (y) =>
      y
        .command(
          'import <liste> <fichier>',
          `Importer une liste : ${SOURCE_IDS.join(', ')}`,
          (z) =>
            z
              .positional('liste', {
                type: 'string',
                demandOption: true,
                describe: `${SOURCE_IDS.join(', ')} (docs/reference-lists.md)`,
              })
              .positional('fichier', {
                type: 'string',
                demandOption: true,
                describe: 'Fichier de la liste (CSV, XLSX, ODS ou JSON, compressé ou non)',
              })
              .options(ABOUT_LISTS)
              .option('dry-run', DRY_RUN)
              .option('server', SERVER),
          (args) => {
            const options = listOptionsOf(args)
            return run(runReferenceImport(context, args.liste, args.fichier, flagsOf(args), options))
          },
        )
        .demandCommand(1, 'Action attendue : import.'),
    )
    .command('plan <action>', 'Plans (SPASER) et leurs objectifs', (y) =>
      declarePlanCommands(
        y.command(
          'import <fichier>',
          'Importer un plan et ses objectifs (JSON, voir docs/plan-file.md)',
          (z) =>
            z
              .positional('fichier', { type: 'string', demandOption: true, describe: 'Fichier JSON du plan' })
              .option('dry-run', DRY_RUN)
              .option('server', SERVER),
          (args) => run(runPlanImport(context, args.fichier, flagsOf(args))),
        ),
        context,
        run,
      ),
    )
    .command(shareCommand(context, run))
    .command(compareCommand(context, run))
    .command(studyCommand(context, run))
    .command(indicatorsCommand(context, run))
    .command(indicatorCommand(context, run))
    .command(groupCommands(context, run))
    .command(transitionCommands(context, run))
    .command(tagCommands(context, run))
    .command(reportCommand(context, run))
    .command(publicationCommand(context, run))
    .command('edition <action>', 'Éditions : ce qui a été publié, figé, et si cela tient toujours', (y) =>
      declareEditionCommands(y, context, run),
    )
    .command(
      'suppliers <action>',
      'Fournisseurs : chercher, examiner, décider, compléter ce que l’on sait d’eux',
      (y) => declareSupplierCommands(y.command(enrichCommand(context, run)), context, run),
    )
    .command('clauses <action>', 'Clauses d’insertion : heures promises, heures réalisées', (y) =>
      declareClauseCommands(y, context, run),
    )
    .command('export <sortie>', 'Exporter les marchés pour les publier', (y) =>
      declareExportCommands(y, context, run),
    )
    .command(duplicatesCommand(context, run))
    .command(
      'serve',
      'Servir l’API HTTP',
      (y) =>
        y
          .option('host', { type: 'string', default: config.host, describe: 'Adresse d’écoute' })
          .option('port', { type: 'number', default: config.port, describe: 'Port d’écoute' })
          .check(
            ({ port }) =>
              (Number.isInteger(port) && port >= 0 && port <= 65_535) ||
              '--port : nombre entier attendu, de 0 à 65535.',
          ),
      (args) =>
        run(
          withDatabase(context, (connection) => context.startServer(connection, args)).then(() => EXIT.done),
        ),
    )
    .command('migrate', 'Créer ou mettre à jour la base', {}, (args) =>
      run(runMigrate(context, args.json as boolean)),
    )
    .command(
      'demo',
      'Importer les données de démonstration, afficher les parts et les objectifs, puis servir l’API',
      (y) =>
        y.option('serve', {
          type: 'boolean',
          default: true,
          describe: '--no-serve : s’arrêter après l’affichage',
        }),
      (args) => run(runDemo(context, args.serve, args.json)),
    )
    .demandCommand(1, 'Commande attendue ; voir --help.')
    .check((args, { array }) => {
      const lists = array as unknown as readonly string[]
      const twice = Object.keys(args).find(
        // yargs also gives "holder-family" as "holderFamily", which is in none of its lists.
        (name) => !/[A-Z_]/.test(name) && Array.isArray(args[name]) && !lists.includes(name),
      )
      return twice === undefined || `--${twice} n’est attendu qu’une fois.`
    }, true)
    .strict()
    .help()
    .version(false)
    .exitProcess(false)
    .fail((message, error) => {
      throw error instanceof Error ? error : new UsageError(message)
    })
}

/** Refusals that name fields as the API does. */
const NAMES_FIELDS: ReadonlySet<ErrorCode> = new Set(['clause-invalid', 'personal-data'])

/** Runs one command and answers with its exit code: 0 done, 1 failed, 2 bad usage, 3 done with rejected rows, 130 or 143 interrupted. */
export async function runCli(context: CliContext, argv: readonly string[]): Promise<number> {
  const result: { code: number } = { code: EXIT.done }
  try {
    await declareCommands(context, result).parseAsync(argv, {}, (_error, _args, text) => {
      if (text) context.output.out(text)
    })
    return result.code
  } catch (thrown) {
    const error = explainDatabaseError(thrown as Error)
    if (error instanceof UsageError) {
      context.output.err(`${error.message}\nAide : npm run -s spaser -- --help`)
      return EXIT.badUsage
    }
    if (error instanceof Interruption) {
      context.output.err(error.message)
      return error.exitCode
    }
    if (!(error instanceof AppError)) throw error
    context.output.err(NAMES_FIELDS.has(error.code) ? withOptionNames(error.message) : error.message)
    return error.code === 'bad-usage' ? EXIT.badUsage : EXIT.failed
  }
}
