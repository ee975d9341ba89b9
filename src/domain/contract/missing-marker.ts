/**
 * Marks found in published cells that say "no value": never a value themselves. `INX` comes alone or before one word
 * (`INX None`, `INX 0.0`); "INXS" and "INX International France" are names.
 */
const MISSING_MARKER = /^(MQ|CDL|INX( \S+)?|MQ NC|NC|N\/?A|NULL|NONE|NAN|UNDEFINED)$/i

/**
 * The text of a cell or JSON scalar, trimmed, inner white space folded; `null` for empty cells and the markers `MQ`,
 * `CDL`, `INX…`, `NC`, `NULL`. Zero bytes and halves of a character, which PostgreSQL refuses, are replaced.
 */
export function textOf(raw: unknown): string | null {
  if (raw === undefined || typeof raw === 'object') return null
  const text = String(raw).replaceAll('\0', ' ').toWellFormed().replace(/\s+/g, ' ').trim()
  return text === '' || MISSING_MARKER.test(text) ? null : text
}

/** No identifier is so long: beyond it is a text in the wrong column. PostgreSQL indexes up to 2 700 bytes, a few to a character. */
const LONGEST_IDENTIFIER = 255

/** The text of a cell that names a contract or an organisation, cut where no identifier goes. */
export function identifierTextOf(raw: unknown): string | null {
  return textOf(raw)?.slice(0, LONGEST_IDENTIFIER).toWellFormed() ?? null
}
