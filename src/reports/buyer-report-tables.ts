import { html } from 'hono/html'
import { FAMILY_TITLES } from '../domain/supplier/latest-legal-family.ts'
import type { BuyerReport, ReportedPlan } from './buyer-report.ts'
import { HIDDEN } from './buyer-report-rows.ts'
import { agree, inBounds, inCount, inEuros, inPercent, inWords } from './french-numbers.ts'
import type { InsertionResult } from './insertion-report.ts'
import type { ScoreboardRow } from './scoreboard.ts'
import {
  actualInWords,
  gapInWords,
  pointsInWords,
  restInWords,
  targetInWords,
  trendInWords,
  verdictInWords,
} from './scoreboard-words.ts'
import type { ShareFigure } from './share-report.ts'

export type Html = ReturnType<typeof html>

/** A column; `isNumber`: its cells are aligned to the right. */
type Column = { title: string; isNumber?: boolean }

/** Rows of a table that is printed on one page: a longer one is cut between two rows, under its headers again. */
const UNCUT_ROWS = 16

/** A table with its caption and the scope of its headers; the first cell of a row names it. */
export const tableOf = (
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): Html =>
  html`<div class="scroll"><table class="${rows.length <= UNCUT_ROWS ? 'short' : ''}"><caption><span>${caption}</span></caption>
<thead><tr>${columns.map(({ title, isNumber }) => html`<th scope="col" class="${isNumber ? 'n' : ''}">${title}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([first = '', ...cells]) =>
      html`<tr><th scope="row">${first}</th>${cells.map((cell, index) => html`<td class="${columns[index + 1]?.isNumber ? 'n' : ''}">${cell}</td>`)}</tr>
`,
  )}</tbody></table></div>`

const FIGURE_COLUMNS: readonly Column[] = [
  'Oui',
  'Non',
  'Indéterminés',
  'Total',
  'Part en nombre',
  'Valeur\u00a0«\u00a0oui\u00a0» HT',
  'Valeur totale HT',
  'Part en valeur',
].map((title) => ({ title, isNumber: true }))

const figureCells = ({ contracts, value, share }: ShareFigure): string[] => [
  inCount(contracts.yes),
  inCount(contracts.no),
  inCount(contracts.undetermined),
  inCount(contracts.total),
  inBounds(share.contracts),
  inEuros(value.yes),
  inEuros(value.total),
  inBounds(share.value),
]

/** A table of figures, one a row, under the title of what distinguishes them. */
export const figureTable = (
  caption: string,
  first: string,
  figures: readonly (ShareFigure & { label: string })[],
): Html =>
  tableOf(
    caption,
    [{ title: first }, ...FIGURE_COLUMNS],
    figures.map((figure) => [figure.label, ...figureCells(figure)]),
  )

const ownCells = (row: ScoreboardRow): string[] => {
  const [own] = row.buyers
  if (!own) return ['—', '—']
  return [actualInWords(own.actual, row), verdictInWords({ ...own, stage: row.stage })]
}

/** What a target is, as the title of its table; its own deliberation where it is not that of the plan. */
function captionOf({ title, measure, deliberation }: ScoreboardRow, plan: ReportedPlan['plan']): string {
  const isOwn = deliberation !== null && deliberation.reference !== plan.deliberation?.reference
  const decided = isOwn
    ? ` (délibération ${deliberation.reference} du ${inWords(deliberation.adoptedOn)})`
    : ''
  return `${title}, ${measure === 'value' ? 'en valeur' : 'en nombre'}${decided}`
}

/** A table for each target of a plan, a period a row; of a joint plan, with the part of the buyer of the report. */
export function targetTables({ plan, rows, isJoint }: ReportedPlan): Html {
  const columns = [
    { title: 'Période' },
    { title: 'Visé', isNumber: true },
    { title: isJoint ? 'Constaté, tous acheteurs' : 'Constaté', isNumber: true },
    { title: 'Écart' },
    { title: 'Verdict' },
    { title: 'Tendance' },
    ...(isJoint ? [{ title: 'Cet acheteur', isNumber: true }, { title: 'Son verdict' }] : []),
  ]
  const cellsOf = (row: ScoreboardRow) => [
    row.period.label,
    targetInWords(row),
    actualInWords(row.actual, row),
    [pointsInWords(row), gapInWords(row)].filter((text) => text !== '').join(' ; ') || '—',
    verdictInWords(row),
    trendInWords(row) || '—',
    ...(isJoint ? ownCells(row) : []),
  ]
  const byTarget = Map.groupBy(rows, ({ targetId }) => targetId)
  return html`<h3>Plan « ${plan.title} »</h3>
