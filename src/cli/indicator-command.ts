import type { ArgumentsCamelCase, Argv } from 'yargs'
import { BREAKDOWN_IDS } from '../domain/contract-filter/breakdown.ts'
import { DEPARTMENT_KEY, UNKNOWN_KEY } from '../domain/contract-filter/contract-filters.ts'
import { type Phase, parsePhase } from '../domain/contract-filter/phase.ts'
import { FIGURE_PARTS, type FigurePart } from '../domain/indicator/figure-part.ts'
import { RECORDED_FIELDS } from '../domain/indicator/recorded-field.ts'
import { SUPPLIER_DIVERSITY } from '../domain/indicator/supplier-diversity.ts'
import {
  FULL_TIME_HOURS,
  type FullTimeHours,
  USUAL_FULL_TIME_HOURS,
} from '../domain/insertion/insertion-facts.ts'
import { FRAMEWORK_METHODS, HOLDER_METHODS } from '../domain/share/share.ts'
import { PERIMETER_IDS } from '../domain/supplier/verdict.ts'
import { AppError } from '../platform/errors.ts'
import { reportCatalogue } from '../reports/indicator-catalogue.ts'
import { openIndicator } from '../reports/indicator-contracts.ts'
import { exportIndicatorContracts } from '../reports/indicator-export.ts'
import { reportIndicator } from '../reports/indicator-report.ts'
import type { IndicatorRequest } from '../reports/indicator-request.ts'
import { isInsertionIndicator } from '../reports/insertion-figure.ts'
import { type CliContext, withDatabase } from './context.ts'
import {
  BUYER_AND_PERIOD_OPTIONS,
  CRITERIA_OPTIONS,
  type FilterArguments,
  filtersOf,
  METHOD_OPTIONS,
  oneOf,
  refuseKeyAlone,
} from './contract-filter-options.ts'
import { runDiversity } from './diversity-command.ts'
import { formatTable } from './format-table.ts'
import { formatIndicator, formatOpened } from './indicator-format.ts'
import { runInsertionFigure } from './insertion-figure-command.ts'
import { thresholdCentsOf } from './insertion-options.ts'
import { EXIT } from './output.ts'

type IndicatorArguments = FilterArguments & {
  id: string
  perimeter?: string
  holders?: string
  territory?: readonly string[]
  field?: string
  frameworks?: string
  threshold?: number
  fullTime?: FullTimeHours
  internal?: boolean
  by?: string
  phase?: readonly string[]
  open?: string
  key?: string
  csv: boolean
  json: boolean
}

/** Contracts shown to a person; the CSV gives them all. */
const SHOWN = 50

/** Words an agent would type for the parts of a fraction. */
const PART_SYNONYMS: Readonly<Record<string, FigurePart>> = { numerator: 'yes', denominator: 'counted' }

const optional = <T extends string>(option: string, value: string | undefined, allowed: readonly T[]) =>
  value === undefined ? undefined : oneOf(option, value, allowed)

function territoryOf(values: readonly string[] | undefined): readonly string[] | undefined {
  const wrong = values?.find((value) => value === UNKNOWN_KEY || !DEPARTMENT_KEY.test(value))
  if (wrong !== undefined)
    throw new AppError('bad-usage', `--territory « ${wrong} » : code de département attendu (31, 2A, 974).`)
  return values
}

function phaseOf(value: string): Phase {
  const phase = parsePhase(value)
  if (phase) return phase
  throw new AppError(
    'bad-usage',
    `--phase « ${value} » : AAAA-MM-JJ/AAAA-MM-JJ attendu, précédé ou non d’un nom (exemple : Phase 1:2022-01-01/2023-12-31).`,
  )
}

const requestOf = (args: IndicatorArguments): IndicatorRequest => ({
  id: args.id,
  filters: filtersOf(args),
  perimeter: optional('perimeter', args.perimeter, PERIMETER_IDS),
  holders: optional('holders', args.holders, HOLDER_METHODS),
  territory: territoryOf(args.territory),
  field: optional('field', args.field, RECORDED_FIELDS),
  frameworks: optional('frameworks', args.frameworks, FRAMEWORK_METHODS),
  threshold: thresholdCentsOf(args.threshold),
  fullTimeHours: args.fullTime,
  isInternal: args.internal,
  by: optional('by', args.by, BREAKDOWN_IDS),
  phases: args.phase?.map(phaseOf),
})

function partOf(args: IndicatorArguments): FigurePart | null {
  const { open, csv } = args
  refuseKeyAlone(args)
  if (open !== undefined) return PART_SYNONYMS[open] ?? oneOf('open', open, FIGURE_PARTS)
  if (csv) throw new AppError('bad-usage', '--csv donne les marchés derrière un chiffre : ajoutez --open.')
  return null
}

