import { isConcessionNature } from '../domain/contract/contract-kind.ts'
import { textOf } from '../domain/contract/missing-marker.ts'
import { readInteger } from '../domain/contract/parse-scalars.ts'
import {
  RAW_FIELDS,
  type RawAmendment,
  type RawContract,
  type RawField,
  type RawSubcontract,
} from '../domain/contract/raw-contract.ts'
import type { ColumnPlan } from './column-plan.ts'
import type { MappedRecord } from './map-json-record.ts'
import { refineOwnRow } from './own-layout.ts'
import { labelsIn } from './read-lists.ts'

const NONE: never[] = []

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

type FieldPlace = { field: RawField; indexes: readonly number[] }

/** What is the same for every row of a table: found once, since a million rows follow. */
type RowPlan = {
  /** Where each field stands; -1: nowhere. */
  at: Readonly<Record<RawField, number>>
  /** Fields that several columns give: the first that says something counts. */
  several: readonly FieldPlace[]
  columnNames: RawContract['columnNames']
  spread: MappedRecord['spread']
}

const ROW_PLANS = new WeakMap<ColumnPlan, RowPlan>()

function planRow(plan: ColumnPlan): RowPlan {
  const places = new Map<RawField, number[]>()
  for (const [field, index] of plan.fields) places.set(field, [...(places.get(field) ?? []), index])
  const columnNames: RawContract['columnNames'] = {}
  for (const [list, index] of plan.lists) columnNames[list] = plan.header[index] as string
  for (const [field, [index = 0]] of places) columnNames[field] = plan.header[index] as string
  const holderTitle = plan.holders[0]?.identifier ?? plan.holders[0]?.name
  if (holderTitle !== undefined) columnNames.holderId = plan.header[holderTitle] as string
  const fields = Object.keys(RAW_FIELDS) as RawField[]
  return {
    at: Object.fromEntries(fields.map((field) => [field, places.get(field)?.[0] ?? -1])) as RowPlan['at'],
    several: [...places].flatMap(([field, indexes]) => (indexes.length > 1 ? [{ field, indexes }] : [])),
    columnNames,
    spread: { holders: plan.isRowPerHolder, amendments: true },
  }
}

function rowPlanOf(plan: ColumnPlan): RowPlan {
  const known = ROW_PLANS.get(plan)
  if (known) return known
  const rowPlan = planRow(plan)
  ROW_PLANS.set(plan, rowPlan)
  return rowPlan
}

/** Written out: an object whose keys are known beforehand is made ten times faster than one filled key by key. */
function fieldsAt(at: RowPlan['at'], cells: readonly string[]): Record<RawField, string | undefined> {
  const cell = (index: number) => (index < 0 ? undefined : cells[index])
  return {
    sourceId: cell(at.sourceId),
    lot: cell(at.lot),
    buyerId: cell(at.buyerId),
    buyerName: cell(at.buyerName),
    buyerDepartment: cell(at.buyerDepartment),
    buyerCommune: cell(at.buyerCommune),
    nature: cell(at.nature),
    object: cell(at.object),
    cpv: cell(at.cpv),
    procedure: cell(at.procedure),
    placeCode: cell(at.placeCode),
    placeCodeType: cell(at.placeCodeType),
    placeName: cell(at.placeName),
    durationMonths: cell(at.durationMonths),
    notifiedOn: cell(at.notifiedOn),
    publishedOn: cell(at.publishedOn),
    amount: cell(at.amount),
    priceForm: cell(at.priceForm),
    frameworkId: cell(at.frameworkId),
    innovative: cell(at.innovative),
    ccag: cell(at.ccag),
    offersReceived: cell(at.offersReceived),
    advance: cell(at.advance),
    advanceRate: cell(at.advanceRate),
    groupType: cell(at.groupType),
    subcontractingDeclared: cell(at.subcontractingDeclared),
    euOrigin: cell(at.euOrigin),
    frenchOrigin: cell(at.frenchOrigin),
  }
}

/**
 * The few labels of a list come back on every row. Bounded: a column of free text would never stop. A cell is a slice of a
 * text of a thousand rows, which it keeps in memory as long as it is kept: what is remembered is a copy.
 */
const LABELS = new Map<string, string[] | null>()
const MOST_LABELS = 5_000

function labelsOf(cell: string | undefined): string[] | null {
  if (cell === undefined || cell === '') return null
  const known = LABELS.get(cell)
  if (known !== undefined) return known
  if (LABELS.size >= MOST_LABELS) LABELS.clear()
  const copy = Buffer.from(cell).toString()
  const labels = labelsIn(copy)
  LABELS.set(copy, labels)
  return labels
}

/** One row as a raw record. `cells` has as many items as the header. */
export function mapCsvRow(plan: ColumnPlan, cells: readonly string[]): MappedRecord {
  const { at, several, columnNames, spread } = rowPlanOf(plan)
  const fields = fieldsAt(at, cells)
  const names = several.length > 0 ? { ...columnNames } : columnNames
  for (const { field, indexes } of several) {
    const index = indexes.find((candidate) => textOf(cells[candidate]) !== null) ?? (indexes.at(-1) as number)
    fields[field] = cells[index]
    names[field] = plan.header[index] as string
  }
  const lists: RawContract['lists'] = {}
  for (const [list, index] of plan.lists) lists[list] ??= labelsOf(cells[index])
  const cell = (index: number | undefined) => (index === undefined ? null : cells[index])
  const holders = plan.holders.map((columns) => ({
    scheme: cell(columns.scheme),
    identifier: cell(columns.identifier),
    name: cell(columns.name),
    ...(columns.department !== undefined && { department: cell(columns.department) }),
    ...(columns.commune !== undefined && { commune: cell(columns.commune) }),
  }))
  const version = readInteger(cell(plan.versionColumn ?? undefined)).value ?? 0
  const isNotCurrent =
    plan.currentColumn !== null && /^(non|false|faux|0)$/i.test(cells[plan.currentColumn]?.trim() ?? '')
  const raw: RawContract = {
    isConcession: isConcessionNature(fields.nature),
    fields,
    lists,
    holders,
    amendments: plan.amendment.length > 0 ? amendmentsIn(plan, cells) : NONE,
    subcontracts: plan.subcontract.length > 0 ? subcontractsIn(plan, cells) : NONE,
    version: Math.max(version, 0),
    isVersionDated: plan.isVersionDated,
    isSuperseded: plan.versionColumn === null && isNotCurrent,
    columnNames: names,
  }
  const recordKey = plan.keyColumn === null ? null : textOf(cells[plan.keyColumn])
  return {
    raw: plan.own === null ? raw : refineOwnRow(plan.own, raw, cells),
    spread: recordKey === null ? spread : { ...spread, recordKey },
  }
}
