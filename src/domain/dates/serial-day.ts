const MS_A_DAY = 86_400_000
/** Day 0 of each system. The first holds from 1 March 1900: before it, spreadsheets count a 29 February that was not. */
const DAY_ZERO = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) } as const
/** A serial number is a sum of fractions of a day: less than a tenth of a second short of midnight is midnight. */
const HAIR = 1e-6

/** How a workbook counts days; Excel for Mac long counted from 1904. */
export type DateSystem = keyof typeof DAY_ZERO

/** The day of a spreadsheet's serial number, `45292` → 1 January 2024, whatever the time after the point; `null` out of 1900-9999. */
export function dayOfSerial(serial: number, system: DateSystem = 1900): string | null {
  const day = new Date(DAY_ZERO[system] + Math.floor(serial + HAIR) * MS_A_DAY)
  const year = day.getUTCFullYear()
  return serial >= 0 && year >= 1900 && year <= 9999 ? day.toISOString().slice(0, 10) : null
}
