import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { copyRows } from './copy-rows.ts'

/** What became of the rows of a file: `read` is the sum of the five others. */
export type RowCounts = {
  read: number
  stored: number
  updated: number
  unchanged: number
  rejected: number
  /** Usable rows that serve nothing here: units of a national register that nobody buys from. */
  notKept: number
}

export type NewImport = {
  kind: 'contracts' | 'reference' | 'plan' | 'payments' | 'hours'
  format: string
  fileName: string
  fileDigest: string
  byteSize: number
  /** How the bytes are read, where reading the same ones the same way may be spared. */
  readingDigest?: string | null
  startedAt: Date
}

/** Any fixed number: two processes that import at once go one after the other, and never meet on a row. */
const ADVISORY_LOCK = 5_414_839

/** Waits for the import or undoing under way in another process, if any, and keeps others waiting until the transaction ends. */
export async function lockImports(trx: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(${ADVISORY_LOCK})`.execute(trx)
}

/**
 * Opens an import and returns its id; it exists for others once its transaction is committed. Waits for its turn.
 */
export async function insertImport(
  trx: Db,
  { kind, format, fileName, fileDigest, byteSize, readingDigest = null, startedAt }: NewImport,
) {
  await lockImports(trx)
  const { id } = await trx
    .insertInto('imports')
    .values({
      kind,
      format,
      file_name: fileName,
      file_digest: fileDigest,
      byte_size: BigInt(byteSize),
      reading_digest: readingDigest,
      started_at: startedAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** A sheet of a workbook that was read, and how many rows it has. */
export type SheetRows = { name: string; rows: number }

/**
 * Closes an import. The database refuses counts that do not add up: no row is lost without a sound. `isChange`: whether a
 * figure may differ after it. `closed`: facts of the list before that this one no longer holds.
 * `sheets`: those read of a workbook, in order: lines of the file are told by them (`placeOfLine`).
 */
export async function finishImport(
  trx: Db,
  id: bigint,
  { sheets = null, ...counts }: RowCounts & { closed?: number; sheets?: readonly SheetRows[] | null },
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
      not_kept_count: counts.notKept,
      closed_count: counts.closed ?? 0,
      sheets: sheets?.map(({ name }) => name) ?? null,
      sheet_rows: sheets?.map(({ rows }) => rows) ?? null,
      is_change: isChange,
      finished_at: finishedAt,
    })
    .where('id', '=', id)
    .execute()
}

const PROBLEM_COLUMNS = ['import_id', 'line', 'code', 'is_rejection', 'column_name', 'value', 'expected']

/** Appends problems written by `toProblemText`, whatever their number. */
export async function appendProblemText(trx: Db, text: Uint8Array): Promise<void> {
  await copyRows(trx, 'import_problems', PROBLEM_COLUMNS, text)
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

/**
 * The last import before this one that brought the same bytes as payments, of which some are still there, but for one that read
 * other sheets in the same way; `null`: none.
 */
export async function findEarlierPaymentImport(
  db: Db,
  id: bigint,
  fileDigest: string,
  reading: { digest: string; sheets: readonly string[] | null },
): Promise<bigint | null> {
  const { rows } = await sql<{ id: bigint }>`
    select i.id from imports i
    where i.kind = 'payments' and i.file_digest = ${fileDigest} and i.id < ${id}
      and not (i.reading_digest is not distinct from ${reading.digest} and i.sheets is distinct from ${reading.sheets as string[] | null}::text[])
      and (exists (select from payments p where p.import_id = i.id) or exists (select from payment_sightings s where s.import_id = i.id))
    order by i.id desc limit 1
  `.execute(db)
  return rows[0]?.id ?? null
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

/** Marks an import as taken back; its ledger and problems stay. */
export async function markUndone(trx: Db, id: bigint, undoneAt: Date): Promise<void> {
  await trx.updateTable('imports').set({ undone_at: undoneAt }).where('id', '=', id).execute()
}

/**
 * The instant the data last changed, by an import or by undoing one: the version of the data. `null`: nothing was ever
 * imported.
 */
export async function findDataVersion(db: Db): Promise<Date | null> {
  const { rows } = await sql<{ changed_at: Date | null }>`
    select greatest(
      (select greatest(max(finished_at) filter (where is_change), max(undone_at)) from imports),
      (select max(created_at) from decisions), (select max(created_at) from decision_reversals),
      (select max(created_at) from name_choices),
      (select max(changed_at) from data_changes),
      (select max(recorded_at) from insertion_clause_versions), (select max(recorded_at) from insertion_dues),
      (select max(recorded_at) from insertion_hours where import_id is null)
    ) as changed_at
  `.execute(db)
  return rows[0]?.changed_at ?? null
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
