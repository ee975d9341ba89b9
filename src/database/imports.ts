import { sql } from 'kysely'
import type { Problem } from '../domain/problem/problem.ts'
import type { Db } from './connect.ts'

/** A problem and where it stands in the file. */
export type LocatedProblem = Problem & { line: number }

/** What became of the rows of a file: `read` is the sum of the four others. */
export type RowCounts = { read: number; stored: number; updated: number; unchanged: number; rejected: number }

export type NewImport = {
  kind: 'contracts' | 'reference' | 'plan'
  format: string
  fileName: string
  fileDigest: string
  byteSize: number
  startedAt: Date
}

/** Any fixed number: two processes that import at once go one after the other, and never meet on a row. */
const ADVISORY_LOCK = 5_414_839

/**
 * Opens an import and returns its id; it exists for others once its transaction is committed. Waits for the import under
 * way in another process, if any.
 */
export async function insertImport(
  trx: Db,
  { kind, format, fileName, fileDigest, byteSize, startedAt }: NewImport,
) {
  await sql`select pg_advisory_xact_lock(${ADVISORY_LOCK})`.execute(trx)
  const { id } = await trx
    .insertInto('imports')
    .values({
      kind,
      format,
      file_name: fileName,
      file_digest: fileDigest,
      byte_size: BigInt(byteSize),
      started_at: startedAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/**
 * Closes an import. The database refuses counts that do not add up: no row is lost without a sound. `isChange`: whether a
 * figure may differ after it.
 */
export async function finishImport(
  trx: Db,
  id: bigint,
  counts: RowCounts,
  isChange: boolean,
  finishedAt: Date,
): Promise<void> {
  await trx
    .updateTable('imports')
    .set({
      read_count: counts.read,
      stored_count: counts.stored,
      updated_count: counts.updated,
      unchanged_count: counts.unchanged,
      rejected_count: counts.rejected,
      is_change: isChange,
      finished_at: finishedAt,
    })
    .where('id', '=', id)
    .execute()
}

/** Problems sent in one statement. */
const BATCH_SIZE = 5_000

/** Appends problems, however many. */
export async function appendImportProblems(
  trx: Db,
  id: bigint,
  problems: readonly LocatedProblem[],
): Promise<void> {
  for (let start = 0; start < problems.length; start += BATCH_SIZE)
    await appendBatch(trx, id, problems.slice(start, start + BATCH_SIZE))
}

async function appendBatch(trx: Db, id: bigint, problems: readonly LocatedProblem[]): Promise<void> {
  const batch = JSON.stringify(problems)
  await sql`
    insert into import_problems (import_id, line, code, is_rejection, column_name, value, expected)
    select ${id}, line, code, "isRejection", "column", value, expected
    from jsonb_to_recordset(${batch}::jsonb)
      as problem (line integer, code text, "isRejection" boolean, "column" text, value text, expected text)
  `.execute(trx)
}

/** Problems of an import by cause, the first one as example; refusals first, then the most frequent. */
export async function listProblemGroups(db: Db, id: bigint) {
  const { rows } = await sql<{
    code: string
    column: string
    count: number
    is_rejection: boolean
    expected: string
    line: number
    value: string
  }>`
    select code, column_name as "column", count(*)::integer as count, is_rejection, expected,
      min(line) as line, (array_agg(value order by line))[1] as value
    from import_problems where import_id = ${id}
    group by code, column_name, is_rejection, expected
    order by is_rejection desc, count(*) desc, code, column_name
  `.execute(db)
  return rows
}

export async function findImport(db: Db, id: bigint) {
  return db.selectFrom('imports').selectAll().where('id', '=', id).executeTakeFirst()
}

/** A page of imports, the latest first, and how many there are. */
export async function listImports(db: Db, page: { limit: number; offset: number }) {
  const rows = await db
    .selectFrom('imports')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  const { total } = await db
    .selectFrom('imports')
    .select((eb) => eb.fn.countAll<bigint>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total: Number(total) }
}

/** The instant of the last import that changed something: the version of the data. `null`: the database is empty. */
export async function findDataVersion(db: Db): Promise<Date | null> {
  const row = await db
    .selectFrom('imports')
    .select((eb) => eb.fn.max('finished_at').as('finished_at'))
    .where('is_change', '=', true)
    .executeTakeFirst()
  return row?.finished_at ?? null
}

/** The next problems of an import after the one numbered `after`, in the order they were met: at most `limit`. */
export function listProblems(db: Db, importId: bigint, after: bigint, limit: number) {
  return db
    .selectFrom('import_problems')
    .selectAll()
    .where('import_id', '=', importId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
}
