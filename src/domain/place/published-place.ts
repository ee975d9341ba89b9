/** Where a file says an establishment is, by INSEE codes. `commune`: of that department, arrondissements of a city as the city. */
export type PublishedPlace = { department: string; commune: string | null }

/** Department of an establishment that is in no department of France, as INSEE writes it. */
export const ABROAD_DEPARTMENT = '99'

/** `20` stood for both of Corsica, `97` and `98` begin several codes: none is a department. `00` is that of the demonstration. */
const DEPARTMENT = /^([013-8]\d|2[1-9AB]|9[0-59]|97[1-8]|98[46-9])$/
const COMMUNE = /^(\d{2}|2[AB])\d{3}$/

/** Municipal arrondissements, by the first and last code, and the commune they are part of. */
const CITIES = [
  { from: '75101', to: '75120', commune: '75056' },
  { from: '69381', to: '69389', commune: '69123' },
  { from: '13201', to: '13216', commune: '13055' },
] as const

/** A code with the zero that a spreadsheet takes away from the first of them: `1` → `01`, `1004` → `01004`. */
const codeOf = (text: string | null, length: number): string =>
  (text ?? '')
    .trim()
    .toUpperCase()
    .replace(/^\d+$/, (digits) => (digits.length === length - 1 ? `0${digits}` : digits))

/** The department of a commune: `31555` → `31`, `2A004` → `2A`, `97411` → `974`. */
const departmentOf = (commune: string): string => commune.slice(0, /^9[78]/.test(commune) ? 3 : 2)

/**
 * The place that two cells give; `null` when neither says a department. Without department, that of the commune; a commune of another
 * department than the one written is left aside. `isUnreadable`: something is written that is no code.
 */
export function parsePlace(
  department: string | null,
  commune: string | null,
): { place: PublishedPlace | null; isUnreadable: boolean } {
  const [written, town] = [codeOf(department, 2), codeOf(commune, 5)]
  const isTown = COMMUNE.test(town) && DEPARTMENT.test(departmentOf(town))
  const isUnreadable = (written !== '' && !DEPARTMENT.test(written)) || (town !== '' && !isTown)
  const code = DEPARTMENT.test(written) ? written : isTown ? departmentOf(town) : null
  if (code === null) return { place: null, isUnreadable }
  const city = CITIES.find(({ from, to }) => town >= from && town <= to)?.commune ?? town
  return {
    place: { department: code, commune: isTown && departmentOf(town) === code ? city : null },
    isUnreadable,
  }
}
