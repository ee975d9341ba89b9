import { sql } from 'kysely'
import type { FactSource } from '../domain/supplier/facts.ts'
import type { Db } from './connect.ts'

/**
 * Counts anew the entries in force of each list of a source, or of all. Every figure quotes them, and counting those of a national list
 * takes longer than the figure itself.
 */
export async function refreshListEntries(trx: Db, source: FactSource | 'all'): Promise<void> {
  const isAsked = source === 'all' ? sql`true` : sql`source = ${source}`
  await sql`
    with counted as (
      select source, format, count(*)::integer as entries from facts where closed_on is null and ${isAsked} group by source, format
    ), removed as (
      delete from list_entries where ${isAsked} and (source, format) not in (select source, format from counted)
    )
    insert into list_entries (source, format, entries) select source, format, entries from counted
    on conflict (source, format) do update set entries = excluded.entries where list_entries.entries <> excluded.entries
  `.execute(trx)
}
