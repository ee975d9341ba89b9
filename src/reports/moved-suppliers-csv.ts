import { pipeline, Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { Db } from '../database/connect.ts'
import { OUTCOME_WORDS } from '../domain/supplier/verdict.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { withComma } from './french-numbers.ts'
import {
  listMovedSuppliers,
  type MovedSupplier,
  type MovedSuppliersRequest,
} from './reclassification-report.ts'

/** More than a spreadsheet is read for; a service must not hold a nation in memory for one answer. */
const MOST_SUPPLIERS = 100_000

const HEADER = [
  'SIREN ou identifiant',
  'nom',
  'périmètre',
  'avant',
  'après',
  'périodes',
  'règle avant',
  'règle après',
  'marchés concernés',
  'montant HT concerné',
]

const periodText = ({ from, to }: MovedSupplier['periods'][number]) =>
  from === null && to === null ? 'à toute date' : `du ${from ?? 'début'} au ${to ?? '…'}`

const rulesText = (rules: readonly (string | null)[]) =>
  [...new Set(rules.map((rule) => rule ?? 'aucune'))].join(' ; ')

const cellsOf = ({
  identifier,
  name,
  perimeter,
  before,
  after,
  periods,
  contracts,
  value,
}: MovedSupplier) => [
  identifier,
  name,
  perimeter,
  OUTCOME_WORDS[before],
  OUTCOME_WORDS[after],
  periods.map(periodText).join(' ; '),
  rulesText(periods.map(({ ruleBefore }) => ruleBefore)),
  rulesText(periods.map(({ ruleAfter }) => ruleAfter)),
  contracts,
  withComma(value),
]

/**
 * Every supplier whose answer moved as CSV for a French spreadsheet: semicolons, decimal commas, byte-order mark, formulas
 * neutralised, names of persons masked. Throws `not-found`, or `too-many-rows`.
 */
export async function exportMovedSuppliers(
  db: Db,
  clock: Clock,
  request: MovedSuppliersRequest,
): Promise<Readable> {
  const { suppliers, total } = await listMovedSuppliers(db, clock, request, {
    limit: MOST_SUPPLIERS,
    offset: 0,
  })
  if (total > MOST_SUPPLIERS)
    throw new AppError(
      'too-many-rows',
      `${total} fournisseurs ont changé, un fichier en tient ${MOST_SUPPLIERS} au plus : restreignez les acheteurs ou la période, ou lisez la liste page par page en JSON.`,
    )
  const csv = stringify({ bom: true, delimiter: ';', escape_formulas: true, record_delimiter: 'windows' })
  pipeline(Readable.from([HEADER, ...suppliers.map(cellsOf)]), csv, () => undefined)
  return csv
}