/** `indicator ID`: a figure, whole and broken down; with `--open`, the contracts behind one of its parts. */
async function runIndicator(context: CliContext, args: IndicatorArguments): Promise<number> {
  if (args.id === SUPPLIER_DIVERSITY.id) return runDiversity(context, args, args.phase?.map(phaseOf))
  const { clock, output } = context
  const request = requestOf(args)
  if (isInsertionIndicator(args.id)) return runInsertionFigure(context, request, args)
  const part = partOf(args)
  return withDatabase(context, async ({ db }) => {
    if (part === null) {
      const report = await reportIndicator(db, clock, request)
      output.out(args.json ? JSON.stringify(report) : formatIndicator(report))
      return EXIT.done
    }
    const opening = { ...request, part, key: args.key ?? null }
    if (args.csv)
      for await (const chunk of await exportIndicatorContracts(db, clock, opening)) output.write(chunk)
    else {
      const opened = await openIndicator(db, clock, opening, { limit: SHOWN, offset: 0 })
      output.out(args.json ? JSON.stringify(opened) : formatOpened(part, opened))
    }
    return EXIT.done
  })
}

function runIndicators({ output }: CliContext, isJson: boolean): number {
  const { indicators, supplierDiversity, insertion, breakdowns } = reportCatalogue()
  const rows = [
    ...indicators.map(({ id, title, perimeters }) => [id, title, perimeters.join(', ')]),
    [supplierDiversity.id, supplierDiversity.title, PERIMETER_IDS.join(', ')],
    ...insertion.map(({ id, title }) => [id, title, '']),
  ]
  const text = `${formatTable(['indicateur', 'titre', 'périmètres'], rows, [])}\n\nVentilations (--by) : ${breakdowns.map(({ id }) => id).join(', ')}.`
  output.out(isJson ? JSON.stringify({ indicators, supplierDiversity, insertion, breakdowns }) : text)
  return EXIT.done
}

type Run = (work: Promise<number>) => Promise<void>

export const indicatorsCommand = (context: CliContext, run: Run) => ({
  command: 'indicators',
  describe: 'Le catalogue des indicateurs',
  builder: (y: Argv) => y,
  handler: (args: ArgumentsCamelCase) => run(Promise.resolve(runIndicators(context, args.json as boolean))),
})

export const indicatorCommand = (context: CliContext, run: Run) => ({
  command: 'indicator <id>',
  describe: 'Un indicateur, filtré et ventilé ; --open : les marchés qui le composent',
  builder: (y: Argv) =>
    y
      .positional('id', { type: 'string', demandOption: true, describe: 'Identifiant : voir indicators' })
      .options(BUYER_AND_PERIOD_OPTIONS)
      .option('perimeter', { type: 'string', describe: 'Périmètre, quand l’indicateur en propose plusieurs' })
      .option('territory', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: 'Pour local-share : département du territoire ; peut se répéter',
      })
      .option('field', { type: 'string', describe: `Pour filled-fields : ${RECORDED_FIELDS.join(', ')}` })
      .option('threshold', {
        type: 'number',
        describe: 'Pour insertion-mandatory : seuil en euros HT, où la clause est obligatoire',
      })
      .option('full-time', {
        choices: FULL_TIME_HOURS,
        describe: `Insertion : heures d’un ETP (${USUAL_FULL_TIME_HOURS} sinon)`,
      })
      .option('internal', {
        type: 'boolean',
        describe: 'Insertion : montrer aussi les groupes de moins de 5 personnes (jamais à publier)',
      })
      .options(METHOD_OPTIONS)
      .option('by', { type: 'string', describe: `Ventiler : ${BREAKDOWN_IDS.join(', ')}` })
      .option('phase', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: 'Avec --by phase : Nom:AAAA-MM-JJ/AAAA-MM-JJ ; peut se répéter',
      })
      .options(CRITERIA_OPTIONS)
      .option('open', {
        type: 'string',
        describe:
          'Les marchés derrière le chiffre : numerator, denominator, yes, no, undetermined, excluded ou out-of-value ; pour l’insertion : clauses',
      })
      .option('key', { type: 'string', describe: 'Avec --by et --open : la ligne à ouvrir' })
      .option('csv', {
        type: 'boolean',
        default: false,
        describe: 'Avec --open : liste complète, pour un tableur',
      }),
  handler: (args: ArgumentsCamelCase) => run(runIndicator(context, args as unknown as IndicatorArguments)),
})
