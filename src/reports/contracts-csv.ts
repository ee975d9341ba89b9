import { pipeline, Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { Db } from '../database/connect.ts'
import { type CsvLayout, decpHeader, toDecpRows } from '../domain/contract-export/decp-columns.ts'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import type { Clock } from '../platform/clock.ts'
import { checkGroups } from './buyer-groups.ts'
import { listExportedContracts } from './exported-contracts.ts'

async function* listRows(db: Db, clock: Clock, filters: ContractFilters, layout: CsvLayout) {
  yield decpHeader(layout)
  for await (const contract of listExportedContracts(db, clock, filters)) yield* toDecpRows(contract, layout)
}

/**
 * Contracts as the open-data CSV of essential data, piece by piece: commas, UTF-8, one row for each holder. Texts that a
 * spreadsheet would run are neutralised by column, since an amount may well start with a minus sign.
 */
export async function exportContractsCsv(
  db: Db,
  clock: Clock,
  { layout, ...filters }: ContractFilters & { layout: CsvLayout },
): Promise<Readable> {
  await checkGroups(db, filters)
  const csv = stringify({ record_delimiter: 'windows' })
  pipeline(Readable.from(listRows(db, clock, filters, layout)), csv, () => undefined)
  return csv
}
