import { AppError } from '../platform/errors.ts'
import type { InspectedFile } from './inspect-file.ts'
import { nameCsvFormat, openContractCsv } from './read-contract-csv.ts'
import { readJsonFile } from './read-json-file.ts'
import type { ReadRow } from './read-row.ts'

/** A file of contracts, opened: its format (told by its content, never by its name) and its records. */
export type ContractFile = { format: string; ignoredColumns: readonly string[]; rows: AsyncGenerator<ReadRow> }

const NOT_SUPPORTED: readonly [RegExp, string][] = [
  [/^PK\x03\x04/, 'un classeur (XLSX, ODS) ou une archive ZIP'],
  [/^\x1f\x8b/, 'une archive GZIP'],
  [/^\s*</, 'du XML'],
  [/^%PDF/, 'un PDF'],
  [/^\xd0\xcf\x11\xe0/, 'un ancien document Office (XLS)'],
]

/** Names of the 2022 schema that the 2019 one does not have. */
const KEYS_OF_2022 =
  /"(typesPrix|considerationsSociales|offresRecues|techniques|modalitesExecution|sousTraitanceDeclaree|marcheInnovant)"/

function refuseUnsupported(file: InspectedFile): void {
  const start = file.head.toString('latin1').replace(/^\xef\xbb\xbf/, '')
  const match = NOT_SUPPORTED.find(([pattern]) => pattern.test(start))
  if (match)
    throw new AppError(
      'format-not-supported',
      `Le fichier « ${file.name} » est ${match[1]} : ce format n'est pas encore lu. Fournissez le JSON ou le CSV des données essentielles. Rien n'a été importé.`,
    )
  if (file.head.includes(0))
    throw new AppError(
      'format-unknown',
      `Le fichier « ${file.name} » n'est pas du texte. JSON ou CSV attendu. Rien n'a été importé.`,
    )
}

/** Tells the format of a file and opens it. Throws an `AppError` in French when it is not a list of contracts. */
export async function openContractFile(file: InspectedFile): Promise<ContractFile> {
  refuseUnsupported(file)
  const head = new TextDecoder(file.encoding).decode(file.head)
  if (head.trim() === '')
    throw new AppError('file-empty', `Le fichier « ${file.name} » ne contient que des blancs. Refaites l'export.`)
  if (/^\s*[{[]/.test(head)) {
    const format = KEYS_OF_2022.test(head) ? 'decp-json-2022' : 'decp-json-2019'
    return { format, ignoredColumns: [], rows: readJsonFile(file) }
  }
  const { plan, rows } = await openContractCsv(file)
  return { format: nameCsvFormat(plan), ignoredColumns: plan.ignored, rows }
}
