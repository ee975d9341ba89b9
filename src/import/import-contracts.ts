import type { Db } from '../database/connect.ts'
import { mergeStagedContracts } from '../database/contract-merge.ts'
import { appendStagedText, createStaging } from '../database/contract-staging.ts'
import { refreshStoredFigures } from '../database/stored-figures.ts'
import { problemOf } from '../domain/problem/problem.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { decideVerdicts } from './decide-verdicts.ts'
import { type InspectedFile, inspectFile } from './inspect-file.ts'
import type { Ledger } from './ledger.ts'
import { linkNames } from './link-names.ts'
import { hintsFor, rememberGuesses, type TableOptions } from './mapping-profiles.ts'
import { openContractFile } from './open-contract-file.ts'
import { prepareFile } from './prepare-file.ts'
import type { PreparedRows } from './prepare-rows.ts'
import { digestReading, repeatFile } from './repeat-file.ts'
import { type ImportOptions, type OpenImport, runImport } from './run-import.ts'
import { describeReading, listLayouts } from './table-reading.ts'

/** Batches sent to the database at once: a COPY costs as much as its first hundred rows. */
const SENT_TOGETHER = 4

/** Batches that follow each other, as one. */
function joinBatches(batches: readonly PreparedRows[]): PreparedRows {
  const bytesOf = (part: 'rows' | 'contents' | 'holders' | 'problems') =>
    Buffer.concat(batches.map((batch) => batch[part]))
  return {
    read: batches.reduce((sum, { read }) => sum + read, 0),
    rejected: batches.reduce((sum, { rejected }) => sum + rejected, 0),
    rows: bytesOf('rows'),
    contents: bytesOf('contents'),
    holders: bytesOf('holders'),
    problems: bytesOf('problems'),
    groups: batches.flatMap(({ groups }) => groups),
  }
}

/** Reads every row into the staging tables; answers how many were refused. Rows are written while the next are read. */
async function stageRows(open: OpenImport, rows: AsyncIterable<PreparedRows>): Promise<number> {
  let rejected = 0
  let written: Promise<void> = Promise.resolve()
  let batches: PreparedRows[] = []
  const write = async (prepared: PreparedRows) => {
    await appendStagedText(open.trx, prepared)
    await open.take(prepared)
  }
  const send = async () => {
    const prepared = joinBatches(batches)
    batches = []
    rejected += prepared.rejected
    await written
    written = write(prepared)
    // Met at the next turn; until then it is not a failure that nobody handles.
    written.catch(() => undefined)
  }
  for await (const prepared of rows) if (batches.push(prepared) >= SENT_TOGETHER) await send()
  await send()
  await written
  await open.flush()
  return rejected
}

/**
 * Imports one file of contracts, whatever its known format. Every row is stored, updated, unchanged or rejected with a
 * reason; importing the same file again changes nothing.
 * Throws an `AppError` when the file cannot be read at all; the database is then as before.
 */
export async function importContracts(
  db: Db,
  clock: Clock,
  source: string | InspectedFile,
  options: ImportOptions & TableOptions = {},
): Promise<Ledger> {
  const startedAt = clock.now()
  const file = typeof source === 'string' ? await inspectFile(source, options.name) : source
  const contractFile = await openContractFile(file, await hintsFor(db, options))
  const { batches, mapping, tables, ...opened } = contractFile
  const readingDigest = await digestReading(contractFile)
  const profiles = new Map(tables.map((table) => [table, table.profile]))
  const today = todayOf(clock)
  const readFile = async (open: OpenImport) => {
    await createStaging(open.trx)
    const preparation = { mapping, today, importId: open.importId }
    const rejected = await stageRows(open, prepareFile(batches, file.byteSize, preparation))
    const { counts, findings, hasMoved } = await mergeStagedContracts(
      open.trx,
      open.importId,
      tables.length > 1,
    )
    for (const { line, code, value } of findings) open.report(line, [problemOf(code, 'id', value)])
    await decideVerdicts(open.trx, clock, 'new')
    await linkNames(open.trx, clock)
    await refreshStoredFigures(open.trx, today, 'touched-buyers')
    const { stored, updated, unchanged } = counts
    return { stored, updated, unchanged, rejected, isChange: hasMoved }
  }
  const run = async (open: OpenImport) => {
    const repeated = await repeatFile(open, file, { readingDigest, ...opened }, today)
    const counts = repeated ? { stored: 0, updated: 0, ...repeated } : await readFile(open)
    if (!options.isDryRun)
      for (const table of listLayouts(tables))
        if (table.profile === null)
          profiles.set(
            table,
            await rememberGuesses(open.trx, clock, file.name, table, options.author ?? null),
          )
    return counts
  }
  const ledger = await runImport(
    db,
    clock,
    { kind: 'contracts', ...opened, file, readingDigest, startedAt, run },
    options,
  )
  const [first, ...others] = listLayouts(tables).map((table) => {
    const profile = profiles.get(table) ?? null
    return {
      sheet: table.sheet,
      columns: describeReading(table.plan),
      profile: profile && { id: profile.id, name: profile.name },
    }
  })
  if (first === undefined) return ledger
  const { columns, profile } = first
  const sheets = ledger.sheets.map((sheet) => {
    const { sheet: _, ...reading } = others.find((other) => sheet.isRead && other.sheet === sheet.name) ?? {}
    return { ...sheet, ...reading }
  })
  return { ...ledger, sheets, columns, profile }
}
