/** Values as PostgreSQL's COPY text format writes them: tab between columns, `\N` for null. */

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** A text cell; `null` is `\N`. */
export function copyText(text: string | null): string {
  if (text === null) return '\\N'
  return /[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (mark) => ESCAPES[mark] as string) : text
}

/** A number, bigint, boolean or day: never needs escaping. */
export function copyScalar(value: number | bigint | boolean | string | null): string {
  return value === null ? '\\N' : String(value)
}

/** A `text[]` cell: `["a", "b \"c\""]` → `{"a","b \\"c\\""}`. */
export function copyTextArray(items: readonly string[] | null): string {
  if (items === null) return '\\N'
  return copyText(`{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`)
}

/** A `jsonb` cell. */
export function copyJson(value: unknown): string {
  return value === null ? '\\N' : copyText(JSON.stringify(value))
}
