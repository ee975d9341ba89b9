import { AppError } from '../platform/errors.ts'
import { canonicalTitle } from './canonical-title.ts'
import { type ColumnPlan, listMissingNeeds, planColumns } from './column-plan.ts'
import { targetOfFormatName } from './format-columns.ts'
import type { InspectedFile } from './inspect-file.ts'
import type { ContractFile } from './open-contract-file.ts'
import { isJsonTable, openJsonTable } from './open-json-table.ts'
import {
  describeMissing,
  describeTitles,
  type FoundTitles,
  type OpenTable,
  openTable,
  type TitledTable,
  tableOfLine,
} from './open-table.ts'
import { type HolderRole, parseHolderRole } from './own-layout.ts'
import { inBatches, type RowBatch } from './row-batch.ts'
import { selectContractSheets } from './select-contract-sheets.ts'
import type { SourceRow } from './source-row.ts'
import { checkReading, readTitles, type TableHints, type TableReading } from './table-reading.ts'

const isSubset = (plan: ColumnPlan, names: readonly string[]) =>
  names.every((name) => plan.header.includes(name))

/** Whether a published format has a column of every field the table gives. */
const isPublished = ({ header, columns }: ColumnPlan) =>
  columns.every(({ target, index }) => target === null || targetOfFormatName(header[index] as string))

/** The name of a known layout, for the ledger; `buyer`: a buyer's own, its columns recognised one by one. */
function nameLayout(plan: ColumnPlan): string {
  if (!isPublished(plan)) return 'buyer'
  if (plan.holders.length > 1) return 'decp-ministry'
  if (isSubset(plan, ['lieuExecution_nom', 'titulaire_denominationSociale'])) return 'decp-table-schema'
  if (isSubset(plan, ['MARCHE_ID', 'ACHETEURS_ID'])) return 'scdl'
  return isSubset(plan, ['acheteur_id', 'titulaire_id']) ? 'decp-info' : 'buyer'
}

/** The plan of the row of titles that lacks the least to be a list of contracts. */
const nearestPlan = (found: readonly FoundTitles[]): ColumnPlan | undefined =>
  found
    .map(({ titles }) => planColumns(titles))
    .toSorted((a, b) => listMissingNeeds(a).length - listMissingNeeds(b).length)[0]

/** The columns that would do, were it not for their unit: an amount in thousands, or including tax. */
function describeSetAside(plan: ColumnPlan | undefined): string {
  const reasons = (plan?.columns ?? []).flatMap(({ column }) => {
    const { refusal } = canonicalTitle(column)
    return refusal === null ? [] : [`« ${column} » (${refusal})`]
  })
  return reasons.length > 0 ? ` Colonnes écartées : ${reasons.join(', ')}.` : ''
}

function notContracts(name: string, found: readonly FoundTitles[]): AppError {
  const nearest = nearestPlan(found)
  const missing = nearest ? listMissingNeeds(nearest) : []
  const lack = missing.length > 0 ? missing.join(', ') : 'assez de titres connus'
  const isWorkbook = found.some(({ sheet }) => sheet !== null)
  const named = isWorkbook && found.length === 1 ? ` --sheet "${found[0]?.sheet}"` : ''
  const subject = isWorkbook
    ? describeMissing(name, found, 'une liste de marchés')
    : `Le fichier « ${name} » est un tableau, mais pas une liste de marchés`
  return new AppError(
    'format-unknown',
    `${subject}. Il manque : ${lack}. Colonnes attendues au moins, dans les 30 premières lignes : id (ou objet), acheteur_id, montant, titulaire_id. Colonnes trouvées : ${describeTitles(found)}.${describeSetAside(nearest)} Rien n'a été importé. Si ce sont bien des marchés, dites ce que contiennent ses colonnes : profile save FICHIER${named} --map "Titre de la colonne=champ". Si ce sont des dépenses (fournisseur, montant payé), ajoutez --kind payments.`,
    { found: isWorkbook ? found : found[0]?.titles, missing },
  )
}

const PASSES: readonly (readonly HolderRole[])[] = [['lead'], ['holder'], ['coHolder', 'subcontractor']]

const hasRoles = ({ header }: TitledTable<TableReading>) => header.plan.own?.roleColumn != null

/** The pass in which a row is read; rows of a table without roles go with the leads. */
function isOfPass(
  { header }: TitledTable<TableReading>,
  cells: readonly string[],
  roles: readonly HolderRole[],
) {
  const roleColumn = header.plan.own?.roleColumn ?? null
  return roles.includes(roleColumn === null ? 'lead' : parseHolderRole(cells[roleColumn]))
}

/**
 * The rows below the headers. Where each names one holder and its role, those of the leads come first, so that the lead is the
 * first holder of its contract wherever its row stands: the file is read once for each role, and no row waits in memory.
 */
async function* readRows(table: OpenTable<TableReading>): AsyncGenerator<SourceRow> {
  for (const roles of table.tables.some(hasRoles) ? PASSES : [null])
    for await (const { line, cells } of table.read())
      if (roles === null || isOfPass(tableOfLine(table, line), cells, roles)) yield { line, source: cells }
}

const readBatches = (table: OpenTable<TableReading>): AsyncGenerator<RowBatch> =>
  table.csv && !hasRoles(table) ? table.csv.readBlocks() : inBatches(readRows(table))

function openTitled(file: InspectedFile, hints: TableHints, select?: typeof selectContractSheets) {
  const recognise = (titles: readonly string[]) => readTitles(titles, hints)
  if (isJsonTable(file)) return openJsonTable(file, recognise)
  return openTable(file, recognise, { named: hints.sheets, ...(select && { select }) })
}

/**
 * Opens a table of contracts: its columns are understood before the first row is read. Throws `format-unknown` when it is no
 * list of contracts, and what `checkReading` throws.
 */
export async function openContractTable(file: InspectedFile, hints: TableHints): Promise<ContractFile> {
  const table = await openTitled(file, hints, selectContractSheets)
  if ('found' in table) throw notContracts(file.name, table.found)
  const { sheets } = table
  const tables = table.tables.map(({ sheet, header }) => ({ sheet, ...header }))
  checkReading(file.name, tables, hints)
  const [layout, ...others] = new Set(tables.map(({ plan }) => nameLayout(plan)))
  const ignored = tables.flatMap(({ plan }) => plan.ignored.filter((title) => title.trim() !== ''))
  return {
    format: `${others.length > 0 ? 'buyer' : layout}-${table.format}`,
    ignoredColumns: tables.length > 1 ? [...new Set(ignored)] : ignored,
    tables,
    sheets,
    mapping: {
      tables: tables.map(({ plan, buyer }) => ({ plan, buyer: buyer ?? hints.buyer })),
      csv: table.csv?.form ?? null,
      buyer: hints.buyer,
    },
    batches: readBatches(table),
  }
}

/** The titles of a table of contracts, on the sheet named if one is: those recognised, else those of its widest first row. */
export async function readTableTitles(file: InspectedFile, hints: TableHints): Promise<readonly string[]> {
  const table = await openTitled(file, hints)
  return 'found' in table ? (table.found[0]?.titles ?? []) : table.titles
}
