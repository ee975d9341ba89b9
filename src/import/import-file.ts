import type { Db } from '../database/connect.ts'
import type { Clock } from '../platform/clock.ts'
import { readHoursTitles } from './hours-profile.ts'
import { importContracts } from './import-contracts.ts'
import { type HoursOptions, importHours } from './import-hours.ts'
import { importPayments } from './import-payments.ts'
import { type InspectedFile, inspectFile } from './inspect-file.ts'
import type { Ledger } from './ledger.ts'
import { isSurelyHoursHeader } from './map-hours-row.ts'
import { isSurelyPaymentHeader, planPaymentColumns, saysPaid } from './map-payment-row.ts'
import { hintsFor, type TableOptions } from './mapping-profiles.ts'
import { openTable, refuseNamedSheets } from './open-table.ts'
import type { PaymentStatements } from './payment-defaults.ts'
import { refuseUnsupported } from './refuse-unsupported.ts'
import type { ImportOptions } from './run-import.ts'
import { readTitles, type TableHints } from './table-reading.ts'
import { isZip } from './workbook-zip.ts'

/** What a buyer's own file may hold. */
export const FILE_KINDS = ['contracts', 'payments', 'hours'] as const
export type FileKind = (typeof FILE_KINDS)[number]

/**
 * `kind`: what the file holds; told by its content when it is not said. What is said of the other kind has no effect: one
 * folder, described once, may hold both.
 */
export type FileOptions = ImportOptions &
  TableOptions &
  PaymentStatements &
  Pick<HoursOptions, 'replaces'> & { kind?: FileKind | undefined }

/**
 * What a row of titles is of: a person's profile says so first, then the titles themselves; `null`: neither. A year of account
 * ("Exercice") makes payments of what could not be contracts, no more.
 */
function kindOfTitles(titles: readonly string[], hints: TableHints): FileKind | null {
  const contracts = readTitles(titles, hints)
  if (contracts?.profile) return 'contracts'
  const hours = readHoursTitles(titles, hints)
  if (hours?.profile || (hours !== null && isSurelyHoursHeader(hours.plan))) return 'hours'
  const payments = planPaymentColumns(titles)
  if (isSurelyPaymentHeader(payments) && (contracts === null || saysPaid(payments))) return 'payments'
  if (contracts === null) return hours === null ? null : 'hours'
  return 'contracts'
}

/** What a file holds, by its content; one that is neither is refused as contracts, with what to do if it is payments. */
async function recogniseKind(file: InspectedFile, hints: TableHints): Promise<FileKind> {
  refuseUnsupported(file)
  if (!isZip(file) && /^\s*[<{[]/.test(file.headText)) return 'contracts'
  const table = await openTable(file, (titles) => kindOfTitles(titles, hints), { named: hints.sheets })
  return 'found' in table ? 'contracts' : table.header
}

/** Imports a file of contracts, of payments or of hours, so that one folder may hold all. Throws as each of them does. */
export async function importFile(
  db: Db,
  clock: Clock,
  path: string,
  { kind, ...options }: FileOptions = {},
): Promise<Ledger> {
  const file = await inspectFile(path, options.name)
  refuseNamedSheets(file, options.sheets ?? [])
  const found = kind ?? (await recogniseKind(file, await hintsFor(db, options)))
  if (found === 'payments') return importPayments(db, clock, file, options)
  return found === 'hours' ? importHours(db, clock, file, options) : importContracts(db, clock, file, options)
}
