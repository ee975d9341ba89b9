import { createHash } from 'node:crypto'
import type { Db } from '../database/connect.ts'
import { mergeStagedContracts } from '../database/contract-merge.ts'
import { appendStagedContracts, createStaging, type StagedContract } from '../database/contract-staging.ts'
import type { ContractRecord } from '../domain/contract/contract-record.ts'
import { parseContract } from '../domain/contract/parse-contract.ts'
import { problemOf } from '../domain/problem/problem.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { decideVerdicts } from './decide-verdicts.ts'
import { inspectFile } from './inspect-file.ts'
import type { Ledger } from './ledger.ts'
import type { MappedRecord } from './map-json-record.ts'
import { type ContractFile, openContractFile } from './open-contract-file.ts'
import { type ImportOptions, type OpenImport, runImport } from './run-import.ts'

/** Names the content of a row, leaving out the parts that its file may spread over several rows. */
function hashOf(record: ContractRecord, spread: MappedRecord['spread']): string {
  const content = {
    ...record,
    ...(spread.holders && { holders: null }),
    ...(spread.amendments && { amendments: null, subcontracts: null }),
  }
  const text = JSON.stringify(content, (_, value) => (typeof value === 'bigint' ? String(value) : value))
  return createHash('md5').update(text).digest('hex')
}

/** Reads every row into the staging table; answers how many were refused. */
async function stageRows(
  open: OpenImport<StagedContract>,
  rows: ContractFile['rows'],
  today: string,
): Promise<number> {
  let rejected = 0
  for await (const { line, problems, mapped } of rows) {
    open.countRead()
    const parsed = mapped && parseContract(mapped.raw, today)
    open.report(line, [...problems, ...(parsed?.problems ?? [])])
    if (mapped && parsed?.record)
      await open.stage({ line, rowHash: hashOf(parsed.record, mapped.spread), record: parsed.record })
    else rejected++
  }
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
  path: string,
  options: ImportOptions = {},
): Promise<Ledger> {
  const startedAt = clock.now()
  const file = await inspectFile(path, options.name)
  const { format, ignoredColumns, rows } = await openContractFile(file)
  const run = async (open: OpenImport<StagedContract>) => {
    await createStaging(open.trx)
    const rejected = await stageRows(open, rows, todayOf(clock))
    const { counts, findings } = await mergeStagedContracts(open.trx, open.importId)
    for (const { line, code, value } of findings) open.report(line, [problemOf(code, 'id', value)])
    await decideVerdicts(open.trx, clock, 'new')
    const { stored, updated, unchanged } = counts
    return { stored, updated, unchanged, rejected }
  }
  return runImport(
    db,
    clock,
    { kind: 'contracts', format, file, ignoredColumns, startedAt, append: appendStagedContracts, run },
    options,
  )
}
