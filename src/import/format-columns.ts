import { RAW_FIELDS, RAW_LISTS } from '../domain/contract/raw-contract.ts'
import type { ColumnField, ColumnTarget } from './contract-columns.ts'
import {
  AMENDMENT_COLUMNS,
  type AmendmentColumn,
  FIELD_ALIASES,
  holderPartOf,
  isRowNumber,
  LIST_ALIASES,
  normalizeName,
  SUBCONTRACT_COLUMNS,
  type SubcontractColumn,
} from './field-aliases.ts'

/** What each part of an amendment or subcontract of a record is called among columns. */
export const AMENDMENT_FIELDS = {
  amendmentAmount: 'amount',
  amendmentDate: 'amendedOn',
  amendmentPublishedOn: 'publishedOn',
  amendmentDuration: 'durationMonths',
  amendmentHolderId: 'holderIdentifier',
  amendmentHolderScheme: 'holderScheme',
} as const satisfies Partial<Record<ColumnField, AmendmentColumn>>

export const SUBCONTRACT_FIELDS = {
  subcontractAmount: 'amount',
  subcontractDate: 'notifiedOn',
  subcontractDuration: 'durationMonths',
  subcontractorId: 'identifier',
  subcontractorScheme: 'scheme',
} as const satisfies Partial<Record<ColumnField, SubcontractColumn>>

const HOLDER_FIELDS = {
  identifier: 'holderId',
  scheme: 'holderScheme',
  name: 'holderName',
  department: 'holderDepartment',
  commune: 'holderCommune',
} as const

const swap = <K extends string, V extends string>(record: Readonly<Record<K, V>>) =>
  new Map(Object.entries(record).map(([key, value]) => [value as V, key as K]))

const FIELD_OF_AMENDMENT = swap(AMENDMENT_FIELDS)
const FIELD_OF_SUBCONTRACT = swap(SUBCONTRACT_FIELDS)
const VERSION_COLUMNS: Readonly<Record<string, ColumnField>> = {
  modificationid: 'version',
  donneesactuelles: 'isCurrent',
  cleenregistrement: 'recordKey',
}

const has = <T extends object>(names: T, name: string): name is string & keyof T => Object.hasOwn(names, name)

/** What a column of one of the published formats holds, by its name alone; `null`: no published format has it, or it serves nothing. */
export function targetOfFormatName(title: string): ColumnTarget | null {
  if (isRowNumber(title)) return null
  const name = normalizeName(title)
  const plain = has(FIELD_ALIASES, name)
    ? FIELD_ALIASES[name]
    : has(LIST_ALIASES, name)
      ? LIST_ALIASES[name]
      : undefined
  if (plain) return { field: plain, rank: null }
  const holder = holderPartOf(name)
  if (holder) return { field: HOLDER_FIELDS[holder.part], rank: holder.rank }
  const field = has(AMENDMENT_COLUMNS, name)
    ? FIELD_OF_AMENDMENT.get(AMENDMENT_COLUMNS[name])
    : has(SUBCONTRACT_COLUMNS, name)
      ? FIELD_OF_SUBCONTRACT.get(SUBCONTRACT_COLUMNS[name])
      : has(VERSION_COLUMNS, name)
        ? VERSION_COLUMNS[name]
        : undefined
  return field === undefined ? null : { field, rank: null }
}

export const isRawField = (field: ColumnField): field is keyof typeof RAW_FIELDS & ColumnField =>
  Object.hasOwn(RAW_FIELDS, field)
export const isRawList = (field: ColumnField): field is keyof typeof RAW_LISTS & ColumnField =>
  Object.hasOwn(RAW_LISTS, field)
