import { BREAKDOWN_IDS, BREAKDOWN_TITLES } from '../domain/contract-filter/breakdown.ts'
import type { Phase } from '../domain/contract-filter/phase.ts'
import { DIVERSITY_PARTS } from '../domain/indicator/supplier-diversity.ts'
import { FRAMEWORK_METHODS } from '../domain/share/share.ts'
import { PERIMETERS } from '../domain/supplier/perimeters.ts'
import { PERIMETER_IDS, type PerimeterId } from '../domain/supplier/verdict.ts'
import { AppError } from '../platform/errors.ts'
import {
  type DiverseSupplier,
  type DiversityFigure,
  type DiversityReport,
  listDiversity,
  reportDiversity,
} from '../reports/supplier-diversity.ts'
import { type CliContext, withDatabase } from './context.ts'
import { type FilterArguments, filtersOf, oneOf, refuseKeyAlone } from './contract-filter-options.ts'
import { counted, formatCount, formatEuros, formatShare } from './format.ts'
import { formatTable } from './format-table.ts'
import { EXIT } from './output.ts'
import { formatCounting, formatFilters, formatOrigin } from './share-format.ts'

type DiversityArguments = FilterArguments & {
  perimeter?: string
  frameworks?: string
  holders?: string
  by?: string
  open?: string
  key?: string
  csv: boolean
  json: boolean
}

/** Suppliers shown to a person; `--json` gives as many as HTTP pages do. */
const SHOWN = 50

const inPerimeter = ({ yes, undetermined }: { yes: number; undetermined: number }) =>
  undetermined === 0 ? formatCount(yes) : `${formatCount(yes)} à ${formatCount(yes + undetermined)}`

const cellsOf = ({ suppliers, newSuppliers, value, concentration }: DiversityFigure) => [
  inPerimeter(suppliers),
  formatCount(suppliers.total),
  newSuppliers === null ? '' : inPerimeter(newSuppliers),
  formatEuros(value.yes),
  formatShare(concentration.share),
]

/** The rows of the breakdown; undetermined suppliers make an interval. */
const formatRows = ({ by, rows }: DiversityReport): string[] =>
  by === null
    ? []
    : [
        formatTable(
          [BREAKDOWN_TITLES[by], 'du périmètre', 'sur', 'nouveaux', 'valeur HT', 'les premiers'],
          rows.map((row) => [row.label, ...cellsOf(row)]),
          [1, 2, 3, 4, 5],
        ),
      ]

function formatDiversity(report: DiversityReport): string {
  const { suppliers, newSuppliers, value, concentration, unidentified, method, filters } = report
  const row = (
    title: string,
    { yes, no, undetermined, total }: typeof suppliers,
    format: (n: number) => string,
  ) => [title, ...[yes, no, undetermined, total].map(format)]
  return [
    report.indicator.title,
    formatTable(
      ['', 'oui', 'non', 'indéterminé', 'total'],
      [
        row('fournisseurs', suppliers, formatCount),
        ...(newSuppliers === null ? [] : [row('dont nouveaux', newSuppliers, formatCount)]),
        row('valeur HT', value, formatEuros),
      ],
      [1, 2, 3, 4],
    ),
    `Les ${concentration.suppliers} premiers du périmètre : ${formatEuros(concentration.value)}, ${formatShare(concentration.share)} de ses euros.`,
    ...(newSuppliers === null
      ? ['Nouveaux fournisseurs : donnez --from, le premier jour de la période.']
      : []),
    ...(unidentified.holders > 0
      ? [
          `${counted(unidentified.holders, 'titulaire sans identifiant utilisable, compté', 'titulaires sans identifiant utilisable, comptés')} nulle part.`,
        ]
      : []),
    ...formatRows(report),
    `Périmètre : ${PERIMETERS[method.perimeter as PerimeterId].title}. ${formatCounting({ ...method, holders: null })}`,
    ...formatFilters(filters),
    ...formatOrigin(report),
  ].join('\n')
}

const rowOf = ({ supplier, name, contracts, value, isNew }: DiverseSupplier) => [
  supplier,
  name ?? '',
  formatCount(contracts),
  formatEuros(value),
  isNew === null ? '—' : isNew ? 'nouveau' : '',
]

/** `indicator supplier-diversity`: distinct suppliers, new ones, concentration; with `--open`, who they are. */
export async function runDiversity(
  context: CliContext,
  args: DiversityArguments,
  phases: readonly Phase[] | undefined,
): Promise<number> {
  if (args.holders !== undefined || args.csv)
    throw new AppError(
      'bad-usage',
      `--${args.csv ? 'csv' : 'holders'} : rien pour supplier-diversity, qui compte des fournisseurs et non des marchés.`,
    )
  const request = {
    filters: filtersOf(args),
    perimeter: oneOf<PerimeterId>('perimeter', args.perimeter ?? 'ess', PERIMETER_IDS),
    frameworks: oneOf('frameworks', args.frameworks ?? 'ceilings', FRAMEWORK_METHODS),
    by: args.by === undefined ? undefined : oneOf('by', args.by, BREAKDOWN_IDS),
    phases,
  }
  refuseKeyAlone(args)
  const part = args.open === undefined ? null : oneOf('open', args.open, DIVERSITY_PARTS)
  return withDatabase(context, async ({ db }) => {
    const { output, clock } = context
    if (part === null) {
      const report = await reportDiversity(db, clock, request)
      output.out(args.json ? JSON.stringify(report) : formatDiversity(report))
      return EXIT.done
    }
    const { suppliers, total } = await listDiversity(
      db,
      clock,
      { ...request, part, key: args.key ?? null },
      { limit: SHOWN, offset: 0 },
    )
    const rest = total > suppliers.length ? `\nEt ${formatCount(total - suppliers.length)} autres.` : ''
    output.out(
      args.json
        ? JSON.stringify({ total, suppliers })
        : `${formatTable(['fournisseur', 'nom', 'marchés', 'valeur HT', ''], suppliers.map(rowOf), [2, 3])}${rest}`,
    )
    return EXIT.done
  })
}
