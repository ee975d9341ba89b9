/**
 * JSON that depends on what it says alone: keys in the order of their characters, no space. `undefined` fields are left out, as JSON does.
 * `canonicalJson({ b: 1, a: [2] })` → `{"a":[2],"b":1}`
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    item !== null && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  )
}
