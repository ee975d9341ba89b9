/** What is wrong in a plan, in French, and where: `targets.0.values.1.year`. */
export type PlanProblem = { path: string; message: string }

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The items of a list, with their places; none of what is no list. */
export const itemsOf = (content: unknown, key: string): { item: unknown; path: string }[] => {
  const list = isRecord(content) ? content[key] : null
  return Array.isArray(list) ? list.map((item, index) => ({ item, path: `${key}.${index}` })) : []
}

/** A value given twice among these, if any. */
export const twiceIn = <T>(values: readonly T[]): T | undefined =>
  values.find((value, index) => values.indexOf(value) !== index)
