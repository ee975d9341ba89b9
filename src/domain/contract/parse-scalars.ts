import { textOf } from './missing-marker.ts'

/** A scalar read from a cell: its value (`null`: nothing written, or unreadable) and whether it was unreadable. */
export type ReadScalar<T> = { value: T | null; isUnreadable: boolean }

const read = <T>(value: T | null, isUnreadable = false): ReadScalar<T> => ({ value, isUnreadable })

const TRUE = /^(oui|true|vrai|1)$/i
const FALSE = /^(non|false|faux|0)$/i

/** `"oui"`, `true`, `"1"` → true; `"non"`, `false`, `"0"` → false. */
export function readBoolean(raw: unknown): ReadScalar<boolean> {
  const text = textOf(raw)
  if (text === null) return read<boolean>(null)
  if (TRUE.test(text)) return read(true)
  return FALSE.test(text) ? read(false) : read<boolean>(null, true)
}

/** A decimal number with a point or a comma, or a percentage (`"20 %"` → 0.2): rates and shares of origin. */
export function readNumber(raw: unknown): ReadScalar<number> {
  const text = textOf(raw)
  if (text === null) return read<number>(null)
  const match = /^(-?\d{1,12}(?:[.,]\d{1,12})?) ?(%?)$/.exec(text)
  if (match === null) return read<number>(null, true)
  const value = Number(match[1]?.replace(',', '.'))
  return read(match[2] === '%' ? Number((value / 100).toPrecision(12)) : value)
}

/** A whole number, `"12"`, `"12.0"`, `12`; a fraction is unreadable. */
export function readInteger(raw: unknown): ReadScalar<number> {
  const text = textOf(raw)
  if (text === null) return read<number>(null)
  return /^-?\d{1,9}([.,]0+)?$/.test(text) ? read(Number.parseInt(text, 10)) : read<number>(null, true)
}

/** A duration as a whole number of months: `"48"`, `"48 mois"`, `"4 ans"` (48); any more words are unreadable. */
export function readMonthCount(raw: unknown): ReadScalar<number> {
  const said = /^(\d{1,3}) ?(mois|ans?|années?)$/i.exec(textOf(raw) ?? '')
  if (said === null) return readInteger(raw)
  return read(Number(said[1]) * (/^m/i.test(said[2] ?? '') ? 1 : 12))
}
