/** Marks found in published cells that say "no value": never a value themselves. */
const MISSING_MARKER = /^(MQ|CDL|INX\S*|MQ\s+NC|NC|N\/?A|NULL|NONE|NAN|UNDEFINED)$/i

/** The text of a cell or JSON scalar, trimmed, inner white space folded; `null` for empty cells and the markers `MQ`, `CDL`, `INX…`, `NC`, `NULL`. */
export function textOf(raw: unknown): string | null {
  if (raw === null || raw === undefined || typeof raw === 'object') return null
  const text = String(raw).replace(/\s+/g, ' ').trim()
  return text === '' || MISSING_MARKER.test(text) ? null : text
}
