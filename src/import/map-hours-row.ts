import { textOf } from '../domain/contract/missing-marker.ts'
import type { PersonalDataKind } from '../domain/insertion/personal-data.ts'
import { RAW_HOURS_FIELDS, type RawHours, type RawHoursField } from '../domain/insertion/raw-hours.ts'
import { hoursFieldOfTitle, normalizeHoursTitle, personalDataOfTitle } from './hours-aliases.ts'
import type { LedgerColumn } from './ledger.ts'
import { pickCells, type RankedColumns, rankColumns } from './ranked-columns.ts'

/** How a table of hours is read. `personal`: columns that would identify people; they must be empty. */
export type HoursPlan = RankedColumns<RawHoursField> & {
  ignored: readonly string[]
  personal: readonly { index: number; column: string; kind: PersonalDataKind }[]
}

/** Reads a header. Unknown columns are set aside; the order of columns does not matter. */
export function planHoursColumns(header: readonly string[]): HoursPlan {
  const personal = header.flatMap((column, index) => {
    const kind = personalDataOfTitle(column)
    return kind === null ? [] : [{ index, column: column.trim(), kind }]
  })
  const { fields, ignored } = rankColumns(header, (title) =>
    personalDataOfTitle(title) === null ? hoursFieldOfTitle(title) : null,
  )
  return { header, fields, ignored: ignored.filter((title) => title.trim() !== ''), personal }
}

/** Titles that only a list of contracts or of payments has. */
const OF_OTHER_KINDS = /notif|procedure|montant|titulaire|mandat|facture|cpv/

/** Whether a header is that of a table of hours: hours, and whose or of when. */
export const isHoursHeader = ({ fields }: HoursPlan): boolean =>
  (fields.has('hours') || fields.has('validatedHours')) &&
  (['person', 'period', 'year', 'from', 'people'] as const).some((field) => fields.has(field))

/** Whether it is surely so: no title is of contracts nor of payments. */
export const isSurelyHoursHeader = (plan: HoursPlan): boolean =>
  isHoursHeader(plan) && !plan.header.some((title) => OF_OTHER_KINDS.test(normalizeHoursTitle(title)))

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
export function describeHoursColumns({ header, fields }: HoursPlan): LedgerColumn[] {
  const fieldOf = new Map(
    [...fields].flatMap(([field, columns]) => columns.map((column) => [column, field] as const)),
  )
  return header.map((column, index) => {
    const field = fieldOf.get(index) ?? null
    return {
      column,
      field,
      title: field && RAW_HOURS_FIELDS[field],
      how: field === null ? 'ignored' : 'known',
      needsConfirmation: false,
      reason: null,
    }
  })
}
