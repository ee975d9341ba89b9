import { sql } from 'kysely'
import { LAST_ROW } from '../domain/problem/file-line.ts'

/** Which of the sheets read a line of a workbook is on, as `sheetOfLine` says it. */
export const sheetOf = (line: string) => sql`(${sql.ref(line)} - 1) / ${sql.lit(LAST_ROW)}`
