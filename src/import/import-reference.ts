import type { Db } from '../database/connect.ts'
import {
  appendStagedFacts,
  countLostFacts,
  createFactStaging,
  findLatestList,
  insertList,
  mergeStagedFacts,
  type StagedFact,
  unusableRow,
} from '../database/facts.ts'
import { problemOf } from '../domain/problem/problem.ts'
import type { SourceId } from '../domain/supplier/facts.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { decideVerdicts } from './decide-verdicts.ts'
import { inspectFile } from './inspect-file.ts'
import type { Ledger } from './ledger.ts'
import { openReferenceList, type ReferenceList, readListRow } from './read-reference-list.ts'
import { type ImportOptions, type OpenImport, runImport } from './run-import.ts'

/** A list that would close more than this part of what the one before said is more likely an extract than a new edition. */
const LARGEST_LOSS_PERCENT = 20
/** Above this part of malformed identifiers the file is not the list it claims to be. */
const LARGEST_MALFORMED_PERCENT = 20
const SMALLEST_LIST_TO_JUDGE = 10

export type ReferenceOptions = ImportOptions & {
  /** The day of the list; by default today. */
  listedOn?: string
  /** Whether absence from the list means "no"; by default what its layout says. */
  isComplete?: boolean
  /** Accept a list that loses or garbles much of the one before. */
  force?: boolean
}

export type ReferenceLedger = Ledger & {
  source: SourceId
  listedOn: string
  isComplete: boolean
  closed: number
}

const MALFORMED = new Set(['siren-missing', 'siren-invalid'])

async function stageFacts(open: OpenImport<StagedFact>, list: ReferenceList) {
  const { format } = list.header
  let [rejected, malformed, read] = [0, 0, 0]
  for await (const { line, cells: written } of list.read()) {
    open.countRead()
    read++
    const { fact, unusableUnit, problems } = readListRow(list, written)
    open.report(line, problems)
    if (fact) await open.stage({ ...fact, line })
    else rejected++
    if (unusableUnit !== null) await open.stage(unusableRow(format.source, unusableUnit, line))
    if (problems.some(({ code }) => MALFORMED.has(code))) malformed++
  }
  await open.flush()
  return { rejected, malformed, read }
}

const percent = (part: number, whole: number) => (whole === 0 ? 0 : (part * 100) / whole)

function refuseGarbled(file: string, malformed: number, read: number): void {
  if (read < SMALLEST_LIST_TO_JUDGE || percent(malformed, read) <= LARGEST_MALFORMED_PERCENT) return
  throw new AppError(
    'list-mostly-malformed',
    `La liste « ${file} » a ${malformed} identifiants inutilisables sur ${read} lignes (plus de ${LARGEST_MALFORMED_PERCENT} %). Rien n'a été importé. Vérifiez le fichier, ou confirmez avec --force.`,
    { malformed, read },
  )
}

function refuseLoss(file: string, { open, lost }: { open: number; lost: number }): void {
  if (open < SMALLEST_LIST_TO_JUDGE || percent(lost, open) <= LARGEST_LOSS_PERCENT) return
  throw new AppError(
    'list-loses-too-much',
    `La liste « ${file} » ne contient plus ${lost} des ${open} structures de la précédente (plus de ${LARGEST_LOSS_PERCENT} %). Rien n'a été importé. Si c'est un extrait, ajoutez --partial ; si c'est bien la nouvelle liste entière, ajoutez --force.`,
    { open, lost },
  )
}

/**
 * Imports a reference list and decides every verdict again, in one transaction. Only a complete list closes the facts it no
 * longer holds. Throws an `AppError` when the file is not such a list, is older than the one known, or loses too much of it.
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
  const listedOn = options.listedOn ?? todayOf(clock)
  if (listedOn > todayOf(clock))
    throw new AppError(
      'bad-usage',
      `La date de la liste, ${listedOn}, est dans le futur. Donnez le jour où elle a été publiée ou extraite.`,
    )
  const list = await openReferenceList(file, source)
  const { format, columns } = list.header
  const isComplete = options.isComplete ?? format.isComplete
  let closed = 0
  const run = async (open: OpenImport<StagedFact>) => {
    const latest = await findLatestList(open.trx, source, format.id)
    if (latest && latest.listed_on > listedOn)
      throw new AppError(
        'list-older',
        `Une liste « ${source} » plus récente (${latest.listed_on}) est déjà importée : celle du ${listedOn} ne peut plus l'être. Rien n'a été importé.`,
      )
    await createFactStaging(open.trx)
    const { rejected, malformed, read } = await stageFacts(open, list)
    if (!options.force) refuseGarbled(file.name, malformed, read)
    if (isComplete && !options.force)
      refuseLoss(file.name, await countLostFacts(open.trx, source, format.id, listedOn))
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
    await decideVerdicts(open.trx, clock, 'all')
    const { stored, updated, unchanged, repeated } = merged
    const isChange = closed > 0 || latest?.listed_on !== listedOn || latest.is_complete !== isComplete
    return { stored, updated, unchanged, rejected: rejected + repeated.length, isChange }
  }
  const used = new Set(columns.values())
  const ignoredColumns = list.titles.filter((title, index) => !used.has(index) && title.trim() !== '')
  const plan = {
    kind: 'reference',
    format: format.id,
    file,
    ignoredColumns,
    sheet: list.sheet,
    ignoredSheets: list.ignoredSheets,
    startedAt,
    append: appendStagedFacts,
    run,
  } as const
  const ledger = await runImport(db, clock, plan, options)
  return { ...ledger, source, listedOn, isComplete, closed }
}
