import type { InspectedFile } from './inspect-file.ts'
import { nameCsvFormat, openContractCsv } from './read-contract-csv.ts'
import { readJsonFile } from './read-json-file.ts'
import type { ReadRow } from './read-row.ts'
import { refuseUnsupported } from './refuse-unsupported.ts'

/** A file of contracts, opened: its format (told by its content, never by its name) and its records. */
export type ContractFile = {
  format: string
  ignoredColumns: readonly string[]
  rows: AsyncGenerator<ReadRow>
}

/** Names of the 2022 schema that the 2019 one does not have. */
const KEYS_OF_2022 =
  /"(typesPrix|considerationsSociales|offresRecues|techniques|modalitesExecution|sousTraitanceDeclaree|marcheInnovant)"/

/** Tells the format of a file and opens it. Throws an `AppError` in French when it is not a list of contracts. */
export async function openContractFile(file: InspectedFile): Promise<ContractFile> {
  refuseUnsupported(file)
  const head = new TextDecoder(file.encoding).decode(file.head)
  if (/^\s*[{[]/.test(head)) {
    const format = KEYS_OF_2022.test(head) ? 'decp-json-2022' : 'decp-json-2019'
    return { format, ignoredColumns: [], rows: readJsonFile(file) }
  }
  const { plan, rows } = await openContractCsv(file)
  return { format: nameCsvFormat(plan), ignoredColumns: plan.ignored, rows }
}
