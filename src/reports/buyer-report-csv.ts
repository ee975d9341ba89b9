import { stringify } from 'csv-stringify/sync'
import type { BuyerReport } from './buyer-report.ts'
import { type ReportRow, rowsOfReport } from './buyer-report-rows.ts'

/** Every digit of a number, with a decimal comma: 0.1234 → "0,1234". */
const decimal = new Intl.NumberFormat('fr-FR', { useGrouping: false, maximumFractionDigits: 20 })

/** The columns, in the order and under the names of `docs/schemas/buyer-report.json`. */
const COLUMNS: readonly [name: string, of: (row: ReportRow, report: BuyerReport) => string | null][] = [
  ['rubrique', ({ section }) => section],
  ['acheteur', (_, { buyer }) => buyer.id],
  ['annee', ({ year }) => String(year)],
  ['indicateur', ({ indicator }) => indicator],
  ['intitule', ({ title }) => title],
  ['perimetre', ({ perimeter }) => perimeter],
  ['cle', ({ key }) => key],
  ['libelle', ({ label }) => label],
  ['mesure', ({ measure }) => measure],
  ['partie', ({ part }) => part],
  ['unite', ({ unit }) => unit],
  ['valeur', ({ value }) => (value === null ? null : decimal.format(value))],
  ['mention', ({ note }) => note],
  ['etabli_le', (_, { madeOn }) => madeOn],
  ['donnees_au', (_, { asOf }) => asOf],
]

/** Every figure of the report, one a row, for a French spreadsheet: semicolons, decimal commas, byte-order mark, formulas neutralised. */
export const writeReportCsv = (report: BuyerReport): Buffer =>
  Buffer.from(
    stringify(
      [
        COLUMNS.map(([name]) => name),
        ...rowsOfReport(report).map((row) => COLUMNS.map(([, of]) => of(row, report))),
      ],
      { bom: true, delimiter: ';', escape_formulas: true, record_delimiter: 'windows' },
    ),
  )
