import { pipeline, Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { Db } from '../database/connect.ts'
import { findImport, listProblems } from '../database/imports.ts'
import { placeOfLine } from '../domain/problem/file-line.ts'

const PAGE_SIZE = 2_000

const HEADER = ['fichier', 'feuille', 'ligne', 'gravité', 'code', 'colonne', 'valeur', 'attendu']

async function* listCells(
  db: Db,
  importId: bigint,
  { file_name: file, sheets }: { file_name: string; sheets: string[] | null },
): AsyncGenerator<(string | number | null)[]> {
  yield HEADER
  let after = 0n
  for (;;) {
    const problems = await listProblems(db, importId, after, PAGE_SIZE)
    for (const { line: lineOfFile, is_rejection, code, column_name, value, expected } of problems) {
      const { sheet, line } = placeOfLine(sheets, lineOfFile)
      yield [file, sheet, line, is_rejection ? 'rejet' : 'signalé', code, column_name, value, expected]
    }
    const last = problems.at(-1)
    if (last === undefined) return
    after = last.id
  }
}

/**
 * Every problem of an import as CSV, piece by piece; `null` when there is none of this id. Semicolons and a byte-order mark,
 * so that a French spreadsheet opens it right; a cell that a spreadsheet would run as a formula is neutralised.
 */
export async function exportProblems(db: Db, importId: bigint): Promise<Readable | null> {
  const found = await findImport(db, importId)
  if (!found) return null
  const csv = stringify({ bom: true, delimiter: ';', escape_formulas: true, record_delimiter: 'windows' })
  pipeline(Readable.from(listCells(db, importId, found)), csv, () => undefined)
  return csv
}
