import { addDays, type IsoDate } from '../dates/iso-date.ts'

/** Days, both included. */
export type Days = { from: IsoDate; to: IsoDate }

/** A row along time: its key, and the days it is about. */
export type TimeRow = { key: string } & Days

/** The part of a period that lies within another (`null`: no bound); `null` when nothing does. */
export function clip(days: Days, { from, to }: { from: IsoDate | null; to: IsoDate | null }): Days | null {
  const first = from !== null && from > days.from ? from : days.from
  const last = to !== null && to < days.to ? to : days.to
  return first <= last ? { from: first, to: last } : null
}

const quarterOf = (year: number, quarter: number): TimeRow => {
  const first = `${year}-${String(quarter * 3 + 1).padStart(2, '0')}-01`
  const next = quarter === 3 ? `${year + 1}-01-01` : `${year}-${String(quarter * 3 + 4).padStart(2, '0')}-01`
  return { key: `${year}-T${quarter + 1}`, from: first, to: addDays(next, -1) }
}

/** The calendar years or quarters that meet these days, each with its own days. */
export function timeRows(by: 'year' | 'quarter', { from, to }: Days): TimeRow[] {
  const first = Number(from.slice(0, 4))
  const years = Array.from({ length: Number(to.slice(0, 4)) - first + 1 }, (_, index) => first + index)
  const rows = years.flatMap((year) =>
    by === 'year'
      ? [{ key: String(year), from: `${year}-01-01`, to: `${year}-12-31` }]
      : [0, 1, 2, 3].map((quarter) => quarterOf(year, quarter)),
  )
  return rows.filter((row) => row.from <= to && from <= row.to)
}
