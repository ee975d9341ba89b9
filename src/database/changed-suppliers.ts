import { type RawBuilder, sql } from 'kysely'

/**
 * The suppliers whose verdicts may have changed: those without any, every one, those of these legal units, or those of the legal
 * units of the temporary table `changed_units` (see `listUnitsOfList`).
 */
export type ChangedSuppliers = 'new' | 'all' | 'changed-units' | { sirens: readonly string[] }

/** Whether supplier `s` is one of them. */
export function areChanged(only: ChangedSuppliers): RawBuilder<boolean> {
  if (only === 'all') return sql`true`
  if (only === 'new') return sql`s.profile_id is null`
  if (only === 'changed-units') return sql`s.siren in (select siren from changed_units)`
  return sql`s.siren = any(${only.sirens as string[]}::text[])`
}
