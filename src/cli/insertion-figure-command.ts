import { CLAUSE_STATES } from '../domain/insertion/clause-state.ts'
import { AppError } from '../platform/errors.ts'
import { inWords } from '../reports/french-numbers.ts'
import type { IndicatorRequest } from '../reports/indicator-request.ts'
import {
  type ClauseBehind,
  type InsertionFigureReport,
  listFigureClauses,
  reportInsertionFigure,
} from '../reports/insertion-figure.ts'
import { type CliContext, withDatabase } from './context.ts'
import { refuseKeyAlone } from './contract-filter-options.ts'
import { formatCount } from './format.ts'
import { formatTable } from './format-table.ts'
import { formatInsertionValue } from './insertion-report-command.ts'
import { EXIT } from './output.ts'
import { formatFilters } from './share-format.ts'

/** Clauses shown to a person; `--json` gives as many. */
const SHOWN = 200

/** A figure of insertion for a person: its rows, the whole, and all that is needed to quote it. */
function formatFigure(report: InsertionFigureReport): string {
  const { indicator, rows, total, method, filters, caveats, overlaps, asOf } = report
  const figure = (title: string, value: InsertionFigureReport['total']) =>
    formatInsertionValue({ ...value, title, unit: indicator.unit })
  return [
    indicator.title,
    ...rows.flatMap(({ label, ...row }) => figure(label, row)),
    ...figure(rows.length > 0 ? 'Total' : 'Ensemble', total),
    ...(overlaps ? ['Des clauses figurent dans plusieurs lignes : leur somme dépasse le total.'] : []),
    `Un équivalent temps plein : ${method.fullTimeHours} h. Définition : docs/indicators/${indicator.id}.md, ou indicators --json.`,
    ...formatFilters(filters, 'Clauses et heures'),
    ...caveats.map((caveat) => `Réserve : ${caveat}`),
    `Données au ${inWords(asOf)}.`,
  ].join('\n')
}

const rowOf = (clause: ClauseBehind) => [
  String(clause.clauseId),
  clause.title ?? clause.sourceId ?? '',
  CLAUSE_STATES[clause.state],
  formatCount(clause.doneHours),
  clause.dueHours === null ? '—' : formatCount(clause.dueHours),
  clause.people === null ? 'caché' : formatCount(clause.people),
]

function formatClausesBehind(clauses: readonly ClauseBehind[], total: number): string {
  const rest = total > clauses.length ? `\nEt ${formatCount(total - clauses.length)} autres.` : ''
  const header = ['clause', 'titre', 'état', 'heures de la période', 'heures dues', 'personnes']
  return `${formatTable(header, clauses.map(rowOf), [3, 4, 5])}${rest}`
}

/** `indicator insertion-…`: a figure of clauses and hours; with `--open clauses`, the clauses behind it. */
export async function runInsertionFigure(
  context: CliContext,
  request: IndicatorRequest,
  { open, key, csv, json }: { open?: string; key?: string; csv: boolean; json: boolean },
): Promise<number> {
  const { clock, output } = context
  if (csv || (open !== undefined && open !== 'clauses'))
    throw new AppError(
      'bad-usage',
      `--${csv ? 'csv' : `open « ${open} »`} : « ${request.id} » compte des clauses et des heures ; il s’ouvre par --open clauses (--json pour un programme).`,
    )
  refuseKeyAlone({ key, by: request.by, open })
  return withDatabase(context, async ({ db }) => {
    if (open === undefined) {
      const report = await reportInsertionFigure(db, clock, request)
      output.out(json ? JSON.stringify(report) : formatFigure(report))
      return EXIT.done
    }
    const asked = { ...request, key: key ?? null }
    const { clauses, total } = await listFigureClauses(db, clock, asked, { limit: SHOWN, offset: 0 })
    output.out(json ? JSON.stringify({ total, clauses }) : formatClausesBehind(clauses, total))
    return EXIT.done
  })
}
