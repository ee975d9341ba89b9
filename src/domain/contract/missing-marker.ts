/**
 * Marks found in published cells that say "no value": never a value themselves. `INX` comes alone or before one word
 * (`INX None`, `INX 0.0`); "INXS" and "INX International France" are names.
 */
const MISSING_MARKER = /^(MQ|CDL|INX( \S+)?|MQ NC|NC|N\/?A|NULL|NONE|NAN|UNDEFINED)$/i

/**
 * What `textOf` has to mend: white space at an end, doubled or other than a space, controls, halves of a character, and the
 * apostrophe that exports (ours too) put before what a spreadsheet would run as a formula.
 */
const UNTIDY = /^\s|^'[=+\-@]|\s$|\s\s|[^\S ]|[\p{Cc}\p{Cs}]/u

const tidy = (text: string) =>
  text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .replace(/^'(?=[=+\-@])/, '')

/**
 * The text of a cell or JSON scalar, trimmed, inner white space and controls folded; `null` for empty cells and the markers
 * `MQ`, `CDL`, `INX…`, `NC`, `NULL`. Halves of a character, which PostgreSQL refuses, are replaced.
 */
export function textOf(raw: unknown): string | null {
  if (raw === undefined || raw === '' || typeof raw === 'object') return null
  const written = String(raw)
  const text = UNTIDY.test(written) ? tidy(written) : written
  return text === '' || MISSING_MARKER.test(text) ? null : text
}

/** No identifier is so long: beyond it is a text in the wrong column. PostgreSQL indexes up to 2 700 bytes, a few to a character. */
const LONGEST_IDENTIFIER = 255

/** The text of a cell that names a contract or an organisation, cut where no identifier goes. */
export function identifierTextOf(raw: unknown): string | null {
  return textOf(raw)?.slice(0, LONGEST_IDENTIFIER).toWellFormed() ?? null
}
