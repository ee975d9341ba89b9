import type { Db } from '../database/connect.ts'
import {
  appendImportProblems,
  finishImport,
  insertImport,
  type NewImport,
  type RowCounts,
} from '../database/imports.ts'
import type { Problem } from '../domain/problem/problem.ts'
import type { Clock } from '../platform/clock.ts'
import type { InspectedFile } from './inspect-file.ts'
import { type Ledger, ProblemCollector } from './ledger.ts'

/** Rows sent to the database in one statement: large enough to hide the round trip, small enough to bound memory. */
export const BATCH_SIZE = 1_000

/** What an import may be told: the name to show instead of the path's, and how to hear of its progress (rows read so far). */
export type ImportOptions = {
  name?: string
  onProgress?: (rowsRead: number) => void
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
export type OpenImport<Row> = {
  trx: Db
  importId: bigint
  /** Notes the problems of a row; they reach the database with the next batch. */
  report: (line: number, problems: readonly Problem[]) => void
  /** Hands one checked row over to the batch. */
  stage: (row: Row) => Promise<void>
  /** Counts one row read. */
  countRead: () => void
  /** Sends what is left of the batch. */
  flush: () => Promise<void>
}

type ImportPlan<Row> = {
  kind: NewImport['kind']
  format: string
  file: InspectedFile
  ignoredColumns: readonly string[]
  startedAt: Date
  append: (trx: Db, rows: readonly Row[]) => Promise<void>
  /** Reads and merges the file; answers with the counts but `read`, and whether more than the stored rows changed. */
  run: (open: OpenImport<Row>) => Promise<Omit<RowCounts, 'read'> & { isChange?: boolean }>
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
    return await db.transaction().execute(async (trx) => {
      const ledger = await importInside(trx, clock, plan, options)
      if (options.isDryRun) throw new TrialEnd({ ...ledger, importId: null })
      return ledger
    })
  } catch (error) {
    if (error instanceof TrialEnd) return error.ledger
    throw error
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
    startedAt,
  })
  const problems = new ProblemCollector()
  let batch: Row[] = []
  let read = 0
  const flush = async () => {
    await plan.append(trx, batch)
    await appendImportProblems(trx, importId, problems.takeBatch())
    batch = []
    options.onProgress?.(read)
  }
  const { isChange = false, ...counts } = await plan.run({
    trx,
    importId,
    report: (line, found) => problems.add(line, found),
    stage: async (row) => {
      batch.push(row)
      if (batch.length >= BATCH_SIZE || problems.batchSize >= BATCH_SIZE) await flush()
    },
    countRead: () => {
      read++
    },
    flush,
  })
  await appendImportProblems(trx, importId, problems.takeBatch())
  const hasChanged = isChange || counts.stored + counts.updated > 0
  await finishImport(trx, importId, { read, ...counts }, hasChanged, clock.now())
  return {
    file: file.name,
    format,
    importId: Number(importId),
    read,
    ...counts,
    problems: problems.groups,
    ignoredColumns: [...plan.ignoredColumns],
  }
}
