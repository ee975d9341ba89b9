import { html } from 'hono/html'
import { FAMILY_TITLES } from '../domain/supplier/latest-legal-family.ts'
import type { BuyerReport, ReportedPlan } from './buyer-report.ts'
import { HIDDEN, VERDICT_TITLES } from './buyer-report-rows.ts'
import { inBounds, inCount, inEuros, inPercent } from './french-numbers.ts'
import type { InsertionResult } from './insertion-report.ts'
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
  html`<div class="scroll"><table class="${rows.length <= UNCUT_ROWS ? 'short' : ''}"><caption>${caption}</caption>
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

export const targetTable = ({ plan, rows }: ReportedPlan): Html =>
  tableOf(
    `Objectifs du plan « ${plan.title} »`,
    [
      { title: 'Objectif' },
      { title: 'Année' },
      { title: 'Mesure' },
      { title: 'Minimum visé', isNumber: true },
      { title: 'Constaté', isNumber: true },
      { title: 'Marchés comptés', isNumber: true },
      { title: 'Verdict' },
    ],
    rows.map((row) => [
      row.title,
      String(row.year),
      row.measure === 'value' ? 'en valeur' : 'en nombre',
      inPercent(row.minimum),
      inBounds(row.measure === 'value' ? row.share.value : row.share.contracts),
      inCount(row.contracts.total),
      `${VERDICT_TITLES[row.verdict]}${row.isProvisional ? ' (provisoire)' : ''}`,
    ]),
  )

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
  return `${inCount(value)}${atMost !== null && atMost !== value ? ` à ${inCount(atMost)}` : ''} ${unit}`
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
