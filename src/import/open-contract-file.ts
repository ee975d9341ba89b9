import type { InspectedFile } from './inspect-file.ts'
import { nameCsvFormat, openContractCsv } from './read-contract-csv.ts'
import { readJsonFile } from './read-json-file.ts'
import type { ReadRow } from './read-row.ts'
import { readXmlFile } from './read-xml-file.ts'
import { refuseUnsupported } from './refuse-unsupported.ts'

/** A file of contracts, opened: its format (told by its content, never by its name) and its records. */
export type ContractFile = {
  format: string
  ignoredColumns: readonly string[]
  rows: AsyncGenerator<ReadRow>
}

/** Names of the 2022 schema that the 2019 one does not have, as a JSON key or an XML element. */
const NAMES_OF_2022 =
  /["<](typesPrix|considerationsSociales|offresRecues|techniques|modalitesExecution|sousTraitanceDeclaree|marcheInnovant)[">]/

/** Tells the format of a file and opens it. Throws an `AppError` in French when it is not a list of contracts. */
export async function openContractFile(file: InspectedFile): Promise<ContractFile> {
  refuseUnsupported(file)
  const head = file.headText
  const year = NAMES_OF_2022.test(head) ? 2022 : 2019
  if (/^\s*</.test(head)) return { format: `decp-xml-${year}`, ignoredColumns: [], rows: readXmlFile(file) }
  if (/^\s*[{[]/.test(head))
    return { format: `decp-json-${year}`, ignoredColumns: [], rows: readJsonFile(file) }
  const { plan, rows } = await openContractCsv(file)
  return { format: nameCsvFormat(plan), ignoredColumns: plan.ignored, rows }
}
