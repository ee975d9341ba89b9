import type { Db } from '../database/connect.ts'
import { explainFailure } from '../database/failures.ts'
import {
  appendProblemText,
  finishImport,
  insertImport,
  type NewImport,
  type RowCounts,
} from '../database/imports.ts'
import { toProblemText } from '../database/problem-text.ts'
import { inTransaction } from '../database/transaction.ts'
import { type Problem, problemOf } from '../domain/problem/problem.ts'
import type { Clock } from '../platform/clock.ts'
import type { InspectedFile } from './inspect-file.ts'
import { type Ledger, ProblemGroups, placeGroup } from './ledger.ts'
import { sheetsRead } from './open-table.ts'
import type { PreparedRows } from './prepare-rows.ts'
import type { SheetOutcome } from './sheet.ts'
import { readShareOf } from './text-stream.ts'

/** Rows sent to the database in one statement: large enough to hide the round trip, small enough to bound memory. */
export const BATCH_SIZE = 1_000

const LARGEST_PROBLEM_TEXT = 1_000_000

/** How far an import is. `readShare`: part of the file's bytes read, 0 to 1; `null` where the reader cannot tell. */
export type ImportProgress = { phase: 'reading' | 'merging'; rows: number; readShare: number | null }

/**
 * What an import may be told: the name to show instead of the path's, and how to hear of its progress. What `onProgress`
 * throws stops the import and takes it back; it is asked a last time when all is written and nothing committed yet.
 */
export type ImportOptions = {
  name?: string
  onProgress?: (progress: ImportProgress) => void
  /** Do everything, answer the ledger, and leave the database as it was. */
  isDryRun?: boolean
}

/** Carries the ledger of a trial out of the transaction that it takes back. */
class TrialEnd extends Error {
  readonly ledger: Ledger

  constructor(ledger: Ledger) {
    super('end of the trial')
    this.ledger = ledger
  }
}

/** The import under way: where its rows and problems go, inside its own transaction. */
export type OpenImport<Row = never> = {
  trx: Db
  importId: bigint
  /** Notes the problems of a row; they reach the database with the next batch. */
  report: (line: number, problems: readonly Problem[]) => void
  /** Hands one checked row over to the batch. */
  stage: (row: Row) => Promise<void>
  /** Counts one row read. */
  countRead: () => void
  /** Counts rows that were prepared elsewhere, and stores their problems. */
  take: (prepared: Pick<PreparedRows, 'read' | 'groups' | 'problems'>) => Promise<void>
  /** Sends what is left of the batch. */
  flush: () => Promise<void>
}

/** `closed`: facts that a list no longer holds. */
type RunCounts = Omit<RowCounts, 'read' | 'notKept'> & {
  notKept?: number
  closed?: number
  isChange?: boolean
}

type ImportPlan<Row> = {
  kind: NewImport['kind']
  format: string
  file: InspectedFile
  ignoredColumns: readonly string[]
  /** The sheets of a workbook: how many rows each has is asked for once they are read. */
  sheets?: readonly SheetOutcome[]
  readingDigest?: string
  startedAt: Date
  /** Writes a batch of what `stage` was handed. */
  append?: (trx: Db, rows: readonly Row[]) => Promise<void>
  /** Reads and merges the file; answers with the counts but `read`, and whether more than the stored rows changed. */
  run: (open: OpenImport<Row>) => Promise<RunCounts>
}

/**
 * Runs one import, whatever it brings: all of it or nothing, in one transaction, closed by a ledger whose counts add up.
 * Whatever is thrown on the way leaves the database as it was; so does a trial (`isDryRun`), whose ledger has no import id.
 */
export async function runImport<Row>(
  db: Db,
  clock: Clock,
  plan: ImportPlan<Row>,
  options: ImportOptions,
): Promise<Ledger> {
  try {
    return await inTransaction(db, async (trx) => {
      const ledger = await importInside(trx, clock, plan, options)
      if (options.isDryRun) throw new TrialEnd({ ...ledger, importId: null })
      return ledger
    })
  } catch (error) {
    if (error instanceof TrialEnd) return error.ledger
    throw explainFailure(error as Error)
  }
}

async function importInside<Row>(
  trx: Db,
  clock: Clock,
  plan: ImportPlan<Row>,
  options: ImportOptions,
): Promise<Ledger> {
  const { kind, format, file, startedAt } = plan
  const importId = await insertImport(trx, {
    kind,
    format,
    fileName: file.name,
    fileDigest: file.digest,
    byteSize: file.byteSize,
    readingDigest: plan.readingDigest ?? null,
    startedAt,
  })
  const groups = new ProblemGroups()
  let problemText = ''
  let batch: Row[] = []
  let read = 0
  const tell = (phase: ImportProgress['phase']) =>
    options.onProgress?.({ phase, rows: read, readShare: readShareOf(file) })
  const report = (line: number, problems: readonly Problem[]) => {
    for (const problem of problems) {
      groups.add(line, problem)
      problemText += toProblemText(importId, line, problem)
    }
  }
  const flush = async () => {
    if (batch.length > 0) await plan.append?.(trx, batch)
    await appendProblemText(trx, Buffer.from(problemText))
    batch = []
    problemText = ''
    tell('reading')
  }
  const {
    isChange = false,
    closed = 0,
    notKept = 0,
    ...written
  } = await plan.run({
    trx,
    importId,
    report,
    stage: async (row) => {
      batch.push(row)
      if (batch.length >= BATCH_SIZE || problemText.length >= LARGEST_PROBLEM_TEXT) await flush()
    },
    countRead: () => {
      read++
    },
    take: async (prepared) => {
      read += prepared.read
      groups.merge(prepared.groups)
      await appendProblemText(trx, prepared.problems)
      tell('reading')
    },
    flush: async () => {
      await flush()
      tell('merging')
    },
  })
  // A nightly export that came out empty is a success for the program, and news for whoever reads its ledger.
  if (read === 0 && groups.list.length === 0) report(0, [problemOf('no-rows', '(fichier)', '')])
  await appendProblemText(trx, Buffer.from(problemText))
  const counts = { read, ...written, notKept }
  const hasChanged = isChange || counts.stored + counts.updated > 0
  const { sheets = [] } = plan
  const wereRead = sheetsRead(sheets)
  await finishImport(trx, importId, { ...counts, closed, sheets: wereRead }, hasChanged, clock.now())
  tell('merging')
  return {
    file: file.name,
    format,
    importId: Number(importId),
    ...counts,
    problems: groups.list.map((group) => placeGroup(group, wereRead?.map(({ name }) => name) ?? null)),
    ignoredColumns: [...plan.ignoredColumns],
    sheets: sheets.map((sheet) => ({ ...sheet })),
  }
}
