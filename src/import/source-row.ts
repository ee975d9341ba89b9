import { textOf } from '../domain/contract/missing-marker.ts'
import { sheetOfLine } from '../domain/problem/file-line.ts'
import { type Problem, problemOf } from '../domain/problem/problem.ts'
import { checkRow } from './check-row.ts'
import type { ColumnPlan } from './column-plan.ts'
import { type CsvForm, cutCsvRecord } from './cut-csv-record.ts'
import { mapCsvRow } from './map-csv-rows.ts'
import { type MappedRecord, mapJsonRecord } from './map-json-record.ts'
import { parseJsonRecord } from './parse-json-record.ts'
import { splitHolders } from './split-holders.ts'

/**
 * One record as its file holds it: the text of a CSV record, the cells of a row, the text of a JSON object, or the object that
 * an XML element makes.
 */
export type Source =
  | string
  | string[]
  | { json: string; container: string }
  | { object: Record<string, unknown>; container: string }

/** One record of a file, split off and not looked into yet. */
export type SourceRow = { line: number; source: Source }

/** How the rows of one table are read. `buyer`: of rows that name none. */
export type TableMapping = { plan: ColumnPlan; buyer: string | null }

/**
 * How the records of one file are read. Plain data: it is handed over to another thread. `tables`: one for each sheet of a
 * workbook, one for another table, none for what is no table; `csv`: `null` for a sheet, and for what is no table; `buyer`: of
 * records that name none, where there is no table.
 */
export type RowMapping = { tables: readonly TableMapping[]; csv: CsvForm | null; buyer: string | null }

/** A record with its fields told apart: `mapped` is `null` when it is refused before they are looked at. */
export type MappedRow = { line: number; problems: readonly Problem[]; mapped: MappedRecord | null }

/** A table this wide says more than one thing of a contract: a row of one cell is a section title or a note. */
const FEWEST_COLUMNS = 3

/** The only cell of a row that is filled, as a problem; `null` when there are several. */
function findLoneCell(titles: readonly string[], cells: readonly string[]): Problem | null {
  if (titles.length < FEWEST_COLUMNS) return null
  let found = -1
  for (let at = 0; at < cells.length; at++) {
    if (textOf(cells[at]) === null) continue
    if (found >= 0) return null
    found = at
  }
  return found < 0 ? null : problemOf('lone-cell', titles[found] ?? '', cells[found])
}

/** The table that a line is of; none where the file is no table. */
const tableOf = ({ tables }: RowMapping, line: number): TableMapping | undefined =>
  tables.length > 1 ? tables[sheetOfLine(line)] : tables[0]

function mapCells(mapping: RowMapping, line: number, written: string[]): MappedRow {
  const table = tableOf(mapping, line)
  if (table === undefined) throw new TypeError('cells without columns')
  const { plan, buyer } = table
  const isSheet = mapping.csv === null
  const { cells, problems, isRefused } = checkRow({ titles: plan.header, isSheet }, written)
  if (isRefused) return { line, problems, mapped: null }
  const lone = findLoneCell(plan.header, cells)
  if (lone !== null) return { line, problems: [...problems, lone], mapped: null }
  const mapped = mapCsvRow(plan, cells)
  const { raw, split } = splitHolders(mapped.raw, buyer)
  if (split.length === 0) return { line, problems, mapped }
  for (const { written, count } of split) {
    const code = count > 1 ? 'holders-in-one-cell' : 'identifier-repaired'
    problems.push(problemOf(code, raw.columnNames.holderId ?? '', written))
  }
  return { line, problems, mapped: { ...mapped, raw } }
}

function mapSource(mapping: RowMapping, { line, source }: SourceRow): MappedRow {
  if (typeof source === 'string') return mapCells(mapping, line, cutCsvRecord(source, mapping.csv as CsvForm))
  if (Array.isArray(source)) return mapCells(mapping, line, source)
  const { record, problems } =
    'json' in source ? parseJsonRecord(source.json) : { record: source.object, problems: [] }
  return { line, problems, mapped: record && mapJsonRecord(record, source.container) }
}

/** Tells the fields of a record apart, by the columns of its table or by its own keys. */
export function mapRow(mapping: RowMapping, row: SourceRow): MappedRow {
  const mappedRow = mapSource(mapping, row)
  const fields = mappedRow.mapped?.raw.fields
  const { buyer } = tableOf(mapping, row.line) ?? mapping
  if (buyer !== null && fields && textOf(fields.buyerId) === null) fields.buyerId = buyer
  return mappedRow
}
