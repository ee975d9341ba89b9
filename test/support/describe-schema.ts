import { sql } from 'kysely'
import type { Db } from '../../src/database/connect.ts'

export const SCHEMA_FILE = new URL('../../sql/schema.sql', import.meta.url)

/**
 * Every table with its columns, constraints and indexes, as PostgreSQL sees them once the migrations are applied. The same
 * text on every version of PostgreSQL, which a `pg_dump` is not: that is why it is read from the catalogue.
 */
export async function describeSchema(db: Db): Promise<string> {
  const { rows } = await sql<{ text: string }>`
    select 'create table ' || c.relname || E' (\n' || string_agg(line, E',\n' order by rank, line_order) || E'\n);'
      || coalesce(E'\n' || (
        select string_agg(pg_get_indexdef(i.indexrelid) || ';', E'\n' order by pg_get_indexdef(i.indexrelid))
        from pg_index i
        where i.indrelid = c.oid and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))
      ), '') as text
    from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public', lateral (
      select 1 as rank, a.attnum::text::numeric as line_order, '  ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
        || case when a.attnotnull then ' not null' else '' end
        || case when a.attidentity = 'a' then ' generated always as identity' else '' end
        || coalesce(case when a.attgenerated = 's' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
          else ' default ' || pg_get_expr(d.adbin, d.adrelid) end, '') as line
      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      union all
      select 2, row_number() over (order by k.contype, k.conname), '  constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid)
      from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'f', 'c')
    ) as lines
    where c.relkind = 'r' group by c.oid, c.relname order by c.relname
  `.execute(db)
  const header = '-- Written by `npm run schema` from sql/migrations; a test compares it. Do not edit.'
  return `${[header, ...rows.map(({ text }) => text)].join('\n\n')}\n`
}
