import { textOf } from '../domain/contract/missing-marker.ts'
import type { PersonalDataKind } from '../domain/insertion/personal-data.ts'
import { RAW_HOURS_FIELDS, type RawHours, type RawHoursField } from '../domain/insertion/raw-hours.ts'
import { normalizeHoursTitle, personalDataOfTitle } from './hours-aliases.ts'
import type { LedgerColumn } from './ledger.ts'
import { pickCells, type RankedColumns } from './ranked-columns.ts'
import {
  type HoursColumn,
  type HoursMapping,
  needsAgreement,
  recogniseHoursColumns,
} from './recognise-hours-columns.ts'

/** How a table of hours is read. `personal`: columns that would identify people; they must be empty. */
export type HoursPlan = RankedColumns<RawHoursField> & {
  columns: readonly HoursColumn[]
  ignored: readonly string[]
  personal: readonly { index: number; column: string; kind: PersonalDataKind }[]
}

/** Reads a header, by a person's mapping where there is one. Unknown columns are set aside; the order of columns does not matter. */
export function planHoursColumns(header: readonly string[], mapping: HoursMapping | null = null): HoursPlan {
  const columns = recogniseHoursColumns(header, mapping)
  const personal = header.flatMap((column, index) => {
    const kind = personalDataOfTitle(column)
    return kind === null ? [] : [{ index, column: column.trim(), kind }]
  })
  const found = new Map<RawHoursField, number[]>()
  for (const { field, index } of columns.toSorted((a, b) => a.rank - b.rank))
    if (field !== null) found.set(field, [...(found.get(field) ?? []), index])
  const ignored = columns.filter(({ how }) => how === 'ignored').map(({ index }) => header[index] as string)
  return { header, columns, fields: found, ignored: ignored.filter((title) => title.trim() !== ''), personal }
}

/** Titles that only a list of contracts or of payments has. */
const OF_OTHER_KINDS = /notif|procedure|montant|titulaire|mandat|facture|cpv/

const areHours = (fields: ReadonlySet<RawHoursField>) =>
  (fields.has('hours') || fields.has('validatedHours')) &&
  (['person', 'period', 'year', 'from', 'people'] as const).some((field) => fields.has(field))

const sureFieldsOf = ({ columns }: HoursPlan) =>
  new Set(columns.flatMap(({ field, how }) => (field !== null && how !== 'guessed' ? [field] : [])))

/** Fewer titles than these, sure or found, make no header: a line of text above the table is full of words that look like titles. */
const FEWEST_SURE = 2
const FEWEST_FOUND = 4

/** Whether a header is that of a table of hours: hours, and whose or of when, two of its titles being sure or four being found. */
export const isHoursHeader = (plan: HoursPlan): boolean =>
  areHours(new Set(plan.fields.keys())) &&
  (sureFieldsOf(plan).size >= FEWEST_SURE || plan.fields.size >= FEWEST_FOUND)

/** Whether it is surely so: without guesses, and no title is of contracts nor of payments. */
export const isSurelyHoursHeader = (plan: HoursPlan): boolean =>
  areHours(sureFieldsOf(plan)) &&
  !plan.header.some((title) => OF_OTHER_KINDS.test(normalizeHoursTitle(title)))

/** One line as raw hours. `cells` has as many items as the header. */
export function mapHoursRow(plan: HoursPlan, cells: readonly string[]): RawHours {
  const used = new Set([...plan.fields.values()].flat())
  const others = plan.header.flatMap((column, index) => {
    const value = textOf(cells[index])
    return used.has(index) || value === null ? [] : [{ column, value }]
  })
  return { ...pickCells(plan, cells), others, isByPerson: plan.fields.has('person') }
}

/** What each column was taken for, as the ledger tells it. */
export const describeHoursColumns = ({ columns }: HoursPlan): LedgerColumn[] =>
  columns.map((reading) => ({
    column: reading.column,
    field: reading.field,
    title: reading.field && RAW_HOURS_FIELDS[reading.field],
    how: reading.how,
    needsConfirmation: needsAgreement(reading),
    reason: reading.reason,
  }))
