import { problemOf } from '../domain/problem/problem.ts'
import { AppError } from '../platform/errors.ts'
import type { InspectedFile } from './inspect-file.ts'
import { type ColumnPlan, isContractHeader, mapCsvRow, planColumns } from './map-csv-rows.ts'
import { type CsvRow, readCsv } from './read-csv.ts'
import type { ReadRow } from './read-row.ts'

export type ContractCsv = { plan: ColumnPlan; rows: AsyncGenerator<ReadRow> }

const isSubset = (plan: ColumnPlan, names: readonly string[]) =>
  names.every((name) => plan.header.includes(name))

/** The name of a known layout, for the ledger; `buyer-csv`: a buyer's own, its columns recognised one by one. */
export function nameCsvFormat(plan: ColumnPlan): string {
  if (plan.holders.length > 1) return 'decp-ministry-csv'
  if (isSubset(plan, ['lieuExecution_nom', 'titulaire_denominationSociale'])) return 'decp-table-schema-csv'
  if (isSubset(plan, ['MARCHE_ID', 'ACHETEURS_ID'])) return 'scdl-csv'
  return isSubset(plan, ['acheteur_id', 'titulaire_id']) ? 'decp-info-csv' : 'buyer-csv'
}

function notContracts(name: string, header: readonly string[]): AppError {
  const found = header
    .slice(0, 12)
    .map((title) => `« ${title} »`)
    .join(', ')
  return new AppError(
    'format-unknown',
    `Le fichier « ${name} » est un tableau, mais pas une liste de marchés. Colonnes attendues au moins : id (ou objet), acheteur_id, montant, titulaire_id. Colonnes trouvées : ${found}${header.length > 12 ? '…' : ''}. Rien n'a été importé.`,
    { found: header },
  )
}

async function* mapRows(plan: ColumnPlan, rows: AsyncGenerator<CsvRow>): AsyncGenerator<ReadRow> {
  for await (const { line, cells } of rows) {
    if (cells.length === plan.header.length) yield { line, problems: [], mapped: mapCsvRow(plan, cells) }
    else {
      const value = `${cells.length} cellules au lieu de ${plan.header.length} : ${cells.join(' | ')}`
      yield { line, problems: [problemOf('cell-count', '(ligne)', value)], mapped: null }
    }
  }
}

/** Opens a CSV of contracts: its columns are understood before the first row is read. Throws `format-unknown` otherwise. */
export async function openContractCsv(file: InspectedFile): Promise<ContractCsv> {
  const rows = readCsv(file)
  const first = await rows.next()
  const header = first.done ? [] : first.value.cells
  const plan = planColumns(header)
  if (!isContractHeader(plan)) {
    await rows.return(undefined)
    throw notContracts(file.name, header)
  }
  return { plan, rows: mapRows(plan, rows) }
}
