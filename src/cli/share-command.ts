import { parseDate } from '../domain/dates/iso-date.ts'
import {
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
import { type CliContext, withDatabase } from './context.ts'
import { EXIT, formatCount, formatEuros, formatShare, formatTable } from './output.ts'

/** The options of `share` as typed. */
export type ShareArguments = {
  buyer?: readonly string[] | undefined
  perimeter: string
  from?: string | undefined
  to?: string | undefined
  holders: string
  frameworks: string
  by?: string | undefined
  json: boolean
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value)
  if (found === undefined)
    throw new AppError('bad-usage', `--${option} « ${value} » : valeur attendue parmi ${allowed.join(', ')}.`)
  return found
}

function dayOf(option: string, value: string | undefined): string | null {
  if (value === undefined) return null
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || parseDate(value) === null)
    throw new AppError(
      'bad-usage',
      `--${option} « ${value} » : date attendue, AAAA-MM-JJ (exemple : 2025-01-31).`,
    )
  return value
}

function buyersOf(values: readonly string[]): string[] {
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

function requestOf(args: ShareArguments): ShareRequest {
  const [from, to] = [dayOf('from', args.from), dayOf('to', args.to)]
  if (from !== null && to !== null && from > to)
    throw new AppError('bad-usage', `--from ${from} est postérieur à --to ${to} : inversez-les.`)
  return {
    buyers: buyersOf(args.buyer ?? []),
    perimeter: oneOf<PerimeterId>('perimeter', args.perimeter, PERIMETER_IDS),
    from,
    to,
    holders: oneOf<HolderMethod>('holders', args.holders, HOLDER_METHODS),
    frameworks: oneOf<FrameworkMethod>('frameworks', args.frameworks, FRAMEWORK_METHODS),
  }
}

const HEADER = [
  '',
  'oui',
  'non',
  'indéterminé',
  'total',
  'part minimale',
  'part maximale',
  'parmi les déterminés',
]
const RIGHT = [1, 2, 3, 4, 5, 6, 7]

function figureRows(title: string, { contracts, value, share }: ShareFigure): string[][] {
  const row = (
    label: string,
    tally: ShareFigure['contracts'],
    bounds: ShareFigure['share']['contracts'],
    format: (n: number) => string,
  ) => [
    label,
    format(tally.yes),
    format(tally.no),
    format(tally.undetermined),
    format(tally.total),
    formatShare(bounds.lower),
    formatShare(bounds.upper),
    formatShare(bounds.determined),
  ]
  return [
    row(`${title}marchés`, contracts, share.contracts, formatCount),
    row(`${title}valeur HT`, value, share.value, formatEuros),
  ]
}

function formatContext({ method, filters, sources, caveats, asOf }: FigureContext): string {
  const { title } = PERIMETERS[method.perimeter as PerimeterId]
  return [
    `Périmètre : ${title}. Titulaires : ${method.holders}. Accords-cadres : ${method.frameworks}. Règles version ${method.rulesVersion}.`,
    `Acheteurs : ${filters.buyers.join(', ') || 'tous'}. Notifiés du ${filters.from ?? 'début'} au ${filters.to ?? 'dernier'}.`,
    ...sources.map(
      (source) =>
        `Source : ${source.title}, liste du ${source.listedOn}${source.isComplete ? '' : ' (partielle)'}.`,
    ),
    `Données au : ${asOf ?? 'aucune donnée importée'}.`,
    ...caveats.map((caveat) => `• ${caveat}`),
  ].join('\n')
}

/** `share`: the share of contracts going to a perimeter, whole or year by year. */
export async function runShare(context: CliContext, args: ShareArguments): Promise<number> {
  const request = requestOf(args)
  const isByYear = args.by !== undefined && oneOf('by', args.by, ['year'] as const) === 'year'
  const { clock, output } = context
  const report = await withDatabase<ShareReport | ShareReportByYear>(context, ({ db }) =>
    isByYear ? reportShareByYear(db, clock, request) : reportShare(db, clock, request),
  )
  if (args.json) {
    output.out(JSON.stringify(report))
    return EXIT.done
  }
  const figures =
    'rows' in report ? report.rows.flatMap((row) => figureRows(`${row.key} `, row)) : figureRows('', report)
  output.out(
    figures.length > 0
      ? formatTable(HEADER, figures, RIGHT)
      : 'Aucun marché daté dans ce champ : pas de part à calculer.',
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
  return EXIT.done
}
