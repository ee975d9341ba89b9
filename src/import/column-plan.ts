import type { RawField, RawList, RawOrganisation } from '../domain/contract/raw-contract.ts'
import { TAX_INCLUDED } from './canonical-title.ts'
import { type ColumnReading, compareReadings } from './column-reading.ts'
import { type ColumnField, partOf } from './contract-columns.ts'
import { type AmendmentColumn, normalizeName, type SubcontractColumn } from './field-aliases.ts'
import {
  AMENDMENT_FIELDS,
  isRawField,
  isRawList,
  SUBCONTRACT_FIELDS,
  targetOfFormatName,
} from './format-columns.ts'
import { type OwnLayout, planOwnLayout } from './own-layout.ts'
import { type ReadingHints, recogniseColumns } from './recognise-columns.ts'

type Part = keyof RawOrganisation
type HolderColumns = Partial<Record<Part, number>>

/** Where each field stands in the rows of one CSV file. */
export type ColumnPlan = {
  header: readonly string[]
  /** What each column was taken for, and how surely: shown to the user. */
  columns: readonly ColumnReading[]
  fields: readonly (readonly [RawField, number])[]
  lists: readonly (readonly [RawList, number])[]
  holders: readonly HolderColumns[]
  amendment: readonly (readonly [AmendmentColumn, number])[]
  subcontract: readonly (readonly [SubcontractColumn, number])[]
  /** One row per holder: rows that differ by the holder only are one contract. */
  isRowPerHolder: boolean
  /**
   * decp.info and the consolidated table write one row per version, dated by the version; `uid` is their mark. Not so where
   * amendments have columns of their own, as in our export.
   */
  isVersionDated: boolean
  versionColumn: number | null
  currentColumn: number | null
  /** Rows that differ here are not one contract, whatever else they have in common: our export writes it. */
  keyColumn: number | null
  /** `null` for the published formats: their rows are read without it. */
  own: OwnLayout | null
  /** Columns that serve nothing here: named to the user, never an error. */
  ignored: readonly string[]
}

/** Columns that give a field where its own column is empty or absent. */
const STAND_IN_FOR: Partial<Record<ColumnField, RawField>> = {
  buyerSiren: 'buyerId',
  estimatedAmount: 'amount',
}

/** The columns of each kind of field, the best first. */
function columnsOf<K extends string>(
  readings: readonly ColumnReading[],
  keyOf: (field: ColumnField) => K | undefined,
): [K, number][] {
  return readings.flatMap(({ target, index }): [K, number][] => {
    const key = target && keyOf(target.field)
    return key ? [[key, index]] : []
  })
}

const PARTY_ORDER = { lead: '0', holder: '1', coHolder: '2' } as const
const PART_OF_COLUMN: Readonly<Record<string, Part>> = {
  Id: 'identifier',
  Scheme: 'scheme',
  Name: 'name',
  Department: 'department',
  Commune: 'commune',
}

/** Sorts holders: the lead, those numbered or not, the co-holders; `null` for a column that is no part of a holder. */
function placeOfHolder({ target }: ColumnReading): string | null {
  const place = target && partOf(target.field)
  return place ? `${PARTY_ORDER[place.party]}.${String(target.rank ?? 0).padStart(3, '0')}` : null
}

/** Whether a column names a holder, and does not only say where one is. */
const namesHolder = ({ target }: ColumnReading): boolean =>
  !['Department', 'Commune'].includes((target && partOf(target.field)?.part) ?? '')

function planHolders(readings: readonly ColumnReading[]) {
  const byPlace = new Map<string, HolderColumns>()
  for (const reading of readings) {
    const place = placeOfHolder(reading)
    if (place === null || !reading.target) continue
    const part = PART_OF_COLUMN[partOf(reading.target.field)?.part ?? '']
    byPlace.set(place, { ...byPlace.get(place), ...(part && { [part]: reading.index }) })
  }
  const named = new Set(readings.filter(namesHolder).map(placeOfHolder))
  const places = [...byPlace.keys()].filter((place) => named.has(place)).sort()
  return { places, holders: places.map((place) => byPlace.get(place) ?? {}) }
}

