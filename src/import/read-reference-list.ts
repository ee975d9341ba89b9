import { textOf } from '../domain/contract/missing-marker.ts'
import type { SourceId } from '../domain/supplier/facts.ts'
import { AppError } from '../platform/errors.ts'
import { checkRow } from './check-row.ts'
import { normalizeName } from './field-aliases.ts'
import type { InspectedFile } from './inspect-file.ts'
import { isJsonTable, openJsonTable } from './open-json-table.ts'
import { describeTitles, type FoundTitles, type OpenTable, openTable } from './open-table.ts'
import { NOT_KEPT, type ParsedFact, type ReferenceCells } from './reference-cells.ts'
import { REFERENCE_FORMATS, type ReferenceFormat } from './reference-formats.ts'
import { refuseUnsupported } from './refuse-unsupported.ts'
import { selectFirst } from './select-sheets.ts'

/** `columns`: those that play each role, in order of preference; of a row, the first that is filled counts. */
export type ListHeader = { format: ReferenceFormat; columns: ReadonlyMap<string, readonly number[]> }

/** A reference list whose header was found: its layout, and the columns that play each role. */
export type ReferenceList = OpenTable<ListHeader>

/** The columns that play each role: the titles of the role that the header has. */
function matchRoles(format: ReferenceFormat, names: readonly string[]): Map<string, number[]> | null {
  const columns = new Map<string, number[]>()
  for (const [role, titles] of Object.entries(format.roles)) {
    const found = titles.map((title) => names.indexOf(title)).filter((index) => index >= 0)
    if (found.length > 0) columns.set(role, found)
  }
  return format.needed.every((role) => columns.has(role)) ? columns : null
}

const placesOf = (columns: Readonly<Record<string, number>>) =>
  new Map(Object.entries(columns).map(([role, index]): [string, number[]] => [role, [index]]))

/** The layout of a list of this source that has these titles, the most particular first. */
function recogniseList(source: SourceId, titles: readonly string[]): ListHeader | null {
  const names = titles.map(normalizeName)
  for (const format of REFERENCE_FORMATS.filter((candidate) => candidate.source === source)) {
    if (format.untitled) {
      if (format.untitled.isFirstRow(titles)) return { format, columns: placesOf(format.untitled.columns) }
      continue
    }
    const isForeign = format.foreign?.some((title) => names.includes(title)) === true
    const columns = isForeign ? null : matchRoles(format, names)
    if (columns) return { format, columns }
  }
  return null
}

/** Files often taken for a list, by a title that only they have, and what to take instead. */
const LOOK_ALIKES: readonly [string, string][] = [
  [
    'statutdiffusionetablissement',
    ' C’est le fichier des établissements (StockEtablissement) : prenez celui des unités légales, StockUniteLegale.',
  ],
  [
    'nomcomplet',
    ' C’est une réponse de l’API Recherche d’entreprises, qui n’est pas une liste : « suppliers enrich » l’interroge.',
  ],
]

const hintOf = (found: readonly FoundTitles[]): string =>
  LOOK_ALIKES.find(([mark]) => found.some(({ titles }) => titles.map(normalizeName).includes(mark)))?.[1] ??
  ''

/**
 * Opens a list of a source: its layout is recognised before its rows are read. Throws an `AppError` when the file is no such
 * list.
 */
export async function openReferenceList(file: InspectedFile, source: SourceId): Promise<ReferenceList> {
  refuseUnsupported(file)
  const recognise = (titles: readonly string[]) => recogniseList(source, titles)
  const table = isJsonTable(file)
    ? await openJsonTable(file, recognise)
    : await openTable(file, recognise, { named: [], select: selectFirst })
  if ('header' in table) return table
  const expected = REFERENCE_FORMATS.filter((format) => format.source === source && !format.untitled)
    .map((format) => format.needed.map((role) => format.roles[role]?.[0]).join(', '))
    .join(' ; ou ')
  throw new AppError(
    'format-unknown',
    `Le fichier « ${file.name} » n'est pas une liste « ${source} » connue. Colonnes attendues dans les 30 premières lignes (casse et accents indifférents) : ${expected}. Colonnes trouvées : ${describeTitles(table.found)}.${hintOf(table.found)} Rien n'a été importé.`,
    { found: table.found },
  )
}

/** One page of an API that has others. */
const isPage = ({ headText }: InspectedFile) => /^\s*\{[^[]*"next"\s*:\s*"/.test(headText)

/** Whether a list is the national one unless the user says otherwise: its publisher's own file, and whole. */
export function isNational({ header, titles, format }: ReferenceList, file: InspectedFile): boolean {
  const { isComplete, publisherTitles } = header.format
  if (!isComplete || (format === 'json' && isPage(file))) return false
  return (
    publisherTitles === undefined || titles.some((title) => publisherTitles.includes(normalizeName(title)))
  )
}

/** The first filled cell among these columns. */
function textAt(cells: readonly string[], columns: readonly number[] = []): string | null {
  for (const index of columns) {
    const text = textOf(cells[index])
    if (text !== null) return text
  }
  return null
}

/** The title of the column that a role is read from on this row; a file without titles has "siret (colonne 23)". */
function columnAt({ header, titles }: ReferenceList, cells: readonly string[], role: string): string {
  const columns = header.columns.get(role) ?? []
  const index = columns.find((column) => textOf(cells[column]) !== null) ?? columns[0]
  if (index === undefined) return role
  return header.format.untitled ? `${role} (colonne ${index + 1})` : (titles[index] ?? role)
}

const cellsOf = (list: ReferenceList, cells: readonly string[]): ReferenceCells => ({
  text: (role) => textAt(cells, list.header.columns.get(role)),
  columnOf: (role) => columnAt(list, cells, role),
})

/** The fact that a row of a list states, or why it states none. */
export function readListRow(list: ReferenceList, written: string[]): ParsedFact {
  const { format } = list.header
  if (format.untitled)
    return written[0] === format.untitled.rowMark ? format.parse(cellsOf(list, written)) : NOT_KEPT
  const { cells, problems, isRefused } = checkRow(
    { titles: list.titles, isSheet: list.sheet !== null },
    written,
  )
  if (isRefused) return { fact: null, unusableUnit: null, problems }
  const parsed = format.parse(cellsOf(list, cells))
  return { ...parsed, problems: [...problems, ...parsed.problems] }
}
