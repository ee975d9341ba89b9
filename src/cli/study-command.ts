import type { ArgumentsCamelCase, Argv, Options } from 'yargs'
import { FRAMEWORK_METHODS, HOLDER_METHODS } from '../domain/share/share.ts'
import { PERIMETERS } from '../domain/supplier/perimeters.ts'
import { OUTCOME_WORDS, PERIMETER_IDS, type PerimeterId } from '../domain/supplier/verdict.ts'
import { AppError } from '../platform/errors.ts'
import type { IndicatorRow } from '../reports/indicator-report.ts'
import { REFUSED_FILTERS } from '../reports/study-filters.ts'
import {
  type EndingContract,
  reportTargetStudy,
  type Supply,
  type TargetStudy,
  USUAL_SCENARIOS,
} from '../reports/target-study.ts'
import { PEER_OPTIONS, peersOf } from './compare-command.ts'
import { describeCriteria } from './comparison-format.ts'
import { type CliContext, withDatabase } from './context.ts'
import {
  BUYER_AND_PERIOD_OPTIONS,
  buyersOf,
  CRITERIA_BESIDE_PEERS,
  camelCase,
  criteriaOf,
  type FilterArguments,
  METHOD_OPTIONS,
  oneOf,
} from './contract-filter-options.ts'
import { counted, formatCount, formatEuros, formatShare } from './format.ts'
import { formatTable } from './format-table.ts'
import { EXIT } from './output.ts'
import { formatCriteria, formatOrigin } from './share-format.ts'

type StudyArguments = Omit<FilterArguments, 'kind'> & {
  contractKind?: readonly string[]
  perimeter: string
  holders?: string
  frameworks?: string
  years: number
  months: number
  scenario?: readonly string[]
  target?: string
  kind?: string
  size?: string
  department?: string
  region?: string
  json: boolean
}

const FILTER_OPTIONS = {
  from: BUYER_AND_PERIOD_OPTIONS.from,
  to: BUYER_AND_PERIOD_OPTIONS.to,
  ...CRITERIA_BESIDE_PEERS,
}

/** Why a study does not take a filter, by its parameter; `undefined`: it does. */
const REASONS: Readonly<Record<string, string | undefined>> = REFUSED_FILTERS

/** Those that a study refuses are known, to be refused with the reason, and not shown. */
const STUDY_FILTERS = Object.fromEntries(
  Object.entries<Options>(FILTER_OPTIONS).map(([name, option]) => [
    name,
    { ...option, hidden: camelCase(name) in REASONS },
  ]),
)

/** Contracts shown to a person; `--json` gives two hundred. */
const SHOWN = 20
const OBJECT_WIDTH = 48

/** "12,5" or "12.5" → 1250 hundredths of a point. */
function hundredthsOf(option: string, value: string): number {
  if (!/^(100|\d{1,2}([.,]\d{1,2})?)$/.test(value))
    throw new AppError(
      'bad-usage',
      `--${option} « ${value} » : pourcentage de 0 à 100 attendu, deux décimales au plus (exemple : 12,5).`,
    )
  return Math.round(Number(value.replace(',', '.')) * 100)
}

function wholeNumber(option: string, value: number, max: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= max) return value
  throw new AppError('bad-usage', `--${option} « ${value} » : nombre entier de 1 à ${max} attendu.`)
}

/** "4,0 % à 9,1 %", or one share when the bounds are the same. */
const between = ({ lower, upper }: { lower: number | null; upper: number | null }) =>
  lower === upper ? formatShare(lower) : `${formatShare(lower)} à ${formatShare(upper)}`

const SHARE_HEADER = ['marchés', 'oui', 'part en nombre', 'valeur HT', 'part en valeur']
const shareCells = ({ contracts, value, share }: IndicatorRow) => [
  formatCount(contracts.total),
  formatCount(contracts.yes),
  between(share.contracts),
  formatEuros(value.total),
  between(share.value),
]
const supplyCells = (supply: Supply | null) =>
  supply === null ? ['—', '—'] : [formatCount(supply.suppliers), formatCount(supply.newToBuyers)]

