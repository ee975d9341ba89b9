import type { ArgumentsCamelCase, Argv } from 'yargs'
import { BUYER_KINDS, KIND_TITLES } from '../domain/buyer/buyer-kind.ts'
import { DEPARTMENTS, REGION_CODES } from '../domain/buyer/regions.ts'
import { SIZE_CLASSES } from '../domain/buyer/size-class.ts'
import { CONTRACT_KINDS } from '../domain/contract/contract-kind.ts'
import { FRAMEWORK_METHODS, HOLDER_METHODS, MEASURES } from '../domain/share/share.ts'
import { PERIMETER_IDS } from '../domain/supplier/verdict.ts'
import { AppError } from '../platform/errors.ts'
import { type ComparisonRequest, MINIMUM_RANKED, reportComparison } from '../reports/comparison.ts'
import { formatComparison } from './comparison-format.ts'
import { type CliContext, withDatabase } from './context.ts'
import {
  BUYER_AND_PERIOD_OPTIONS,
  buyersOf,
  CRITERIA_BESIDE_PEERS,
  criteriaOf,
  type FilterArguments,
  METHOD_OPTIONS,
  oneOf,
  periodOf,
} from './contract-filter-options.ts'
import { EXIT } from './output.ts'

type CompareArguments = Omit<FilterArguments, 'buyer' | 'kind' | 'group'> & {
  buyer: string
  year?: string | undefined
  perimeter: string
  holders?: string | undefined
  frameworks?: string | undefined
  contractKind?: readonly string[] | undefined
  kind?: string | undefined
  size?: string | undefined
  department?: string | undefined
  region?: string | undefined
  group?: string | undefined
  minimum: string
  measure: string
  rows: string
  json: boolean
}

const MOST_ROWS = 500

const optional = <T extends string>(option: string, value: string | undefined, allowed: readonly T[]) =>
  value === undefined ? null : oneOf(option, value, allowed)

function numberOf(option: string, value: string, { min, max }: { min: number; max: number }): number {
  const number = /^\d{1,4}$/.test(value) ? Number(value) : Number.NaN
  if (number >= min && number <= max) return number
  throw new AppError(
    'bad-usage',
    `--${option} « ${value} » : nombre entier attendu, de ${min} à ${max}${option === 'year' ? ' (exemple : 2025)' : ''}.`,
  )
}

/** The kind of buyers typed; whoever means that of contracts is told its name. */
function kindOf(value: string | undefined) {
  if (CONTRACT_KINDS.some((kind) => kind === value))
    throw new AppError(
      'bad-usage',
      `--kind « ${value} » : --kind est ici la nature des acheteurs ; pour celle des marchés : --contract-kind ${value}.`,
    )
  return optional('kind', value, [...BUYER_KINDS, 'same', 'any'])
}

/** The days to compare: a year or a period, never both. */
function comparedPeriodOf({ year, from, to }: CompareArguments): ComparisonRequest['period'] {
  const isPeriod = from !== undefined || to !== undefined
  if (year !== undefined && !isPeriod) return { year: numberOf('year', year, { min: 1990, max: 2100 }) }
  if (year === undefined && isPeriod) return periodOf({ from, to })
  throw new AppError(
    'bad-usage',
    year === undefined
      ? 'Les jours à comparer manquent : donnez une année (--year 2025), ou une période (--from, --to ou les deux).'
      : '--year et --from, --to disent deux fois les jours à comparer : gardez l’année, ou la période.',
  )
}

/** Which buyers one is compared with, as typed; groups apart. */
export const peersOf = (args: Pick<CompareArguments, 'kind' | 'size' | 'department' | 'region'>) => ({
  kind: kindOf(args.kind),
  size: optional('size', args.size, [...SIZE_CLASSES, 'same']),
  department: optional('department', args.department, ['same', 'unknown', ...DEPARTMENTS]),
  region: optional('region', args.region, ['same', 'unknown', ...REGION_CODES]),
})

function requestOf(args: CompareArguments): ComparisonRequest {
  const [buyer = ''] = buyersOf([args.buyer])
  return {
    buyer,
    period: comparedPeriodOf(args),
    filters: criteriaOf(args),
    perimeter: oneOf('perimeter', args.perimeter, PERIMETER_IDS),
    holders: oneOf('holders', args.holders ?? 'any-holder', HOLDER_METHODS),
    frameworks: oneOf('frameworks', args.frameworks ?? 'ceilings', FRAMEWORK_METHODS),
    ...peersOf(args),
    group: args.group ?? null,
    minimum: numberOf('minimum', args.minimum, { min: 1, max: 1000 }),
    measure: oneOf('measure', args.measure, MEASURES),
  }
}

/** `compare`: a buyer among its like and beside the whole base. */
async function runCompare(context: CliContext, args: CompareArguments): Promise<number> {
  const request = requestOf(args)
  const limit = numberOf('rows', args.rows, { min: 0, max: MOST_ROWS })
  return withDatabase(context, async ({ db }) => {
    const comparison = await reportComparison(db, context.clock, request, { limit, offset: 0 })
    context.output.out(args.json ? JSON.stringify(comparison) : formatComparison(comparison))
    return EXIT.done
  })
}

const kinds = Object.entries(KIND_TITLES).map(([kind, title]) => `${kind} (${title})`)

/** What makes buyers comparable, but for groups. */
export const PEER_OPTIONS = {
  kind: {
    type: 'string',
    describe: `Nature des acheteurs comparés (celle des marchés : --contract-kind) : same (celle de l’acheteur, par défaut), any, ${kinds.join(', ')}`,
  },
  size: { type: 'string', describe: `Effectif : same, ${SIZE_CLASSES.join(', ')}` },
  department: { type: 'string', describe: 'Département : same, ou un code (31, 2A, 974)' },
  region: { type: 'string', describe: 'Région : same, ou un code INSEE (76)' },
} as const

export const compareCommand = (context: CliContext, run: (work: Promise<number>) => Promise<void>) => ({
  command: 'compare',
  describe: 'Situer la part d’un acheteur parmi ses semblables et dans l’ensemble (docs/comparison.md)',
  builder: (y: Argv<{ json: boolean }>) =>
    y.options({
      buyer: { type: 'string', demandOption: true, describe: 'SIREN ou SIRET de l’acheteur' },
      year: { type: 'string', describe: 'Année de notification, AAAA ; ou bien --from et --to' },
      from: BUYER_AND_PERIOD_OPTIONS.from,
      to: BUYER_AND_PERIOD_OPTIONS.to,
      perimeter: { type: 'string', default: 'ess', describe: PERIMETER_IDS.join(', ') },
      ...METHOD_OPTIONS,
      ...PEER_OPTIONS,
      group: { type: 'string', describe: 'Comparer aux membres d’un groupe (voir groups)' },
      minimum: {
        type: 'string',
        default: String(MINIMUM_RANKED),
        describe: 'Marchés comptés en dessous desquels un acheteur n’est pas classé',
      },
      measure: {
        type: 'string',
        default: 'contracts',
        describe: 'Ordre des acheteurs : contracts ou value',
      },
      rows: { type: 'string', default: '20', describe: `Acheteurs montrés, ${MOST_ROWS} au plus` },
      ...CRITERIA_BESIDE_PEERS,
    } as const),
  handler: (args: ArgumentsCamelCase) => run(runCompare(context, args as unknown as CompareArguments)),
})
