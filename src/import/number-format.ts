/** How a number cell reads: as it is, as a day, or padded with zeros to so many digits (a SIRET or a postal code). */
export type NumberReading = 'plain' | 'day' | { digits: number }

/** Formats that spreadsheets know by number alone and that show a day; 18 to 21 and 45 to 47 show a time only. */
const isDayFormat = (id: number) =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)

/** Colours, currencies, texts in quotes and escaped characters, which may hold any letter. */
const NOT_PLACEHOLDERS = /"[^"]*"|\[[^\]]*\]|\\.|_.|\*./g

/** Spreadsheets refuse longer ones. */
const LONGEST_CODE = 255

/** How a format reads: `dd/mm/yyyy` → a day, `00000` → five digits; `code` is missing for the formats known by number. */
export function readingOf(id: number, code: string | undefined): NumberReading {
  if (code === undefined) return isDayFormat(id) ? 'day' : 'plain'
  if (code.length > LONGEST_CODE || /^(general|standard)$/i.test(code)) return 'plain'
  if (/^0{2,}$/.test(code)) return { digits: code.length }
  const [positive = ''] = code.replace(NOT_PLACEHOLDERS, '').split(';')
  const hasTime = /[hs]/i.test(positive)
  return /[dy]/i.test(positive) || (/m/i.test(positive) && !hasTime) ? 'day' : 'plain'
}

/** A number as a person would type it: no exponent, and the 15 digits that a spreadsheet is sure of. */
export function plainNumber(written: string): string {
  if (/^-?\d{1,15}$/.test(written)) return written
  const number = Number(written)
  return written.trim() !== '' && Number.isFinite(number) ? String(Number(number.toPrecision(15))) : written
}
