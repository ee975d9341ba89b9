import type { Db } from '../database/connect.ts'
import { canonicalJson } from '../domain/edition/canonical-json.ts'
import type { EditionFigure } from '../domain/edition/compare-figures.ts'
import type { EditionContext, EditionParameters } from '../domain/edition/edition.ts'
import type { PlanDocument } from '../domain/plan/plan-document.ts'
import type { Clock } from '../platform/clock.ts'
import { reportBuyer } from './buyer-report.ts'
import { REPORT_FORMATS, writeReport } from './buyer-report-formats.ts'
import { type ReportRow, rowsOfReport } from './buyer-report-rows.ts'
import { type CountedFigure, figuresOfIndicators } from './counted-contracts.ts'
import { reportPublication } from './publication.ts'
import { rowsOfPublication } from './publication-figures.ts'
import { type PublishedFile, packageNameOf, writePublication, writeZip } from './publication-package.ts'
import { PUBLISHED_INDICATORS } from './published-categories.ts'
import { targetQueriesOf } from './published-targets.ts'
import type { DataSources } from './sources.ts'

/** What an edition is made of, today: its figures, what they count and rest on, and its files. */
export type EditionContent = {
  figures: EditionFigure[]
  /** What each figure counts, by indicator or `plan/target`: `listCountedContracts` gives the contracts behind them. */
  counted: CountedFigure[]
  plans: readonly PlanDocument[]
  context: Pick<EditionContext, 'asOf' | 'rulesVersion' | 'sources'>
  files: PublishedFile[]
}

const REPORT_FILES = {
  json: ['Rapport, pour un programme', 'application/json; charset=utf-8'],
  csv: ['Rapport, un chiffre par ligne', 'text/csv; charset=utf-8'],
  xlsx: ['Rapport, en classeur', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  html: ['Rapport, à lire et à imprimer', 'text/html; charset=utf-8'],
} as const

const figuresOf = (rows: readonly ReportRow[]): EditionFigure[] =>
  rows.map(({ section, year, indicator, perimeter, key, measure, part, unit, value, note }) => ({
    section,
    year,
    indicator,
    perimeter,
    key,
    measure,
    part,
    unit,
    value,
    note,
  }))

/** The canonical JSON of figures, which holds nothing of the moment they were computed at. */
export const canonicalFigures = (parameters: EditionParameters, figures: readonly EditionFigure[]): string =>
  canonicalJson({ parameters, figures })

const contextOf = ({
  asOf,
  rulesVersion,
  sources,
}: {
  asOf: string | null
  rulesVersion: number
  sources: DataSources
}) => ({ asOf, rulesVersion, sources })

/** What the figures count, over the years that they speak of; those of a plan are of all its buyers and years. */
function countedOf(
  clock: Clock,
  buyer: string,
  indicators: readonly string[],
  { figures, plans }: Pick<EditionContent, 'figures' | 'plans'>,
): CountedFigure[] {
  const years = figures.filter(({ section }) => section !== 'objectif').map(({ year }) => year)
  const filters = {
    buyers: [buyer],
    from: `${Math.min(...years)}-01-01`,
    to: `${Math.max(...years)}-12-31`,
  }
  return [
    ...figuresOfIndicators(clock, indicators, filters),
    ...plans.flatMap((plan) => targetQueriesOf(clock, plan)),
  ]
}

async function composeReport(
  db: Db,
  clock: Clock,
  parameters: EditionParameters & { kind: 'report' },
  withFiles: boolean,
): Promise<EditionContent> {
  const report = await reportBuyer(db, clock, parameters)
  const files: PublishedFile[] = []
  for (const format of withFiles ? REPORT_FORMATS : []) {
    const [title, mediaType] = REPORT_FILES[format]
    files.push({ name: `rapport.${format}`, title, mediaType, content: await writeReport(report, format) })
  }
  const said = { figures: figuresOf(rowsOfReport(report)), plans: report.plans.map(({ plan }) => plan) }
  const indicators = report.indicators.map(({ id }) => id)
  const counted = countedOf(clock, parameters.buyer, indicators, said)
  return { ...said, counted, context: contextOf(report), files }
}

async function composePublication(
  db: Db,
  clock: Clock,
  parameters: EditionParameters & { kind: 'publication' },
  withFiles: boolean,
): Promise<EditionContent> {
  const { publication, files } = withFiles
    ? await writePublication(db, clock, parameters)
    : { publication: await reportPublication(db, clock, parameters), files: [] }
  const said = {
    figures: figuresOf(rowsOfPublication(publication)),
    plans: publication.plans.map(({ plan }) => plan),
  }
  const counted = countedOf(clock, parameters.buyer, PUBLISHED_INDICATORS, said)
  const whole = { ...said, counted, context: contextOf(publication) }
  if (!withFiles) return { ...whole, files: [] }
  const zip = {
    name: packageNameOf(parameters),
    title: 'Le paquet entier',
    mediaType: 'application/zip',
    content: await writeZip(files),
  }
  return { ...whole, files: [zip, ...files] }
}

/** What these parameters give with the data and the code of today. `withFiles` `false` leaves the files out. Throws what the reports throw. */
export const composeEdition = (
  db: Db,
  clock: Clock,
  parameters: EditionParameters,
  withFiles: boolean,
): Promise<EditionContent> =>
  parameters.kind === 'report'
    ? composeReport(db, clock, parameters, withFiles)
    : composePublication(db, clock, parameters, withFiles)
