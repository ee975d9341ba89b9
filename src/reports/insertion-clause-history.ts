import type { Db } from '../database/connect.ts'
import type { Page } from '../database/contracts.ts'
import { listClauseVersions } from '../database/insertion-clauses.ts'
import type { DueRow } from '../database/insertion-dues.ts'
import { listStatements, type StatementRow } from '../database/insertion-hours.ts'
import type { StateThresholds } from '../domain/insertion/clause-state.ts'
import { hoursOf } from '../domain/insertion/hours.ts'
import { listDuesInForce } from '../domain/insertion/hours-due.ts'
import { placeOfLine } from '../domain/problem/file-line.ts'
import type { Clock } from '../platform/clock.ts'
import { describeClause } from './insertion-clauses.ts'
import { readClauses } from './read-clauses.ts'

function describeDue(due: DueRow, inForce: ReadonlySet<bigint>) {
  const { id, effectiveOn, event, effect, hundredths, inputs, note, replaces, author, recordedAt } = due
  return {
    id: Number(id),
    effectiveOn,
    event,
    effect,
    hours: hoursOf(hundredths),
    inputs,
    note,
    replaces: replaces === null ? null : Number(replaces),
    isInForce: inForce.has(id),
    author,
    recordedAt: recordedAt.toISOString(),
  }
}

/** A clause with its history: every version of its terms and every entry of its hours due; `null`: there is none of this number. */
export async function reportClause(
  db: Db,
  clock: Clock,
  id: number,
  { on = null, thresholds = {} }: { on?: string | null; thresholds?: Partial<StateThresholds> } = {},
) {
  const [read] = await readClauses(db, clock, { id, on, thresholds })
  if (!read) return null
  const versions = await listClauseVersions(db, id)
  const inForce = new Set(listDuesInForce(read.dues).map((due) => due.id))
  return {
    ...describeClause(read),
    dues: read.dues.map((due) => describeDue(due, inForce)),
    history: versions.map(({ version, terms, author, reason, recorded_at }) => ({
      version,
      terms,
      author,
      reason,
      recordedAt: recorded_at.toISOString(),
    })),
  }
}

export type ClauseReport = NonNullable<Awaited<ReturnType<typeof reportClause>>>

function describeStatement(row: StatementRow) {
  const { record, id, isWithdrawn, effectiveOn, standing, author, reason } = row
  const { hundredths, publics, ...rest } = record
  return {
    id: Number(id),
    ...rest,
    hours: hoursOf(hundredths),
    publics: [...publics],
    standing,
    isWithdrawn,
    effectiveOn,
    origin:
      row.importId === null
        ? null
        : {
            importId: Number(row.importId),
            file: row.fileName ?? '',
            ...placeOfLine(row.sheets, row.line ?? 0),
          },
    author,
    reason,
    recordedAt: row.recordedAt.toISOString(),
  }
}

export type StatementSummary = ReturnType<typeof describeStatement>

/** A page of the hours of a clause: what is in force, or every version (`withHistory`). */
export async function listHoursOfClause(
  db: Db,
  query: { clauseId: number; withHistory: boolean },
  page: Page,
): Promise<{ statements: StatementSummary[]; total: number }> {
  const { rows, total } = await listStatements(db, query, page)
  return { statements: rows.map(describeStatement), total }
}
