import { sql } from 'kysely'
import type { Db } from './connect.ts'
import type { RowCounts } from './imports.ts'

/** An import of contracts made before, of the same bytes read the same way, whose records are all still there. */
export type EarlierImport = Pick<RowCounts, 'read' | 'rejected'> & {
  id: bigint
  startedAt: Date
  sheetRows: number[] | null
}

/** The last such import before this one; `null`: none. */
export async function findSameReading(
  trx: Db,
  importId: bigint,
  digests: { file: string; reading: string },
): Promise<EarlierImport | null> {
  const { rows } = await sql<EarlierImport>`
    select id, started_at as "startedAt", read_count as read, rejected_count as rejected, sheet_rows as "sheetRows"
    from imports
    where kind = 'contracts' and id < ${importId} and file_digest = ${digests.file} and reading_digest = ${digests.reading}
      and finished_at is not null and undone_at is null and is_traced
    order by id desc limit 1
  `.execute(trx)
  return rows[0] ?? null
}

/** The values that an import found wrong with these causes, each once: at most `limit`. */
export async function listProblemValues(
  db: Db,
  importId: bigint,
  codes: readonly string[],
  limit: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom('import_problems')
    .select('value')
    .distinct()
    .where('import_id', '=', importId)
    .where('code', 'in', codes)
    .limit(limit)
    .execute()
  return rows.map(({ value }) => value)
}

/** Records in one row of `import_sightings`: 200 kB, which PostgreSQL reads at once. */
const CHUNK = 10_000

/**
 * Notes of an import all that reading and merging the same file again would: each record it holds, brought or found there by
 * the earlier one, the names it gives to buyers, where it says they and holders are, and its problems.
 */
export async function repeatImport(trx: Db, earlierId: bigint, importId: bigint): Promise<void> {
  await sql`
    insert into import_sightings (import_id, version, is_version_dated, contract_ids, lines)
    select ${importId}::bigint, version, is_version_dated, array_agg(id order by line), array_agg(line order by line)
    from (
      select *, row_number() over (partition by version, is_version_dated order by line) as place
      from (
        select id, line, version, is_version_dated from contracts where import_id = ${earlierId}
        union
        select id, seen.line, version, is_version_dated
        from import_sightings s, unnest(s.contract_ids, s.lines) as seen (id, line) where s.import_id = ${earlierId}
      ) as records
    ) as placed
    group by version, is_version_dated, place / ${CHUNK}::integer
  `.execute(trx)
  await sql`
    insert into import_buyers (buyer_id, import_id, name)
    select buyer_id, ${importId}::bigint, name from import_buyers where import_id = ${earlierId}
  `.execute(trx)
  await sql`
    insert into import_places (import_id, buyer_id, supplier_id, department, commune)
    select ${importId}::bigint, buyer_id, supplier_id, department, commune from import_places where import_id = ${earlierId}
  `.execute(trx)
  await sql`
    insert into import_problems (import_id, line, code, is_rejection, column_name, value, expected)
    select ${importId}::bigint, line, code, is_rejection, column_name, value, expected
    from import_problems where import_id = ${earlierId} order by id
  `.execute(trx)
}
