import type { Db } from '../database/connect.ts'
import { listUnitsOfList } from '../database/fact-history.ts'
import { appendStagedFacts, createFactStaging, type StagedFact } from '../database/fact-staging.ts'
import {
  countLostFacts,
  findLatestCompleteDay,
  findLatestList,
  insertList,
  mergeStagedFacts,
} from '../database/facts.ts'
import { problemOf } from '../domain/problem/problem.ts'
import type { SourceId } from '../domain/supplier/facts.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { inspectFile } from './inspect-file.ts'
import type { Ledger } from './ledger.ts'
import { linkNames } from './link-names.ts'
import { findListDate, type ListDate } from './list-date.ts'
import { isNational, openReferenceList } from './read-reference-list.ts'
import { reclassify } from './reclassify.ts'
import { DEFAULT_LARGEST_LOSS_PERCENT, refuseGarbled, refuseLoss } from './refuse-reference.ts'
import { type ImportOptions, type OpenImport, runImport } from './run-import.ts'
import { defaultKeep, findUselessUnits, type KeepChoice } from './select-units.ts'
import { stageList } from './stage-reference.ts'

export type ReferenceOptions = ImportOptions & {
  /** The day of the list; by default the one the file gives, else today. */
  listedOn?: string
  /** Whether absence from the list means "no"; by default what its layout says. */
  isComplete?: boolean
  /** Accept a list that loses or garbles much of the one before. */
  force?: boolean
  /** Largest part lost or garbled that is accepted, 0 to 100. */
  largestLossPercent?: number
  /** What to keep of SIRENE; by default all of it, and what is useful of a file as large as the national one. */
  keep?: KeepChoice
}

export type ReferenceLedger = Ledger &
  ListDate & {
    source: SourceId
    isComplete: boolean
    keep: KeepChoice
    /** Facts of the list before that this one no longer holds. */
    closed: number
  }

async function refuseOlder(trx: Db, source: SourceId, format: string, listedOn: string): Promise<void> {
  const latest = await findLatestCompleteDay(trx, source, format)
  if (latest === null || latest <= listedOn) return
  throw new AppError(
    'list-older',
    `Une liste « ${source} » plus récente (${latest}) est déjà importée : celle du ${listedOn} ne peut plus l'être. Rien n'a été importé.`,
  )
}

/**
 * Imports a reference list and decides again the verdicts that it can change, in one transaction. Only a complete list closes the facts it no
 * longer holds; one older than a partial list leaves what that one said. Throws an `AppError` when the file is not such a list,
 * is older than the complete one known, or loses too much of it.
 */
export async function importReference(
  db: Db,
  clock: Clock,
  source: SourceId,
  path: string,
  options: ReferenceOptions = {},
): Promise<ReferenceLedger> {
  const startedAt = clock.now()
  const file = await inspectFile(path, options.name)
  const list = await openReferenceList(file, source)
  const { format, columns } = list.header
  const date = await findListDate(db, clock, source, file, list, options.listedOn)
  const { listedOn } = date
  const isComplete = options.isComplete ?? isNational(list, file)
  const largestLoss = options.largestLossPercent ?? DEFAULT_LARGEST_LOSS_PERCENT
  const keep = options.keep ?? defaultKeep(list.header, file)
  if (keep === 'useful' && source !== 'sirene')
    throw new AppError('bad-usage', 'Seul le répertoire SIRENE se retient en partie : retirez « keep ».')
  let closed = 0
  const run = async (open: OpenImport<StagedFact>) => {
    await refuseOlder(open.trx, source, format.id, listedOn)
    const latest = await findLatestList(open.trx, source, format.id)
    await createFactStaging(open.trx)
    const isUseless = keep === 'useful' ? await findUselessUnits(open.trx, list) : () => false
    const staged = await stageList(open, list, isUseless)
    if (!options.force) {
      refuseGarbled(file.name, staged.malformed, staged.read, largestLoss)
      // The national SIRENE never drops a unit: one that does is a file cut short.
      if (isComplete || keep === 'useful')
        refuseLoss(file.name, await countLostFacts(open.trx, source, format.id, listedOn), largestLoss)
    }
    const newList = {
      importId: open.importId,
      source,
      format: format.id,
      listedOn,
      isComplete,
      covers: format.covers,
    }
    const merged = await mergeStagedFacts(open.trx, newList)
    await insertList(open.trx, newList)
    for (const { line, value } of merged.repeated)
      open.report(line, [problemOf('repeated-with-difference', 'siren', value)])
    closed = merged.closed
    await listUnitsOfList(open.trx, open.importId)
    await reclassify(open.trx, clock, 'changed-units', { kind: 'list', importId: open.importId })
    const areLinksChanged = await linkNames(open.trx, clock)
    const { stored, updated, unchanged, outdated, repeated, hasDropped } = merged
    return {
      stored,
      updated,
      unchanged,
      rejected: staged.rejected + repeated.length,
      notKept: staged.notKept + outdated,
      closed,
      isChange:
        areLinksChanged || hasDropped || latest?.listed_on !== listedOn || latest.is_complete !== isComplete,
    }
  }
  const used = new Set([...columns.values()].flat())
  const ignoredColumns = list.titles.filter((title, index) => !used.has(index) && title.trim() !== '')
  const plan = {
    kind: 'reference',
    format: format.id,
    file,
    ignoredColumns: format.untitled ? [] : ignoredColumns,
    sheets: list.sheets,
    startedAt,
    append: appendStagedFacts,
    run,
  } as const
  const ledger = await runImport(db, clock, plan, options)
  return { ...ledger, source, ...date, isComplete, keep, closed }
}