${[...byTarget.values()].map(([first, ...others]) =>
  first ? tableOf(captionOf(first, plan), columns, [first, ...others].map(cellsOf)) : '',
)}`
}

/** What the rest of the running periods must bring; nothing where none is. */
export function trajectoryList({ rows }: ReportedPlan): Html {
  const running = rows.map((row) => ({ row, text: restInWords(row) })).filter(({ text }) => text !== '')
  if (running.length === 0) return html``
  return html`<p>Au rythme des jours écoulés, d’ici la fin de la période :</p>
<ul>${running.map(
    ({ row, text }) => html`<li>${row.title}, ${row.period.label} : ${text}.</li>
`,
  )}</ul>`
}

const HELD: readonly Column[] = [
  { title: 'Marchés', isNumber: true },
  { title: 'Valeur HT', isNumber: true },
]

export const familyTable = ({ families }: BuyerReport): Html =>
  tableOf(
    'Fournisseurs de l’ESS par famille juridique',
    [{ title: 'Famille' }, { title: 'Fournisseurs', isNumber: true }, ...HELD],
    families.map(({ title, suppliers, contracts, value }) => [
      title,
      inCount(suppliers),
      inCount(contracts),
      inEuros(value),
    ]),
  )

export const supplierTable = ({ suppliers }: BuyerReport): Html =>
  tableOf(
    'Fournisseurs de l’ESS, par montant notifié',
    [{ title: 'Fournisseur' }, { title: 'SIREN ou identifiant' }, { title: 'Famille juridique' }, ...HELD],
    suppliers.map(({ name, identifier, legalFamily, contracts, value }) => [
      name ?? 'Nom inconnu',
      identifier,
      FAMILY_TITLES[legalFamily],
      inCount(contracts),
      inEuros(value),
    ]),
  )

const measured = ({ unit, value, atMost, isHidden }: InsertionResult): string => {
  if (isHidden) return HIDDEN
  if (unit === 'part' || value === null) return inPercent(value)
  return `${inCount(value)}${atMost !== null && atMost !== value ? ` à ${inCount(atMost)}` : ''} ${agree(unit, Math.max(value, atMost ?? 0))}`
}

/** Two tables: the indicators, and the groups that some are broken down into. */
export function insertionTables(indicators: readonly InsertionResult[]): Html {
  const groups = indicators.flatMap(({ title, groups: lines }) =>
    lines.map((line) => [
      title,
      line.title,
      line.isHidden ? HIDDEN : inCount(line.hours),
      line.isHidden ? HIDDEN : inCount(line.people),
    ]),
  )
  return html`${tableOf(
    'Indicateurs d’insertion',
    [{ title: 'Indicateur' }, { title: 'Valeur', isNumber: true }],
    indicators.map((indicator) => [indicator.title, measured(indicator)]),
  )}${
    groups.length === 0
      ? ''
      : tableOf(
          'Insertion : ventilations',
          [
            { title: 'Ventilation' },
            { title: 'Groupe' },
            { title: 'Heures', isNumber: true },
            { title: 'Personnes', isNumber: true },
          ],
          groups,
        )
  }`
}
