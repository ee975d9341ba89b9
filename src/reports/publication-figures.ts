import { stringify } from 'csv-stringify/sync'
import type { ReportRow } from './buyer-report-rows.ts'
import { NO_SHARE, rowsOfFigure } from './buyer-report-rows.ts'
import type { Publication } from './publication.ts'
import { categoryOfIndicator, PUBLISHED_CATEGORIES } from './published-categories.ts'
import { type PublishedTarget, yearOf } from './published-targets.ts'
import { columnsOf, type TableSchema } from './table-schema.ts'

/** A figure of the publication, alone on its row, under the category it is of. */
export type PublicationRow = ReportRow & { category: string | null }

const NONE = { key: null, label: null }

function targetRows(target: PublishedTarget): PublicationRow[] {
  const { id, title, perimeter, measure, year, categoryId: category, days: key, period } = target
  const label = key === null ? null : period
  const about = { section: 'objectif', year, indicator: id, title, perimeter, key, label, measure, category }
  const note = `${target.verdict}${target.isProvisional ? ' (provisoire)' : ''}`
  const unit = target.unit === 'percent' ? 'part' : target.counted
  const actual = (value: number | null) => ({ value, note: value === null ? NO_SHARE : null })
  const aim = target.direction === 'at-least' ? 'minimum visé' : 'maximum visé'
  return [
    { ...about, part: aim, unit, value: target.target, note },
    { ...about, part: 'constaté au moins', unit, ...actual(target.actual.lower) },
    { ...about, part: 'constaté au plus', unit, ...actual(target.actual.upper) },
    { ...about, part: 'marchés comptés', unit: 'marchés', value: target.contracts, note: null },
  ]
}

/** Every figure of the publication, one a row: indicators by category and year, then targets, then hours of insertion. */
export function rowsOfPublication({ years, plans }: Publication): PublicationRow[] {
  const indicators = years.flatMap(({ year, indicators: ofYear }) =>
    ofYear.flatMap(({ id, title, method: { perimeter }, ...figure }) =>
      rowsOfFigure({ section: 'indicateur', year, indicator: id, title, perimeter, ...NONE }, figure).map(
        (row) => ({ ...row, category: categoryOfIndicator(id)?.id ?? null }),
      ),
    ),
  )
  const hours = plans.flatMap(({ plan, hours: rows }) =>
    rows.flatMap(({ targetId, title, minimumHours, doneHours, validatedHours, ...row }) => {
      const of = {
        section: 'objectif en heures',
        year: yearOf(row),
        indicator: `${plan.id}/${targetId}`,
        title,
      }
      const about = {
        ...of,
        ...NONE,
        perimeter: null,
        measure: 'heures',
        unit: 'heures',
        category: null,
        note: null,
      }
      return [
        { ...about, part: 'minimum visé', value: minimumHours },
        { ...about, part: 'réalisées', value: doneHours },
        { ...about, part: 'validées', value: validatedHours },
      ]
    }),
  )
  return [...indicators, ...plans.flatMap(({ targets }) => targets.flatMap(targetRows)), ...hours]
}

/** Every digit of a number, with a decimal comma: 0.1234 → "0,1234". */
const decimal = new Intl.NumberFormat('fr-FR', { useGrouping: false, maximumFractionDigits: 20 })

const REQUIRED = { required: true } as const

/** The indicators as a table: what the Table Schema of the package says, and what each cell holds. */
const FIGURES = columnsOf<{ row: PublicationRow; publication: Publication }>(
  {
    name: 'indicateurs',
    title: 'Indicateurs de l’article L2111-3 : un chiffre par ligne',
    description:
      'UTF-8 avec marque d’ordre des octets, séparateur point-virgule, virgule décimale, fins de ligne CRLF. Une part est un nombre de 0 à 1.',
  },
  [
    [
      {
        name: 'rubrique',
        title: 'Nature du chiffre',
        type: 'string',
        constraints: { ...REQUIRED, enum: ['indicateur', 'objectif', 'objectif en heures'] },
      },
      ({ row }) => row.section,
    ],
    [
      {
        name: 'acheteur',
        title: 'SIREN ou SIRET de l’acheteur',
        type: 'string',
        constraints: { ...REQUIRED, pattern: '^(\\d{9}|\\d{14})$' },
      },
      ({ publication }) => publication.buyer.id,
    ],
    [
      {
        name: 'annee',
        title: 'Année de notification des marchés',
        type: 'integer',
        constraints: REQUIRED,
      },
      ({ row }) => String(row.year),
    ],
    [
      {
        name: 'categorie',
        title: 'Catégorie ; vide : aucune. « own-policy » n’est pas de l’article L2111-3',
        type: 'string',
        constraints: { enum: PUBLISHED_CATEGORIES.map(({ id }) => id) },
      },
      ({ row }) => row.category,
    ],
    [
      {
        name: 'indicateur',
        title: 'Identifiant de l’indicateur ; pour un objectif, plan/objectif',
        type: 'string',
        constraints: REQUIRED,
      },
      ({ row }) => row.indicator,
    ],
    [
      {
        name: 'intitule',
        title: 'Nom de l’indicateur ou de l’objectif',
        type: 'string',
        constraints: REQUIRED,
      },
      ({ row }) => row.title,
    ],
    [
      { name: 'perimetre', title: 'Périmètre de fournisseurs ; vide : sans objet', type: 'string' },
      ({ row }) => row.perimeter,
    ],
    [
      {
        name: 'mesure',
        title: 'En nombre de marchés, en valeur hors taxes, en heures',
        type: 'string',
        constraints: { ...REQUIRED, enum: ['nombre', 'valeur', 'heures'] },
      },
      ({ row }) => row.measure,
    ],
    [
      { name: 'partie', title: 'Ce que le chiffre compte', type: 'string', constraints: REQUIRED },
      ({ row }) => row.part,
    ],
    [
      {
        name: 'unite',
        title: 'Unité',
        type: 'string',
        constraints: { ...REQUIRED, enum: ['marchés', 'euros HT', 'part', 'fournisseurs', 'heures'] },
      },
      ({ row }) => row.unit,
    ],
    [
      { name: 'valeur', title: 'Valeur ; vide : il n’y en a pas', type: 'number', decimalChar: ',' },
      ({ row }) => (row.value === null ? null : decimal.format(row.value)),
    ],
    [
      { name: 'mention', title: 'Verdict d’un objectif, ou pourquoi il n’y a pas de valeur', type: 'string' },
      ({ row }) => row.note,
    ],
    [
      { name: 'donnees_au', title: 'Dernier changement des données', type: 'datetime' },
      ({ publication }) => publication.asOf,
    ],
  ],
)

/** The Table Schema of `indicateurs.csv`. */
export const FIGURES_SCHEMA: TableSchema = FIGURES.schema

/** Every figure of the publication for a French spreadsheet: semicolons, decimal commas, byte-order mark, formulas neutralised. */
export const writeFiguresCsv = (publication: Publication): Buffer =>
  Buffer.from(
    stringify(
      [FIGURES.header, ...rowsOfPublication(publication).map((row) => FIGURES.cellsOf({ row, publication }))],
      { bom: true, delimiter: ';', escape_formulas: true, record_delimiter: 'windows' },
    ),
  )
