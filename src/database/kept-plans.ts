import { hash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'

const MARK = '/* keeps its plan */'

/**
 * A query that a connection plans once. For short ones asked again and again: planning took two thirds of a figure. Its text must not
 * change with what is asked, which stands in parameters, or each connection would keep them all.
 */
export const keepingPlan = <R>(query: RawBuilder<R>): RawBuilder<R> => sql<R>`${sql.raw(MARK)} ${query}`

/** What pg is given so that a server prepares a marked query; `null`: it is not marked. */
export function preparedOf(
  text: unknown,
  values: unknown,
): { name: string; text: string; values: unknown[] } | null {
  if (typeof text !== 'string' || !text.startsWith(MARK)) return null
  return { name: hash('sha256', text, 'hex').slice(0, 32), text, values: values as unknown[] }
}