const contractCells = ({ endsOn, cpv, object, amount, outcome, supply }: EndingContract) => [
  endsOn,
  cpv ?? '—',
  (object ?? '').slice(0, OBJECT_WIDTH),
  amount === null ? '—' : formatEuros(amount),
  outcome === null ? '' : OUTCOME_WORDS[outcome],
  ...supplyCells(supply),
]

const percent = (value: number) => `${String(value).replace('.', ',')} %`

/** What the target asks of the contracts that end. */
function formatNeeded({ needed }: TargetStudy['simulation']): string[] {
  if (needed === null) return []
  const say = (part: number | null) =>
    part === null
      ? 'rien ne finit'
      : part > 100
        ? `hors d’atteinte par ces seuls marchés (${percent(part)})`
        : `${percent(part)} de ce qui finit`
  return [
    `Pour ${percent(needed.target)} : en nombre, ${say(needed.contracts)} ; en valeur, ${say(needed.value)}.`,
  ]
}

/** The share in number of comparable buyers in a division, and of how many contracts. */
function peerShareOf(families: readonly IndicatorRow[], key: string): string {
  const found = families.find((row) => row.key === key)
  return found ? `${between(found.share.contracts)} de ${formatCount(found.contracts.total)}` : '—'
}

/** Who the comparable buyers are, and what they reach together. */
function formatPeers({ peers }: TargetStudy): string[] {
  if (peers === null) return []
  const reached = `${between(peers.total.share.contracts)} en nombre, ${between(peers.total.share.value)} en valeur`
  return [
    `Acheteurs semblables (${describeCriteria({ ...peers.criteria, groups: [] })}) : ${peers.buyers === 0 ? 'aucun' : `${formatCount(peers.buyers)}, ensemble ${counted(peers.total.contracts.total, 'marché', 'marchés')}, ${reached}`}.`,
  ]
}

export function formatStudy(study: TargetStudy): string {
  const { history, peers, toCome, simulation, perimeter, filters } = study
  const { buyers: _buyers, groups: _groups, ...criteria } = filters
  const right = [1, 2, 3, 4, 5]
  const supplyHeader = ['fournisseurs', 'nouveaux']
  return [
    `De quoi fixer un objectif : ${PERIMETERS[perimeter as PerimeterId].title}`,
    ...formatCriteria(criteria).map(
      (line) => `Ne sont regardés, dans toute l’étude, que certains marchés. ${line}`,
    ),
    '',
    `1. Ce qui a été atteint, du ${history.from} au ${history.to}`,
    formatTable(
      ['année', ...SHARE_HEADER],
      history.years.map((row) => [row.key, ...shareCells(row)]),
      right,
    ),
    '',
    ...formatPeers(study),
    formatTable(
      ['division CPV', ...SHARE_HEADER, ...(peers ? ['semblables'] : [])],
      history.families.map((row) => [
        row.label,
        ...shareCells(row),
        ...(peers ? [peerShareOf(peers.families, row.key)] : []),
      ]),
      [...right, 6],
    ),
    '',
    `2. Ce qui finit du ${toCome.from} au ${toCome.to} : ${formatCount(toCome.total.contracts.total)} marchés, ${formatEuros(toCome.total.value.total)} HT (fin inconnue : ${formatCount(toCome.withoutEnd)})`,
    'Fournisseurs : ceux du périmètre qui ont remporté de tels marchés, tous acheteurs de la base ; nouveaux : jamais titulaires ici.',
    formatTable(
      ['division CPV', 'marchés', 'valeur HT', ...supplyHeader],
      toCome.families.map(({ label, contracts, value, supply }) => [
        label,
        formatCount(contracts.total),
        formatEuros(value.total),
        ...supplyCells(supply),
      ]),
      [1, 2, 3, 4],
    ),
    '',
    formatTable(
      ['fin estimée', 'CPV', 'objet', 'montant HT', 'périmètre', ...supplyHeader],
      toCome.contracts.slice(0, SHOWN).map(contractCells),
      [3, 5, 6],
    ),
    ...(toCome.contracts.length > SHOWN ? [`Les ${SHOWN} plus gros ; la suite : --json.`] : []),
    '',
    `3. Et si… (achats semblables à ceux du ${simulation.past.from} au ${simulation.past.to})`,
    formatTable(
      ['part de ce qui finit', 'part en nombre', 'part en valeur'],
      simulation.scenarios.map((scenario) => [
        percent(scenario.percent),
        between(scenario.contracts),
        between(scenario.value),
      ]),
      [0, 1, 2],
    ),
    ...formatNeeded(simulation),
    ...formatOrigin(study),
  ].join('\n')
}

