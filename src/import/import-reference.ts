import type { Db } from '../database/connect.ts'
import {
  appendStagedFacts,
  countLostFacts,
  createFactStaging,
  findLatestList,
  mergeStagedFacts,
  type StagedFact,
  unusableRow,
} from '../database/facts.ts'
import { textOf } from '../domain/contract/missing-marker.ts'
import { problemOf } from '../domain/problem/problem.ts'
import type { SourceId } from '../domain/supplier/facts.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { decideVerdicts } from './decide-verdicts.ts'
import { normalizeName } from './field-aliases.ts'
import { type InspectedFile, inspectFile } from './inspect-file.ts'
import type { Ledger } from './ledger.ts'
import type { ReferenceCells } from './parse-reference-row.ts'
import { type CsvRow, readCsv } from './read-csv.ts'
import { REFERENCE_FORMATS, type ReferenceFormat } from './reference-formats.ts'
import { refuseUnsupported } from './refuse-unsupported.ts'
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

type OpenList = {
  format: ReferenceFormat
  columns: ReadonlyMap<string, number>
  header: readonly string[]
  rows: AsyncGenerator<CsvRow>
}

/** The column that plays each role: the first title of the role that the header has. */
function matchRoles(format: ReferenceFormat, names: readonly string[]): Map<string, number> | null {
  const columns = new Map<string, number>()
  for (const [role, titles] of Object.entries(format.roles)) {
    const title = titles.find((candidate) => names.includes(candidate))
    if (title !== undefined) columns.set(role, names.indexOf(title))
  }
  return format.needed.every((role) => columns.has(role)) ? columns : null
}

async function openList(file: InspectedFile, source: SourceId): Promise<OpenList> {
  refuseUnsupported(file)
  const rows = readCsv(file)
  const first = await rows.next()
  const header: readonly string[] = first.done ? [] : first.value.cells
  const names = header.map(normalizeName)
  for (const format of REFERENCE_FORMATS.filter((candidate) => candidate.source === source)) {
    const isForeign = format.foreign?.some((title) => names.includes(title)) === true
    const columns = isForeign ? null : matchRoles(format, names)
    if (columns) return { format, columns, header, rows }
  }
  await rows.return(undefined)
  const expected = REFERENCE_FORMATS.filter((format) => format.source === source)
    .map((format) => format.needed.map((role) => format.roles[role]?.[0]).join(', '))
    .join(' ; ou ')
  throw new AppError(
    'format-unknown',
    `Le fichier « ${file.name} » n'est pas une liste « ${source} » connue. Colonnes attendues (casse et accents indifférents) : ${expected}. Colonnes trouvées : ${header.slice(0, 12).join(', ') || 'aucune'}. Rien n'a été importé.`,
    { found: header },
  )
}

const MALFORMED = new Set(['siren-missing', 'siren-invalid'])

async function stageFacts(open: OpenImport<StagedFact>, list: OpenList) {
  let [rejected, malformed, read] = [0, 0, 0]
  for await (const { line, cells } of list.rows) {
    open.countRead()
    read++
    if (cells.length !== list.header.length) {
      open.report(line, [
        problemOf('cell-count', '(ligne)', `${cells.length} cellules au lieu de ${list.header.length}`),
      ])
      rejected++
      continue
    }
    const reader: ReferenceCells = {
      text: (role) => textOf(cells[list.columns.get(role) ?? -1]),
      columnOf: (role) => list.header[list.columns.get(role) ?? -1] ?? role,
    }
    const { fact, unusableUnit, problems } = list.format.parse(reader)
    open.report(line, problems)
    if (fact) await open.stage({ ...fact, line })
    else rejected++
    if (unusableUnit !== null) await open.stage(unusableRow(list.format.source, unusableUnit, line))
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
  const list = await openList(file, source)
  const { format } = list
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
    const merged = await mergeStagedFacts(open.trx, {
      importId: open.importId,
      source,
      format: format.id,
      listedOn,
      isComplete,
      covers: format.covers,
    })
    for (const { line, value } of merged.repeated)
      open.report(line, [problemOf('repeated-with-difference', 'siren', value)])
    closed = merged.closed
    await decideVerdicts(open.trx, clock, 'all')
    const { stored, updated, unchanged, repeated } = merged
    const isChange = closed > 0 || latest?.listed_on !== listedOn || latest.is_complete !== isComplete
    return { stored, updated, unchanged, rejected: rejected + repeated.length, isChange }
  }
  const used = new Set(list.columns.values())
  const ignoredColumns = list.header.filter((_, index) => !used.has(index))
  const plan = {
    kind: 'reference',
    format: format.id,
    file,
    ignoredColumns,
    startedAt,
    append: appendStagedFacts,
    run,
  } as const
  const ledger = await runImport(db, clock, plan, options).finally(() => list.rows.return(undefined))
  return { ...ledger, source, listedOn, isComplete, closed }
}
