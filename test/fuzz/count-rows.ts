/** Counts the records of a file by another way than the product, where there is one; `null` where there is none. */

type Json = Record<string, unknown>

const countOf = (text: string, key: string) => text.split(`"${key}"`).length - 1

/** Records of a list: lists inside it are lists of records too. */
const countRecords = (list: readonly unknown[]): number =>
  list.reduce((sum: number, item) => sum + (Array.isArray(item) ? countRecords(item) : 1), 0)

/** A key that comes twice, or written with an escape, hides records from `JSON.parse` and not from the product. */
export function countJsonRecords(text: string): number | null {
  if (text.includes('\\') || countOf(text, 'marches') > 1) return null
  let root: unknown
  try {
    root = JSON.parse(text)
  } catch {
    return null
  }
  if (Array.isArray(root)) return countRecords(root)
  const marches = (root as Json | null)?.marches
  if (Array.isArray(marches)) return countRecords(marches)
  if (typeof marches !== 'object' || marches === null) return null
  const lists = Object.entries(marches)
  if (lists.some(([key, value]) => key === '' || countOf(text, key) > 1 || typeof value !== 'object'))
    return null
  return lists.reduce(
    (sum, [, value]) => sum + (Array.isArray(value) ? countRecords(value) : value === null ? 0 : 1),
    0,
  )
}

/** Lines below the titles that hold some text; only where no quote makes a cell of several lines. */
export function countCsvRows(text: string, titles: readonly string[]): number | null {
  if (text.includes('"')) return null
  const lines = text.split(text.includes('\n') ? /\r\n|\n/ : '\r')
  for (const delimiter of [',', ';', '\t', '|']) {
    const at = lines.findIndex((line) => line.split(delimiter).join('\0') === titles.join('\0'))
    if (at === -1 || titles.length === 1) continue
    return lines.slice(at + 1).filter((line) => line.replaceAll(delimiter, '').trim() !== '').length
  }
  return null
}

const TAG = /<(\/?)(?:[\w.-]+:)?([\w.-]+)[^<>]*?(\/?)>/g

/** Record elements that stand in no other; only where text and attributes hold no mark of XML. */
export function countXmlRecords(text: string): number | null {
  if (/<!|="[^"]*[<>]|='[^']*[<>]/.test(text)) return null
  let [depth, count] = [0, 0]
  for (const [, closing, name = '', alone] of text.matchAll(TAG)) {
    if (!/^(marche|contrat-concession)$/.test(name) && depth === 0) continue
    if (closing) depth--
    else if (alone) count += depth === 0 ? 1 : 0
    else if (depth++ === 0) count++
  }
  return depth === 0 ? count : null
}
