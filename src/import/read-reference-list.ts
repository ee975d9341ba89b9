import { textOf } from '../domain/contract/missing-marker.ts'
import type { SourceId } from '../domain/supplier/facts.ts'
import { AppError } from '../platform/errors.ts'
import { checkRow } from './check-row.ts'
import { normalizeName } from './field-aliases.ts'
import type { InspectedFile } from './inspect-file.ts'
import { describeTitles, type OpenTable, openTable } from './open-table.ts'
import type { ParsedFact } from './parse-reference-row.ts'
import { REFERENCE_FORMATS, type ReferenceFormat } from './reference-formats.ts'
import { refuseUnsupported } from './refuse-unsupported.ts'

type ListHeader = { format: ReferenceFormat; columns: ReadonlyMap<string, number> }

/** A reference list whose header was found: its layout, and the column that plays each role. */
export type ReferenceList = OpenTable<ListHeader>

/** The column that plays each role: the first title of the role that the header has. */
function matchRoles(format: ReferenceFormat, names: readonly string[]): Map<string, number> | null {
  const columns = new Map<string, number>()
  for (const [role, titles] of Object.entries(format.roles)) {
    const title = titles.find((candidate) => names.includes(candidate))
    if (title !== undefined) columns.set(role, names.indexOf(title))
  }
  return format.needed.every((role) => columns.has(role)) ? columns : null
}

/** The layout of a list of this source that has these titles, the most particular first. */
function recogniseList(source: SourceId, titles: readonly string[]): ListHeader | null {
  const names = titles.map(normalizeName)
  for (const format of REFERENCE_FORMATS.filter((candidate) => candidate.source === source)) {
    const isForeign = format.foreign?.some((title) => names.includes(title)) === true
    const columns = isForeign ? null : matchRoles(format, names)
    if (columns) return { format, columns }
  }
  return null
}

/**
 * Opens a list of a source: its layout is recognised before its rows are read. Throws an `AppError` when the file is no such
 * list.
 */
export async function openReferenceList(file: InspectedFile, source: SourceId): Promise<ReferenceList> {
  refuseUnsupported(file)
  const table = await openTable(file, (titles) => recogniseList(source, titles))
  if ('header' in table) return table
  const expected = REFERENCE_FORMATS.filter((format) => format.source === source)
    .map((format) => format.needed.map((role) => format.roles[role]?.[0]).join(', '))
    .join(' ; ou ')
  throw new AppError(
    'format-unknown',
    `Le fichier « ${file.name} » n'est pas une liste « ${source} » connue. Colonnes attendues dans les 30 premières lignes (casse et accents indifférents) : ${expected}. Colonnes trouvées : ${describeTitles(table.found)}. Rien n'a été importé.`,
    { found: table.found },
  )
}

/** The fact that a row of a list states, or why it states none. */
export function readListRow({ header, titles, sheet }: ReferenceList, written: string[]): ParsedFact {
  const { cells, problems, isRefused } = checkRow({ titles, isSheet: sheet !== null }, written)
  if (isRefused) return { fact: null, unusableUnit: null, problems }
  const { format, columns } = header
  const parsed = format.parse({
    text: (role) => textOf(cells[columns.get(role) ?? -1]),
    columnOf: (role) => titles[columns.get(role) ?? -1] ?? role,
  })
  return { ...parsed, problems: [...problems, ...parsed.problems] }
}
