import { MOST_SHEETS_READ, toFileLine } from '../domain/problem/file-line.ts'
import { AppError } from '../platform/errors.ts'
import { findHeader, type HeaderSearch, type Recognise } from './find-header.ts'
import type { InspectedFile } from './inspect-file.ts'
import type { Found, FoundTitles, SheetChoice, TitledTable } from './open-table.ts'
import { openWorkbook } from './open-workbook.ts'
import type { CsvRow } from './read-csv.ts'
import { NOT_ASKED, type Sheet, type SheetOutcome, type Workbook } from './sheet.ts'
import { describeKind } from './sheet-kind.ts'

/** Names as spreadsheets tell them apart: neither by case nor by what surrounds them. */
const keyOf = (name: string) => name.normalize('NFC').trim().toLowerCase()

/** A sheet whose header was looked for. `rank`: its place in the workbook. */
type Candidate<H> = Pick<Sheet, 'name' | 'isHidden'> & HeaderSearch<H> & { rank: number; isAsked: boolean }
type Table<H> = Candidate<H> & { place: NonNullable<Candidate<H>['place']> }

const isTable = <H>(candidate: Candidate<H>): candidate is Table<H> => candidate.place !== null

const NO_ROWS = 'aucune ligne sous ses titres'
const MOST_NAMES = 30

function refuseUnknown(
  file: InspectedFile,
  candidates: readonly Candidate<unknown>[],
  named: readonly string[],
): void {
  const known = new Set(candidates.map(({ name }) => keyOf(name)))
  const unknown = named.filter((name) => !known.has(keyOf(name)))
  if (unknown.length === 0) return
  const names = candidates.map(({ name, isHidden }) => `« ${name} »${isHidden ? ' (masquée)' : ''}`)
  const rest = names.length > MOST_NAMES ? ` et ${names.length - MOST_NAMES} autres` : ''
  throw new AppError(
    'sheet-unknown',
    `Le classeur « ${file.name} » n’a pas de feuille « ${unknown.join(' », « ')} ». Ses feuilles : ${names.slice(0, MOST_NAMES).join(', ')}${rest}. Rien n’a été importé.`,
    { unknown, sheets: candidates.map(({ name }) => name) },
  )
}

/** Looks for a header on each sheet that may be read: those named, else the visible ones; to the first one, or on all. */
async function searchSheets<H>(
  workbook: Workbook,
  recognise: Recognise<H>,
  { named, select }: SheetChoice<H>,
): Promise<Candidate<H>[]> {
  const keys = new Set(named.map(keyOf))
  const candidates: Candidate<H>[] = []
  for await (const { name, isHidden, rows } of workbook.sheets()) {
    const isAsked = keys.size > 0 ? keys.has(keyOf(name)) : !isHidden
    const search = isAsked ? await findHeader(rows, recognise) : { place: null, widest: [] }
    candidates.push({ rank: candidates.length, name, isHidden, isAsked, ...search })
    if (select === undefined && search.place !== null && !search.place.isEmpty) break
  }
  return candidates
}

/** Why a sheet is not read that is no table of the kind asked for. */
function reasonOf(
  { isHidden, isAsked, widest, place }: Candidate<unknown>,
  named: readonly string[],
): string | null {
  if (place !== null) return NO_ROWS
  if (isAsked) return describeKind(widest)
  return named.length > 0 ? NOT_ASKED : isHidden ? 'masquée' : null
}

/** The rows of the sheets read, one sheet after the other, each counted. */
async function* readSheets<H>(
  workbook: Workbook,
  read: readonly Table<H>[],
  sheets: readonly SheetOutcome[],
): AsyncGenerator<CsvRow> {
  const placeOf = new Map(read.map((table, place) => [table.rank, { table, place }]))
  for (const outcome of sheets) outcome.rows = 0
  let rank = -1
  for await (const sheet of workbook.sheets()) {
    rank++
    const found = placeOf.get(rank)
    const outcome = sheets[rank]
    if (found === undefined || outcome === undefined) continue
    for await (const { line, cells } of sheet.rows) {
      if (line <= found.table.place.line) continue
      outcome.rows++
      yield { line: toFileLine(found.place, line), cells }
    }
  }
}

/** A table found, as those who choose and those who read see it. */
type Chosen<H> = { table: Table<H>; titled: TitledTable<H>; reason: string | null }

/** The tables to choose among, each with why it is not read: those with rows, unless a person names them or none has any. */
function chooseTables<H>(
  candidates: readonly Candidate<H>[],
  { named, select }: SheetChoice<H>,
): Chosen<H>[] {
  const all = candidates.filter(isTable)
  const filled = all.filter(({ place }) => !place.isEmpty)
  const tables = named.length > 0 || filled.length === 0 ? all : filled
  const titled = tables.map(({ name, place: { header, titles, above } }) => ({
    sheet: name,
    header,
    titles,
    above,
  }))
  const reasons = named.length > 0 || tables.length === 0 ? [] : select?.(titled)
  return tables.map((table, at) => ({
    table,
    titled: titled[at] as TitledTable<H>,
    reason: reasons?.[at] ?? null,
  }))
}

/** What becomes of each sheet; its rows are counted as they are read. */
function describeSheets<H>(
  candidates: readonly Candidate<H>[],
  chosen: readonly Chosen<H>[],
  named: readonly string[],
): SheetOutcome[] {
  const reasons = new Map(chosen.map(({ table, reason }) => [table.rank, reason]))
  return candidates.map((candidate) => {
    const { name, rank, isAsked } = candidate
    const isRead = reasons.get(rank) === null
    const reason = reasons.get(rank) ?? (isRead ? null : reasonOf(candidate, named))
    const isLeftOut = isAsked && reason !== null && reason !== NO_ROWS
    return { name, isRead, rows: 0, isLeftOut, reason }
  })
}

/** The titles of the sheets where no header was found: of those named, else of all. */
const listUntitled = (candidates: readonly Candidate<unknown>[], named: readonly string[]): FoundTitles[] =>
  candidates
    .filter(({ place, isAsked }) => place === null && (isAsked || named.length === 0))
    .map(({ name, isHidden, widest }) => ({
      sheet: isHidden && named.length === 0 ? `${name} (masquée)` : name,
      titles: widest,
    }))

const tooManySheets = (name: string) =>
  new AppError(
    'workbook-too-large',
    `Le classeur « ${name} » a plus de ${MOST_SHEETS_READ} feuilles à lire : donnez celles d’un import par --sheet "NOM". Rien n’a été importé.`,
  )

/** Opens the tables of a workbook, as `openTable` does. */
export async function openSheets<H>(
  file: InspectedFile,
  recognise: Recognise<H>,
  choice: SheetChoice<H>,
): Promise<Found<H>> {
  const { named, select } = choice
  const workbook = await openWorkbook(file)
  const candidates = await searchSheets(workbook, recognise, choice)
  const chosen = chooseTables(candidates, choice)
  const isWhole = select !== undefined
  if (isWhole || chosen.length === 0) refuseUnknown(file, candidates, named)
  const found = listUntitled(candidates, named)
  const read = chosen.filter(({ reason }) => reason === null)
  const [first] = read
  if (first === undefined || (isWhole && named.length > 0 && found.length > 0)) return { found }
  if (read.length > MOST_SHEETS_READ) throw tooManySheets(file.name)
  const sheets = describeSheets(candidates, chosen, named)
  const tables = read.map(({ table }) => table)
  return {
    ...first.titled,
    format: workbook.format,
    tables: read.map(({ titled }) => titled),
    read: () => readSheets(workbook, tables, sheets),
    csv: null,
    sheets,
  }
}
