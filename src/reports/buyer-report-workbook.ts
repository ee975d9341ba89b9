import { FAMILY_TITLES } from '../domain/supplier/latest-legal-family.ts'
import type { BuyerReport } from './buyer-report.ts'
import { HIDDEN } from './buyer-report-rows.ts'
import type { ScoreboardRow } from './scoreboard.ts'
import { gapInWords, restInWords, trendInWords, verdictInWords } from './scoreboard-words.ts'
import type { ShareFigure } from './share-report.ts'
import { type WorkbookCell, type WorkbookSheet, writeWorkbook } from './write-workbook.ts'

const FIGURE_TITLES = [
  'Marchés : oui',
  'Marchés : non',
  'Marchés : indéterminés',
  'Marchés : total',
  'Part en nombre, minimale',
  'Part en nombre, maximale',
  'Valeur HT : oui',
  'Valeur HT : non',
  'Valeur HT : indéterminée',
  'Valeur HT : total',
  'Part en valeur, minimale',
  'Part en valeur, maximale',
  'Marchés hors valeur',
]
const FIGURE_WIDTHS = [10, 10, 14, 10, 12, 12, 18, 18, 18, 18, 12, 12, 12]

const figureCells = ({ contracts, value, share, outOfValue }: ShareFigure): WorkbookCell[] => [
  contracts.yes,
  contracts.no,
  contracts.undetermined,
  contracts.total,
  { percent: share.contracts.lower },
  { percent: share.contracts.upper },
  { euros: value.yes },
  { euros: value.no },
  { euros: value.undetermined },
  { euros: value.total },
  { percent: share.value.lower },
  { percent: share.value.upper },
  outOfValue.contracts,
]

const summarySheet = (report: BuyerReport): WorkbookSheet => {
  const { buyer, year, period, madeOn, asOf, rulesVersion, indicators, suppliers, caveats } = report
  return {
    name: 'Synthèse',
    widths: [48, 24, 70],
    titles: ['Rubrique', 'Valeur', 'Remarque'],
    rows: [
      ['Acheteur', buyer.name ?? buyer.id, null],
      ['SIREN ou SIRET', buyer.id, null],
      ['Année de notification', year, report.isProvisional ? 'Année en cours : chiffres provisoires.' : null],
      ['Premier jour', { day: period.from }, null],
      ['Dernier jour', { day: period.to }, null],
      ['Rapport établi le', { day: madeOn }, null],
      ['Données au', asOf === null ? null : { day: asOf.slice(0, 10) }, asOf],
      ['Version des règles de classement', rulesVersion, null],
      ['Marchés comptés', indicators[0]?.contracts.total ?? 0, null],
      ['Fournisseurs de l’ESS', suppliers.length, null],
      ...indicators.map(({ title, share }): WorkbookCell[] => [
        `${title}, en nombre (part minimale)`,
        { percent: share.contracts.lower },
        share.contracts.lower === null ? 'Aucun marché : il n’y a pas de part.' : null,
      ]),
      ...caveats.map((caveat): WorkbookCell[] => ['Réserve', null, caveat]),
    ],
  }
}

const indicatorSheet = ({ indicators }: BuyerReport): WorkbookSheet => ({
  name: 'Indicateurs',
  widths: [48, 16, ...FIGURE_WIDTHS],
  titles: ['Indicateur', 'Périmètre', ...FIGURE_TITLES],
  rows: indicators.map(({ title, method, ...figure }) => [title, method.perimeter, ...figureCells(figure)]),
})

const historySheet = ({ histories }: BuyerReport): WorkbookSheet => ({
  name: 'Historique',
  widths: [48, 10, 14, ...FIGURE_WIDTHS],
  titles: ['Indicateur', 'Année', 'État', ...FIGURE_TITLES],
  rows: histories.flatMap(({ title, years }) =>
    years.map(({ year, isProvisional, ...figure }) => [
      title,
      year,
      isProvisional ? 'provisoire' : 'close',
      ...figureCells(figure),
    ]),
  ),
})

/** A value in its unit, as a real number. */
const inUnit = (value: number | null, { unit }: Pick<ScoreboardRow, 'unit'>): WorkbookCell => {
  if (unit === 'percent') return { percent: value }
  return unit === 'euros' && value !== null ? { euros: value } : value
}

