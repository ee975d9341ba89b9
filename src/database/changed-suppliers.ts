import { type RawBuilder, sql } from 'kysely'

/** The suppliers whose verdicts may have changed: those without any, every one, or those of these legal units. */
export type ChangedSuppliers = 'new' | 'all' | { sirens: readonly string[] }

/** Whether supplier `s` is one of them. */
export function areChanged(only: ChangedSuppliers): RawBuilder<boolean> {
  if (only === 'all') return sql`true`
  if (only === 'new') return sql`s.profile_id is null`
  return sql`s.siren = any(${only.sirens as string[]}::text[])`
}
