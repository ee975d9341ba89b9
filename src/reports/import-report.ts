import type { Db } from '../database/connect.ts'
import { findImport, listImports, listProblemGroups } from '../database/imports.ts'
import { placeOfLine } from '../domain/problem/file-line.ts'

type ImportRow = NonNullable<Awaited<ReturnType<typeof findImport>>>

const summaryOf = (row: ImportRow) => ({
  importId: Number(row.id),
  kind: row.kind,
  file: row.file_name,
  format: row.format,
  digest: row.file_digest,
  byteSize: Number(row.byte_size),
  read: row.read_count,
  stored: row.stored_count,
  updated: row.updated_count,
  unchanged: row.unchanged_count,
  rejected: row.rejected_count,
  notKept: row.not_kept_count,
  closed: row.closed_count,
  sheets: (row.sheets ?? []).map((name, place) => ({ name, rows: row.sheet_rows?.[place] ?? 0 })),
  startedAt: row.started_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
  undoneAt: row.undone_at?.toISOString() ?? null,
})

export type ImportSummary = ReturnType<typeof summaryOf>

/** A page of imports, the latest first, and how many there are. */
export async function listImportSummaries(db: Db, page: { limit: number; offset: number }) {
  const { rows, total } = await listImports(db, page)
  return { imports: rows.map(summaryOf), total }
}

/** An import with its problems grouped by cause; `null` when there is none of this id. */
export async function reportImport(db: Db, importId: bigint) {
  const row = await findImport(db, importId)
  if (!row) return null
  const groups = await listProblemGroups(db, importId)
  return {
    ...summaryOf(row),
    problems: groups.map(({ code, column, count, is_rejection, expected, line, value }) => ({
      code,
      column,
      count,
      isRejection: is_rejection,
      expected,
      example: { ...placeOfLine(row.sheets, line), value },
    })),
  }
}

export type ImportReport = NonNullable<Awaited<ReturnType<typeof reportImport>>>
