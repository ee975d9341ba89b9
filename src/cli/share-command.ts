import { parseDate } from '../domain/dates/iso-date.ts'
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
  type FigureContext,
  reportShare,
  reportShareByYear,
  type ShareFigure,
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
import { formatCount, formatEuros } from './format.ts'
import { EXIT } from './output.ts'
import { formatOrigin, formatTallies, tallyRow } from './share-format.ts'
import { showSpend } from './spend-format.ts'

/** The options of `share` as typed. */
export type ShareArguments = {
  buyer?: readonly string[] | undefined
  perimeter: string
  from?: string | undefined
  to?: string | undefined
  basis: string
  holders?: string | undefined
  frameworks?: string | undefined
  tax?: string | undefined
  by?: string | undefined
  json: boolean
}

export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value)
  if (found === undefined)
    throw new AppError('bad-usage', `--${option} « ${value} » : valeur attendue parmi ${allowed.join(', ')}.`)
  return found
}

/** The day an option names; `null` when it is not given. */
export function dayOf(option: string, value: string | undefined): string | null {
  if (value === undefined) return null
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || parseDate(value) === null)
    throw new AppError(
      'bad-usage',
      `--${option} « ${value} » : date attendue, AAAA-MM-JJ (exemple : 2025-01-31).`,
    )
  return value
}

/** The SIREN and SIRET that `--buyer` names. */
export function buyersOf(values: readonly string[]): string[] {
  return values.map((value) => {
    const digits = value.replace(/\s/g, '')
    if (!/^(\d{9}|\d{14})$/.test(digits))
      throw new AppError(
        'bad-usage',
        `--buyer « ${value} » : SIREN (9 chiffres) ou SIRET (14 chiffres) attendu.`,
      )
    return digits
  })
}

/** Refuses the options that say nothing on this basis, rather than leave them without effect. */
function refuseMisplaced({ basis, holders, frameworks, tax }: ShareArguments): void {
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

/** The bounds that `--from` and `--to` give. */
export function periodOf(args: { from?: string | undefined; to?: string | undefined }) {
  const [from, to] = [dayOf('from', args.from), dayOf('to', args.to)]
  if (from !== null && to !== null && from > to)
    throw new AppError('bad-usage', `--from ${from} est postérieur à --to ${to} : inversez-les.`)
  return { from, to }
}

/** What both bases are asked for. */
const fieldOf = (args: ShareArguments) => ({
  buyers: buyersOf(args.buyer ?? []),
  perimeter: oneOf<PerimeterId>('perimeter', args.perimeter, PERIMETER_IDS),
  ...periodOf(args),
})

const requestOf = (args: ShareArguments): ShareRequest => ({
  ...fieldOf(args),
  holders: oneOf<HolderMethod>('holders', args.holders ?? 'any-holder', HOLDER_METHODS),
  frameworks: oneOf<FrameworkMethod>('frameworks', args.frameworks ?? 'ceilings', FRAMEWORK_METHODS),
})

const spendRequestOf = (args: ShareArguments): SpendRequest => ({
  ...fieldOf(args),
  taxBasis: args.tax === undefined ? null : oneOf<TaxBasis>('tax', args.tax, TAX_BASES),
})

const figureRows = (title: string, { contracts, value, share }: ShareFigure): string[][] => [
  tallyRow(`${title}marchés`, contracts, share.contracts, formatCount),
  tallyRow(`${title}valeur HT`, value, share.value, formatEuros),
]

function formatContext({ method, filters, sources, caveats, asOf }: FigureContext): string {
  const { title } = PERIMETERS[method.perimeter as PerimeterId]
  return [
    `Périmètre : ${title}. Titulaires : ${method.holders}. Accords-cadres : ${method.frameworks}. Règles version ${method.rulesVersion}.`,
    `Acheteurs : ${filters.buyers.join(', ') || 'tous'}. Notifiés du ${filters.from ?? 'début'} au ${filters.to ?? 'dernier'}.`,
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
export async function runShare(context: CliContext, args: ShareArguments): Promise<number> {
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