/** Refuses, with the reason, filters that other commands take. */
function refuseFilters(args: StudyArguments): void {
  for (const name of Object.keys(FILTER_OPTIONS)) {
    const parameter = camelCase(name)
    if (parameter in REASONS && args[parameter as keyof FilterArguments] !== undefined)
      throw new AppError('bad-usage', `--${name} : sans objet, ${REASONS[parameter]}. Retirez-le.`)
  }
}

async function runStudy(context: CliContext, args: StudyArguments): Promise<number> {
  const { clock, output } = context
  refuseFilters(args)
  const request = {
    filters: criteriaOf(args),
    buyers: buyersOf(args.buyer ?? []),
    groups: args.group ?? [],
    perimeter: oneOf<PerimeterId>('perimeter', args.perimeter, PERIMETER_IDS),
    holders: oneOf('holders', args.holders ?? 'any-holder', HOLDER_METHODS),
    frameworks: oneOf('frameworks', args.frameworks ?? 'ceilings', FRAMEWORK_METHODS),
    years: wholeNumber('years', args.years, 10),
    months: wholeNumber('months', args.months, 60),
    scenarios: args.scenario?.map((value) => hundredthsOf('scenario', value)) ?? USUAL_SCENARIOS,
    target: args.target === undefined ? null : hundredthsOf('target', args.target),
    peers: { ...peersOf(args), group: null },
  }
  if (request.buyers.length + request.groups.length === 0)
    throw new AppError(
      'bad-usage',
      'Une étude est celle d’un acheteur ou d’un groupe : donnez --buyer ou --group.',
    )
  return withDatabase(context, async ({ db }) => {
    const study = await reportTargetStudy(db, clock, request)
    output.out(args.json ? JSON.stringify(study) : formatStudy(study))
    return EXIT.done
  })
}

type Run = (work: Promise<number>) => Promise<void>

/** `study`: what it takes to set a target. */
export const studyCommand = (context: CliContext, run: Run) => ({
  command: 'study',
  describe: 'De quoi fixer un objectif : historique, marchés qui finissent, simulation',
  builder: (y: Argv) =>
    y
      .option('buyer', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: 'SIREN ou SIRET de l’acheteur ; peut se répéter',
      })
      .option('group', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: 'Groupe d’acheteurs ; peut se répéter',
      })
      .option('perimeter', { type: 'string', default: 'ess', describe: 'Périmètre de l’objectif' })
      .options(METHOD_OPTIONS)
      .option('years', { type: 'number', default: 3, describe: 'Années entières d’historique' })
      .option('months', { type: 'number', default: 12, describe: 'Mois à venir, où des marchés finissent' })
      .option('scenario', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: 'Part de ce qui finit qui irait au périmètre, en % ; peut se répéter',
      })
      .option('target', { type: 'string', describe: 'Objectif envisagé, en %' })
      .options(PEER_OPTIONS)
      .options(STUDY_FILTERS),
  handler: (args: ArgumentsCamelCase) => run(runStudy(context, args as unknown as StudyArguments)),
})