const targetSheet = ({ plans }: BuyerReport): WorkbookSheet => ({
  name: 'Objectifs',
  widths: [40, 40, 16, 12, 12, 12, 12, 12, 34, 40, 34, 40, 14, 14, ...FIGURE_WIDTHS],
  titles: [
    'Plan',
    'Objectif',
    'Période',
    'Mesure',
    'Sens',
    'Valeur visée',
    'Constaté, au moins',
    'Constaté, au plus',
    'Verdict',
    'Écart',
    'Tendance',
    'Reste à faire',
    'Cet acheteur, au moins',
    'Cet acheteur, au plus',
    ...FIGURE_TITLES,
  ],
  rows: plans.flatMap(({ plan, rows }) =>
    rows.map((row): WorkbookCell[] => [
      plan.title,
      row.title,
      row.year ?? row.period.label,
      row.measure === 'value' ? 'valeur' : 'nombre',
      row.direction === 'at-least' ? 'au moins' : 'au plus',
      inUnit(row.target, row),
      inUnit(row.actual.lower, row),
      inUnit(row.actual.upper, row),
      verdictInWords(row),
      gapInWords(row),
      trendInWords(row),
      restInWords(row),
      inUnit(row.buyers[0]?.actual.lower ?? null, row),
      inUnit(row.buyers[0]?.actual.upper ?? null, row),
      ...figureCells(row),
    ]),
  ),
})

const breakdownSheet = ({ categories, families }: BuyerReport): WorkbookSheet => ({
  name: 'Répartition ESS',
  widths: [22, 40, ...FIGURE_WIDTHS],
  titles: ['Ventilation', 'Ligne', ...FIGURE_TITLES],
  rows: [
    ...categories.map(({ label, ...figure }) => ['Catégorie d’achat', label, ...figureCells(figure)]),
    ...families.map(({ title, contracts, value }): WorkbookCell[] => [
      'Famille juridique',
      title,
      contracts,
      ...Array(5).fill(null),
      { euros: value },
    ]),
  ],
})

const supplierSheet = ({ suppliers }: BuyerReport): WorkbookSheet => ({
  name: 'Fournisseurs ESS',
  widths: [50, 20, 34, 12, 20],
  titles: ['Fournisseur', 'SIREN ou identifiant', 'Famille juridique', 'Marchés', 'Valeur HT'],
  rows: suppliers.map(({ name, identifier, legalFamily, contracts, value }) => [
    name,
    identifier,
    FAMILY_TITLES[legalFamily],
    contracts,
    { euros: value },
  ]),
})

/** A rate in percent; what is counted whole as it is, a quotient to the hundredth. */
const measured = (value: number | null, unit: string): WorkbookCell => {
  if (value === null) return null
  if (unit === 'part') return { percent: value }
  return Number.isInteger(value) ? value : { decimal: value }
}

const insertionSheet = ({ insertion }: BuyerReport): WorkbookSheet[] =>
  insertion === null
    ? []
    : [
        {
          name: 'Insertion',
          widths: [48, 40, 16, 16, 16, 24],
          titles: ['Indicateur', 'Groupe', 'Valeur ou heures', 'Au plus', 'Personnes', 'Unité ou remarque'],
          rows: insertion.indicators.flatMap(({ title, value, atMost, unit, isHidden, groups }) => [
            [title, null, measured(value, unit), measured(atMost, unit), null, isHidden ? HIDDEN : unit],
            ...groups.map((group) => [
              title,
              group.title,
              group.hours,
              null,
              group.people,
              group.isHidden ? HIDDEN : 'heures',
            ]),
          ]),
        },
      ]

const methodSheet = ({ indicators, sources, insertion }: BuyerReport): WorkbookSheet => {
  const described = [...indicators, ...(insertion?.indicators ?? [])]
  return {
    name: 'Méthode',
    widths: [48, 24, 110],
    titles: ['Sujet', 'Nature', 'Texte'],
    rows: [
      ...described.flatMap(({ title, definition, formula, exclusions, references }) => [
        [title, 'Définition', definition],
        [title, 'Formule', formula],
        ...exclusions.map((text) => [title, 'Exclusion', text]),
        ...references.map((text) => [
          title,
          'Texte',
          `${text.title} — ${text.url} (lu le ${text.checkedOn})`,
        ]),
      ]),
      ...indicators.flatMap(({ title, assumptions }) =>
        assumptions.map((text) => [title, 'Hypothèse', text]),
      ),
      ...sources.map(({ title, listedOn, entries, isComplete }) => [
        title,
        'Source',
        `Liste du ${listedOn}, ${entries} entrées${isComplete ? '' : ', extrait'}`,
      ]),
      ...(insertion?.caveats ?? []).map((text) => ['Insertion', 'Réserve', text]),
    ],
  }
}

/** The report as a workbook: numbers, percentages and days are real ones, and a text is never a formula. */
export const writeReportWorkbook = (report: BuyerReport): Promise<Buffer> =>
  writeWorkbook([
    summarySheet(report),
    indicatorSheet(report),
    historySheet(report),
    targetSheet(report),
    breakdownSheet(report),
    supplierSheet(report),
    ...insertionSheet(report),
    methodSheet(report),
  ])
