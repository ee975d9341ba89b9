import { isConcessionNature } from '../domain/contract/contract-kind.ts'
import { textOf } from '../domain/contract/missing-marker.ts'
import { readInteger } from '../domain/contract/parse-scalars.ts'
import type {
  RawAmendment,
  RawContract,
  RawField,
  RawList,
  RawOrganisation,
  RawSubcontract,
} from '../domain/contract/raw-contract.ts'
import {
  AMENDMENT_COLUMNS,
  type AmendmentColumn,
  FIELD_ALIASES,
  holderPartOf,
  LIST_ALIASES,
  normalizeName,
  SUBCONTRACT_COLUMNS,
  type SubcontractColumn,
} from './field-aliases.ts'
import type { MappedRecord } from './map-json-record.ts'
import { labelsIn } from './read-lists.ts'

type Part = keyof RawOrganisation
type HolderColumns = Partial<Record<Part, number>>

/** Where each field stands in the rows of one CSV file. */
export type ColumnPlan = {
  header: readonly string[]
  fields: readonly (readonly [RawField, number])[]
  lists: readonly (readonly [RawList, number])[]
  holders: readonly HolderColumns[]
  amendment: readonly (readonly [AmendmentColumn, number])[]
  subcontract: readonly (readonly [SubcontractColumn, number])[]
  /** One row per holder: rows that differ by the holder only are one contract. */
  isRowPerHolder: boolean
  /** decp.info and the consolidated table write one row per version, dated by the version; `uid` is their mark. */
  isVersionDated: boolean
  versionColumn: number | null
  currentColumn: number | null
  /** Columns that serve nothing here: named to the user, never an error. */
  ignored: readonly string[]
}

/** Names of columns that must be there for a CSV to be a list of contracts, with what they are for. */
const NEEDED_FIELDS = ['buyerId', 'amount'] as const satisfies readonly RawField[]

/** Reads a header. Unknown columns are set aside; the order of columns does not matter. */
export function planColumns(header: readonly string[]): ColumnPlan {
  const fields: [RawField, number][] = []
  const lists: [RawList, number][] = []
  const holdersByRank = new Map<number, HolderColumns>()
  const amendment: [AmendmentColumn, number][] = []
  const subcontract: [SubcontractColumn, number][] = []
  const ignored: string[] = []
  let isRowPerHolder = false
  let versionColumn: number | null = null
  let currentColumn: number | null = null
  header.forEach((title, index) => {
    const name = normalizeName(title)
    const field = FIELD_ALIASES[name]
    const list = LIST_ALIASES[name]
    const holder = holderPartOf(name)
    if (field) fields.push([field, index])
    else if (list) lists.push([list, index])
    else if (holder) {
      isRowPerHolder ||= holder.rank === null
      const rank = holder.rank ?? 0
      holdersByRank.set(rank, { ...holdersByRank.get(rank), [holder.part]: index })
    } else if (name in AMENDMENT_COLUMNS)
      amendment.push([AMENDMENT_COLUMNS[name as keyof typeof AMENDMENT_COLUMNS], index])
    else if (name in SUBCONTRACT_COLUMNS)
      subcontract.push([SUBCONTRACT_COLUMNS[name as keyof typeof SUBCONTRACT_COLUMNS], index])
    else if (name === 'modificationid') versionColumn = index
    else if (name === 'donneesactuelles') currentColumn = index
    else ignored.push(title)
  })
  const holders = [...holdersByRank].sort(([a], [b]) => a - b).map(([, columns]) => columns)
  return {
    header,
    fields,
    lists,
    holders,
    amendment,
    subcontract,
    isRowPerHolder,
    isVersionDated:
      isRowPerHolder && header.some((title) => ['uid', 'modificationid'].includes(normalizeName(title))),
    versionColumn,
    currentColumn,
    ignored,
  }
}

/** Whether a header names enough to be a list of contracts: who bought, for how much, and from whom or what. */
export function isContractHeader(plan: ColumnPlan): boolean {
  const named = new Set(plan.fields.map(([field]) => field))
  const saysWhat = named.has('sourceId') || named.has('object')
  return (
    saysWhat &&
    NEEDED_FIELDS.every((field) => named.has(field)) &&
    plan.holders.some((holder) => holder.identifier !== undefined)
  )
}

/** The cells of these columns that say something, by what they say; `null` when none does. */
function filledCells<K extends string>(columns: readonly (readonly [K, number])[], cells: readonly string[]) {
  const filled: Partial<Record<K, string>> = {}
  for (const [key, index] of columns)
    if (textOf(cells[index]) !== null) filled[key] ??= cells[index] as string
  return Object.keys(filled).length > 0 ? filled : null
}

function amendmentsIn(plan: ColumnPlan, cells: readonly string[]): RawAmendment[] {
  const filled = filledCells(plan.amendment, cells)
  if (!filled) return []
  const { holderIdentifier: identifier, holderScheme: scheme } = filled
  const holders = identifier === undefined ? [] : [{ identifier, scheme, name: null }]
  const { amount, amendedOn, publishedOn, durationMonths } = filled
  return [{ amount, amendedOn, publishedOn, durationMonths, object: null, holders }]
}

function subcontractsIn(plan: ColumnPlan, cells: readonly string[]): RawSubcontract[] {
  const filled = filledCells(plan.subcontract, cells)
  if (!filled) return []
  const { amount, notifiedOn, durationMonths, identifier, scheme } = filled
  return [{ amount, notifiedOn, durationMonths, identifier, scheme, name: null }]
}

/** One row as a raw record. `cells` has as many items as the header. */
export function mapCsvRow(plan: ColumnPlan, cells: readonly string[]): MappedRecord {
  const fields: RawContract['fields'] = {}
  const columnNames: RawContract['columnNames'] = {}
  for (const [field, index] of plan.fields) {
    if (textOf(fields[field]) !== null) continue
    fields[field] = cells[index]
    columnNames[field] = plan.header[index] as string
  }
  const lists: RawContract['lists'] = {}
  for (const [list, index] of plan.lists) {
    lists[list] ??= labelsIn(cells[index])
    columnNames[list] = plan.header[index] as string
  }
  const cell = (index: number | undefined) => (index === undefined ? null : cells[index])
  const holders = plan.holders.map((columns) => ({
    scheme: cell(columns.scheme),
    identifier: cell(columns.identifier),
    name: cell(columns.name),
  }))
  const holderTitle = plan.holders[0]?.identifier
  if (holderTitle !== undefined) columnNames.holderId = plan.header[holderTitle] as string
  const version = readInteger(cell(plan.versionColumn ?? undefined)).value ?? 0
  const isNotCurrent =
    plan.currentColumn !== null && /^(non|false|faux|0)$/i.test(cells[plan.currentColumn]?.trim() ?? '')
  const raw: RawContract = {
    isConcession: isConcessionNature(fields.nature),
    fields,
    lists,
    holders,
    amendments: amendmentsIn(plan, cells),
    subcontracts: subcontractsIn(plan, cells),
    version: Math.max(version, 0),
    isVersionDated: plan.isVersionDated,
    isSuperseded: plan.versionColumn === null && isNotCurrent,
    columnNames,
  }
  return { raw, spread: { holders: plan.isRowPerHolder, amendments: true } }
}
