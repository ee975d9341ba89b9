import { PERIMETERS } from '../domain/supplier/perimeters.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import { TAX_TITLES } from '../reports/spend-caveats.ts'
import type {
  SpendContext,
  SpendFigure,
  SpendReport,
  SpendReportByYear,
} from '../reports/spend-share-report.ts'
import type { CliContext } from './context.ts'
import { formatCount, formatEuros } from './format.ts'
import { formatOrigin, formatTallies, tallyRow } from './share-format.ts'

const figureRows = (title: string, { payments, suppliers, value, share }: SpendFigure): string[][] => [
  tallyRow(`${title}euros payés`, value, share.value, formatEuros),
  tallyRow(`${title}fournisseurs`, suppliers, null, formatCount),
  tallyRow(`${title}lignes`, payments, null, formatCount),
]

const formatContext = ({ method, filters, sources, caveats, asOf }: SpendContext): string =>
  [
    `Périmètre : ${PERIMETERS[method.perimeter as PerimeterId].title}. Dépenses en montants ${TAX_TITLES[method.tax]}, avoirs déduits par fournisseur. Règles version ${method.rulesVersion}.`,
    `Acheteurs : ${[...filters.buyers, ...(filters.groups ?? [])].join(', ') || 'tous'}. Payées du ${filters.from ?? 'début'} au ${filters.to ?? 'dernier'}.`,
    ...formatOrigin({ sources, caveats, asOf }),
  ].join('\n')

/** Shows a share of what was paid to a person. */
export function showSpend({ output }: CliContext, report: SpendReport | SpendReportByYear): void {
  const figures =
    'rows' in report ? report.rows.flatMap((row) => figureRows(`${row.key} `, row)) : figureRows('', report)
  output.out(
    figures.length > 0
      ? formatTallies(figures)
      : 'Aucune dépense datée dans ce champ : pas de part à calculer.',
  )
  if ('payments' in report && report.payments.total === 0)
    output.out('Aucune dépense dans ce champ : il n’y a pas de part (ce n’est pas 0 %).')
  output.out(formatContext(report))
}
