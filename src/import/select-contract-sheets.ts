import { hasBuyerColumn } from './column-plan.ts'
import type { ColumnField } from './contract-columns.ts'
import { nameOfTarget } from './contract-columns.ts'
import type { TitledTable } from './open-table.ts'
import { giveSame, IS_SUMMARY, isNamed, listNotNamed, type SheetReasons, SUMMARY } from './select-sheets.ts'
import { CONTRACTS, describeKind } from './sheet-kind.ts'
import type { TableReading } from './table-reading.ts'

type Table = TitledTable<TableReading>

/** Names of sheets that hold something else than contracts concluded, often under the titles of contracts. */
const OTHER_MATTER =
  /\b(avenants?|modifications?|sous traitan\w*|dc4|previsi\w*|programmation|consultations?|infructueu\w*|sans suite|abandon\w*|a venir|modeles?|exemples?|brouillons?)\b/

/** Names of sheets that put those of others together: told with fewer titles, a contract could count twice. */
const GATHERED = /\b(tous|toutes|ensemble|globale?)\b/

/** What makes a table of contracts one that can be added to another. */
const ESSENTIALS = {
  sourceId: 'le numéro du marché',
  notifiedOn: 'la date de notification',
  amount: 'le montant HT',
} as const satisfies Partial<Record<ColumnField, string>>

const fieldsOf = ({ header: { plan } }: Table) =>
  plan.columns.flatMap(({ target }) => (target ? [nameOfTarget(target)] : []))

/** What a table tells of each contract: essentials, and who buys. */
function essentialsOf(table: Table): string[] {
  const fields = new Set(fieldsOf(table))
  const hasBuyer = table.header.buyer !== null || hasBuyerColumn(table.header.plan)
  return [
    ...Object.entries(ESSENTIALS).flatMap(([field, title]) => (fields.has(field) ? [title] : [])),
    ...(hasBuyer ? ['l’acheteur'] : []),
  ]
}

/** Why a table under other titles is not added to the main one; `null`: nothing of it can be counted twice or left undated. */
function refuseOther(table: Table, main: Table): string | null {
  const kind = describeKind(table.titles)
  if (kind !== null && kind !== CONTRACTS) return kind
  if (isNamed(table, SUMMARY) || isNamed(table, GATHERED)) return IS_SUMMARY
  const given = essentialsOf(table)
  const needed = new Set([ESSENTIALS.sourceId, ...essentialsOf(main)])
  const lacking = [...needed].filter((title) => !given.includes(title))
  return lacking.length === 0 ? null : `ses titres ne donnent pas ${lacking.join(', ')}`
}

/**
 * Which tables of contracts of a workbook are read: those that give the same fields as the main one (a year or a kind of
 * purchase each), and those under other titles that tell as much of what names, dates and values a contract. Without its number,
 * a contract told otherwise on two sheets would count twice.
 */
export function selectContractSheets(tables: readonly Table[]): SheetReasons {
  const candidates = listNotNamed(tables, OTHER_MATTER)
  const main = candidates.reduce((best, table) =>
    essentialsOf(table).length > essentialsOf(best).length ? table : best,
  )
  return tables.map((table) => {
    if (!candidates.includes(table)) return 'son nom annonce autre chose que des marchés conclus'
    return giveSame(fieldsOf(table), fieldsOf(main)) ? null : refuseOther(table, main)
  })
}