/** One row per holder: the holder's columns have no number, and no other column names another holder of the contract. */
function hasRowPerHolder(readings: readonly ColumnReading[], header: readonly string[]): boolean {
  const holders = readings.filter((reading) => placeOfHolder(reading) !== null && namesHolder(reading))
  const isOwn = holders.some(({ index }) => targetOfFormatName(header[index] as string) === null)
  const isUnnumbered = ({ target }: ColumnReading) => target?.rank === null
  if (readings.some(({ target }) => target?.field === 'holderRole')) return true
  if (!isOwn) return holders.some(isUnnumbered)
  return holders.every(isUnnumbered) && new Set(holders.map(placeOfHolder)).size === 1
}

/**
 * Reads a header. Unknown columns are set aside; the order of columns does not matter. `hints`: what is known of the file
 * otherwise, a person's mapping of its columns first.
 */
export function planColumns(header: readonly string[], hints: ReadingHints = {}): ColumnPlan {
  const columns = recogniseColumns(header, hints)
  const bestFirst = columns.toSorted(compareReadings)
  const { places, holders } = planHolders(columns)
  const columnOf = (field: ColumnField) =>
    columns.find(({ target }) => target?.field === field)?.index ?? null
  const isRowPerHolder = hasRowPerHolder(columns, header)
  const amendment = columnsOf(bestFirst, (field) => AMENDMENT_FIELDS[field as keyof typeof AMENDMENT_FIELDS])
  return {
    header,
    columns,
    fields: [
      ...columnsOf(bestFirst, (field) => (isRawField(field) ? field : undefined)),
      ...columnsOf(bestFirst, (field) => STAND_IN_FOR[field]),
    ],
    lists: columnsOf(bestFirst, (field) => (isRawList(field) ? field : undefined)),
    holders,
    amendment,
    subcontract: columnsOf(
      bestFirst,
      (field) => SUBCONTRACT_FIELDS[field as keyof typeof SUBCONTRACT_FIELDS],
    ),
    isRowPerHolder,
    isVersionDated:
      isRowPerHolder &&
      amendment.length === 0 &&
      header.some((title) => ['uid', 'modificationid'].includes(normalizeName(title))),
    versionColumn: columnOf('version'),
    currentColumn: columnOf('isCurrent'),
    keyColumn: columnOf('recordKey'),
    own: planOwnLayout(header, columns, places, placeOfHolder),
    ignored: columns.filter(({ how }) => how === 'ignored').map(({ index }) => header[index] as string),
  }
}

/** What a table must say to be a list of contracts, in French, and the fields that say it. */
const NEEDS: readonly [string, readonly ColumnField[]][] = [
  ['le numéro ou l’objet du marché', ['sourceId', 'object']],
  ['un montant', ['amount', 'estimatedAmount', 'amendmentAmount']],
  [
    'le titulaire (SIRET ou nom)',
    ['holderId', 'holderSiren', 'holderVat', 'holderName', 'leadId', 'leadSiren', 'leadVat', 'leadName'],
  ],
]

/** What a table does not say and a list of contracts has to; nothing is missing when it is one. */
export function listMissingNeeds({ columns }: ColumnPlan): string[] {
  const fields = new Set(columns.map(({ target }) => target?.field))
  const hasRefusedAmount = columns.some(({ reason }) => reason === TAX_INCLUDED)
  return NEEDS.filter(
    ([, needed]) =>
      !needed.some((field) => fields.has(field)) && !(hasRefusedAmount && needed.includes('amount')),
  ).map(([need]) => need)
}

/** Whether a header tells who the buyer is, row by row. */
export const hasBuyerColumn = ({ columns }: ColumnPlan): boolean =>
  columns.some(({ target }) => target?.field === 'buyerId' || target?.field === 'buyerSiren')

const FEWEST_KNOWN_COLUMNS = 2

/**
 * Whether a header names enough to be a list of contracts: what was bought, for how much, and from whom; who bought may be
 * told otherwise. Guesses alone make no header: a line of text above the table is full of words that look like titles.
 */
export function isContractHeader(plan: ColumnPlan): boolean {
  const sure = plan.columns.filter(({ how }) => how === 'known' || how === 'profile')
  return sure.length >= FEWEST_KNOWN_COLUMNS && listMissingNeeds(plan).length === 0
}
