import type { ArgumentsCamelCase, Argv } from 'yargs'
import { TAX_BASES, type TaxBasis } from '../domain/payment/tax-basis.ts'
import {
  BASES,
  FRAMEWORK_METHODS,
  type FrameworkMethod,
  HOLDER_METHODS,
  type HolderMethod,
} from '../domain/share/share.ts'
import { PERIMETERS } from '../domain/supplier/perimeters.ts'
import { PERIMETER_IDS, type PerimeterId } from '../domain/supplier/verdict.ts'
import { AppError } from '../platform/errors.ts'
import {
  reportShare,
  reportShareByYear,
  type ShareContext,
  type ShareReport,
  type ShareReportByYear,
  type ShareRequest,
} from '../reports/share-report.ts'
import {
  reportSpendShare,
  reportSpendShareByYear,
  type SpendReport,
  type SpendReportByYear,
  type SpendRequest,
} from '../reports/spend-share-report.ts'
import { type CliContext, withDatabase } from './context.ts'
import {
  BUYER_AND_PERIOD_OPTIONS,
  CRITERIA_OPTIONS,
  type FilterArguments,
  filtersOf,
  givenCriteria,
  METHOD_OPTIONS,
  oneOf,
} from './contract-filter-options.ts'
import { formatCount } from './format.ts'
import { figureRows } from './indicator-format.ts'
import { EXIT } from './output.ts'
import { formatCounting, formatFilters, formatOrigin, formatTallies } from './share-format.ts'
import { showSpend } from './spend-format.ts'

/** The options of `share` as typed. */
type ShareArguments = FilterArguments & {
  perimeter: string
  basis: string
  holders?: string | undefined
  frameworks?: string | undefined
  tax?: string | undefined
  by?: string | undefined
  json: boolean
}

/** Refuses the options that say nothing on this basis, rather than leave them without effect. */
function refuseMisplaced(args: ShareArguments): void {
  const { basis, holders, frameworks, tax } = args
  const criteria = givenCriteria(args).filter((name) => name !== '--group')
  if (basis === 'spent' && criteria.length > 0)
    throw new AppError(
      'bad-usage',
      `${criteria.join(', ')} : rien avec --basis spent, une dépense n’a aucun des champs d’un marché.`,
    )
  if (basis === 'spent' && (holders ?? frameworks) !== undefined)
    throw new AppError(
      'bad-usage',
      '--holders et --frameworks ne valent que pour des marchés : une dépense a un fournisseur et un montant. Retirez-les, ou retirez --basis spent.',
    )
  if (basis === 'notified' && tax !== undefined)
    throw new AppError(
      'bad-usage',
      '--tax ne vaut que pour des dépenses (--basis spent) : les marchés sont hors taxes.',
    )
}

const perimeterOf = ({ perimeter }: ShareArguments) =>
  oneOf<PerimeterId>('perimeter', perimeter, PERIMETER_IDS)

const requestOf = (args: ShareArguments): ShareRequest => ({
  ...filtersOf(args),
  perimeter: perimeterOf(args),
  holders: oneOf<HolderMethod>('holders', args.holders ?? 'any-holder', HOLDER_METHODS),
  frameworks: oneOf<FrameworkMethod>('frameworks', args.frameworks ?? 'ceilings', FRAMEWORK_METHODS),
})

function spendRequestOf(args: ShareArguments): SpendRequest {
  const { buyers, groups, from, to } = filtersOf(args)
  const taxBasis = args.tax === undefined ? null : oneOf<TaxBasis>('tax', args.tax, TAX_BASES)
  return { buyers, groups, perimeter: perimeterOf(args), from, to, taxBasis }
}

function formatContext({ method, filters, sources, caveats, asOf }: ShareContext): string {
  const { title } = PERIMETERS[method.perimeter as PerimeterId]
  return [
    `Périmètre : ${title}. ${formatCounting(method)}`,
    ...formatFilters(filters),
    ...formatOrigin({ sources, caveats, asOf }),
  ].join('\n')
}

function showShare({ output }: CliContext, report: ShareReport | ShareReportByYear): void {
  const figures =
    'rows' in report ? report.rows.flatMap((row) => figureRows(`${row.key} `, row)) : figureRows('', report)
  output.out(
    figures.length > 0 ? formatTallies(figures) : 'Aucun marché daté dans ce champ : pas de part à calculer.',
  )
  const parts = 'rows' in report ? report.rows : [report]
  const outOfValue = parts.reduce((sum, figure) => sum + figure.outOfValue.contracts, 0)
  if (outOfValue > 0)
    output.out(
      `Dont ${formatCount(outOfValue)} en nombre seulement : montant absent, illisible ou invraisemblable, exclu de la valeur.`,
    )
  if ('contracts' in report && report.contracts.total === 0)
    output.out('Aucun marché dans ce champ : il n’y a pas de part (ce n’est pas 0 %).')
  output.out(formatContext(report))
}

/** `share`: the share of contracts, or of what was paid, going to a perimeter, whole or year by year. */
async function runShare(context: CliContext, args: ShareArguments): Promise<number> {
  const isByYear = args.by !== undefined && oneOf('by', args.by, ['year'] as const) === 'year'
  const basis = oneOf('basis', args.basis, BASES)
  refuseMisplaced(args)
  const { clock } = context
  const show = <T>(report: T, showToPerson: (context: CliContext, report: T) => void) => {
    if (args.json) context.output.out(JSON.stringify(report))
    else showToPerson(context, report)
    return EXIT.done
  }
  if (basis === 'spent') {
    const request = spendRequestOf(args)
    const report = await withDatabase<SpendReport | SpendReportByYear>(context, ({ db }) =>
      isByYear ? reportSpendShareByYear(db, clock, request) : reportSpendShare(db, clock, request),
    )
    return show(report, showSpend)
  }
  const request = requestOf(args)
  const report = await withDatabase<ShareReport | ShareReportByYear>(context, ({ db }) =>
    isByYear ? reportShareByYear(db, clock, request) : reportShare(db, clock, request),
  )
  return show(report, showShare)
}

export const shareCommand = (context: CliContext, run: (work: Promise<number>) => Promise<void>) => ({
  command: 'share',
  describe: 'Calculer la part des marchés, ou des dépenses, attribuée à un périmètre',
  builder: (y: Argv) =>
    y
      .options(BUYER_AND_PERIOD_OPTIONS)
      .option('perimeter', {
        type: 'string',
        default: 'ess',
        describe: 'ess, ess-register, esus, siae, handicap, inclusive ou ess-wide',
      })
      .option('basis', {
        type: 'string',
        default: 'notified',
        describe: 'notified (marchés notifiés) ou spent (dépenses)',
      })
      .options(METHOD_OPTIONS)
      .option('tax', {
        type: 'string',
        describe: 'Dépenses : excluding-tax, including-tax ou unknown (par défaut, ce qui pèse le plus)',
      })
      .option('by', { type: 'string', describe: 'Ventiler : year ; pour le reste, voir indicator' })
      .options(CRITERIA_OPTIONS),
  handler: (args: ArgumentsCamelCase) => run(runShare(context, args as unknown as ShareArguments)),
})
