import { AppError } from '../platform/errors.ts'
import type { InspectedFile } from './inspect-file.ts'
import { isDecpJson, isJsonTable, openJsonTable } from './open-json-table.ts'
import { openContractTable } from './read-contract-table.ts'
import { readJsonFile } from './read-json-file.ts'
import { readXmlFile } from './read-xml-file.ts'
import { refuseUnsupported } from './refuse-unsupported.ts'
import { inBatches, type RowBatch } from './row-batch.ts'
import type { SheetOutcome } from './sheet.ts'
import type { RowMapping } from './source-row.ts'
import { type ReadTable, readTitles, type TableHints } from './table-reading.ts'
import { isZip } from './workbook-zip.ts'

/** A file of contracts, opened: its format (told by its content, never by its name), its records and how to read them. */
export type ContractFile = {
  format: string
  ignoredColumns: readonly string[]
  /** How the columns of each table are read, sheet by sheet; none for JSON and XML, whose keys say what they are. */
  tables: readonly ReadTable[]
  /** Every sheet of a workbook and what becomes of it. */
  sheets?: readonly SheetOutcome[]
  mapping: RowMapping
  batches: AsyncGenerator<RowBatch>
}

/** Names of the 2022 schema that the 2019 one does not have, as a JSON key or an XML element. */
const NAMES_OF_2022 =
  /["<](typesPrix|considerationsSociales|offresRecues|techniques|modalitesExecution|sousTraitanceDeclaree|marcheInnovant)[">]/

/** Nothing said of the columns: they are recognised, and guesses are shown. */
const NO_HINTS: TableHints = {
  buyer: null,
  facilitator: null,
  sheets: [],
  profiles: [],
  isGuessAllowed: true,
}

/** Whether a JSON file is a table of a portal, its titles as keys, and no DECP. */
async function isFlatJson(file: InspectedFile, hints: TableHints): Promise<boolean> {
  if (isDecpJson(file)) return false
  const table = await openJsonTable(file, (titles) => readTitles(titles, hints)).catch((error) => {
    if (error instanceof AppError) return null
    throw error
  })
  return table !== null && 'header' in table
}

/**
 * Tells the format of a file and opens it. Throws an `AppError` in French when it is not a list of contracts, or when the
 * hints leave open who buys or what a column holds.
 */
export async function openContractFile(
  file: InspectedFile,
  hints: TableHints = NO_HINTS,
): Promise<ContractFile> {
  refuseUnsupported(file)
  const head = isZip(file) ? '' : file.headText
  const year = NAMES_OF_2022.test(head) ? 2022 : 2019
  const mapping = { tables: [], csv: null, buyer: hints.buyer }
  const unnamed = { ignoredColumns: [], tables: [], mapping }
  if (/^\s*</.test(head))
    return { ...unnamed, format: `decp-xml-${year}`, batches: inBatches(readXmlFile(file)) }
  if (isJsonTable(file) && !(await isFlatJson(file, hints)))
    return { ...unnamed, format: `decp-json-${year}`, batches: inBatches(readJsonFile(file)) }
  return openContractTable(file, hints)
}
