import { textOf } from '../domain/contract/missing-marker.ts'

/** The field a title heads and its rank among the titles of that field: the lower is believed first. */
export type RankedTitle<F extends string> = { field: F; rank: number }

/** Where each field stands in the rows of one table: its columns, the one to believe first first. */
export type RankedColumns<F extends string> = {
  header: readonly string[]
  fields: ReadonlyMap<F, readonly number[]>
}

/** The columns of each field of a header, and the titles that head none. */
export function rankColumns<F extends string>(
  header: readonly string[],
  fieldOf: (title: string) => RankedTitle<F> | null,
): RankedColumns<F> & { ignored: string[] } {
  const found = new Map<F, { index: number; rank: number }[]>()
  const ignored: string[] = []
  header.forEach((title, index) => {
    const match = fieldOf(title)
    if (match) found.set(match.field, [...(found.get(match.field) ?? []), { index, rank: match.rank }])
    else ignored.push(title)
  })
  const inOrder = [...found].map(
    ([field, columns]) => [field, columns.sort((a, b) => a.rank - b.rank).map(({ index }) => index)] as const,
  )
  return { header, fields: new Map(inOrder), ignored }
}

/** The cell of each field, from the first of its columns that is filled, with the title of that column. */
export function pickCells<F extends string>(
  { header, fields: columnsOf }: RankedColumns<F>,
  cells: readonly string[],
): { fields: Partial<Record<F, string | undefined>>; columnNames: Partial<Record<F, string>> } {
  const fields: Partial<Record<F, string | undefined>> = {}
  const columnNames: Partial<Record<F, string>> = {}
  for (const [field, columns] of columnsOf) {
    const index = columns.find((column) => textOf(cells[column]) !== null) ?? columns[0] ?? -1
    fields[field] = cells[index]
    columnNames[field] = header[index] as string
  }
  return { fields, columnNames }
}

/** Titles of each field, normalized, the one to believe first first → what finds the field of a title. */
export function titlesToFields<F extends string>(
  titles: Readonly<Record<F, readonly string[]>>,
): ReadonlyMap<string, RankedTitle<F>> {
  return new Map(
    Object.entries<readonly string[]>(titles).flatMap(([field, names]) =>
      names.map((name, rank) => [name, { field: field as F, rank }] as const),
    ),
  )
}
