import { pipeline, Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { Db } from '../database/connect.ts'
import type { Page } from '../database/contracts.ts'
import {
  type DuplicateFilters,
  listSuspectedDuplicates,
  type SuspectedContract,
  type SuspectedPair,
} from '../database/suspected-duplicates.ts'
import type { DuplicateSignal } from '../domain/contract/duplicate-signal.ts'
import { placeOfLine } from '../domain/problem/file-line.ts'
import { withComma } from './french-numbers.ts'
import { eurosOf } from './share-report.ts'

/** Each signal as an agent reads it. */
export const SIGNAL_REASONS: Readonly<Record<DuplicateSignal, string>> = {
  'same-award': 'même jour de notification et même montant',
  'same-number': 'même numéro, à l’écriture près',
}

const contractOf = ({
  amountCents,
  importId,
  file,
  format,
  sheets,
  line,
  ...contract
}: SuspectedContract) => ({
  ...contract,
  amount: amountCents === null ? null : eurosOf(BigInt(amountCents)),
  origin: { importId, file, format, ...placeOfLine(sheets, line) },
})

const pairOf = ({ buyerSiren, signals, first, second }: SuspectedPair) => ({
  buyerSiren,
  signals,
  reasons: signals.map((signal) => SIGNAL_REASONS[signal]),
  first: contractOf(first),
  second: contractOf(second),
})

export type DuplicatePair = ReturnType<typeof pairOf>

/** A page of contracts that look the same, two by two, with why; nothing is merged. */
export async function listDuplicatePairs(
  db: Db,
  filters: DuplicateFilters,
  page: Page,
): Promise<{ pairs: DuplicatePair[]; total: number }> {
  const { rows, total } = await listSuspectedDuplicates(db, filters, page)
  return { pairs: rows.map(pairOf), total }
}

const CONTRACT_COLUMNS = [
  'identifiant',
  'numéro',
  'lot',
  'objet',
  'notification',
  'montant',
  'titulaires',
  'import',
  'fichier',
  'feuille',
  'ligne',
]
const HEADER = [
  'acheteur',
  'motifs',
  ...[1, 2].flatMap((side) => CONTRACT_COLUMNS.map((column) => `${column} ${side}`)),
]

const cellsOf = ({
  id,
  sourceId,
  lot,
  object,
  notifiedOn,
  amount,
  holders,
  origin,
}: DuplicatePair['first']) => [
  id,
  sourceId,
  lot,
  object,
  notifiedOn,
  withComma(amount),
  holders.join(' '),
  origin.importId,
  origin.file,
  origin.sheet,
  origin.line,
]

/** Every pair as CSV for a French spreadsheet: semicolons, decimal commas, byte-order mark, formulas neutralised. */
export async function exportDuplicatePairs(db: Db, filters: DuplicateFilters): Promise<Readable> {
  const { rows } = await listSuspectedDuplicates(db, filters, { limit: null, offset: 0 })
  const lines = rows
    .map(pairOf)
    .map(({ buyerSiren, reasons, first, second }) => [
      buyerSiren,
      reasons.join(' ; '),
      ...cellsOf(first),
      ...cellsOf(second),
    ])
  const csv = stringify({ bom: true, delimiter: ';', escape_formulas: true, record_delimiter: 'windows' })
  pipeline(Readable.from([HEADER, ...lines]), csv, () => undefined)
  return csv
}
