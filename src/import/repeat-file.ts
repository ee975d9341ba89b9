import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { serialize } from 'node:v8'
import { listProblemGroups } from '../database/imports.ts'
import { findSameReading, listProblemValues, repeatImport } from '../database/repeated-files.ts'
import { parseDate } from '../domain/dates/iso-date.ts'
import type { ProblemCode } from '../domain/problem/problem-codes.ts'
import { todayOf } from '../platform/clock.ts'
import type { InspectedFile } from './inspect-file.ts'
import type { ProblemGroup } from './ledger.ts'
import type { ContractFile } from './open-contract-file.ts'
import { sheetsRead } from './open-table.ts'
import type { OpenImport } from './run-import.ts'
import type { SheetOutcome } from './sheet.ts'

/** What is found wrong with a day to come, and right once it has come. */
const CODES_OF_DAYS: readonly ProblemCode[] = ['notification-date-implausible', 'amendment-date-implausible']
/** Beyond, reading the file again is as quick. */
const MOST_DAYS = 10_000

const SOURCES = ['import', 'domain', 'database'].map((folder) => join(import.meta.dirname, '..', folder))

let digestOfReaders: Promise<string> | null = null

/** Names the readers themselves: another version of the program may read another thing in the same bytes. */
async function digestSources(): Promise<string> {
  const hash = createHash('sha256')
  for (const folder of SOURCES) {
    const files = await readdir(folder, { recursive: true })
    for (const name of files.filter((file) => file.endsWith('.ts')).sort())
      hash.update(`${name}\0`).update(await readFile(join(folder, name)))
  }
  return hash.digest('hex')
}

/** Names how a file is read: its format and sheets, their columns, what the user said of them, and the readers. */
export async function digestReading({ format, tables, mapping }: ContractFile): Promise<string> {
  digestOfReaders ??= digestSources()
  // What a column was taken for counts, not how surely.
  const plans = mapping.tables.map(({ plan: { columns: _, ignored: __, ...plan }, buyer }) => ({
    plan,
    buyer,
  }))
  const sheets = tables.map(({ sheet }) => sheet)
  return createHash('sha256')
    .update(serialize([format, sheets, { ...mapping, tables: plans }]))
    .update(await digestOfReaders)
    .digest('hex')
}

const toGroup = ({
  is_rejection: isRejection,
  line,
  value,
  ...group
}: Awaited<ReturnType<typeof listProblemGroups>>[number]): ProblemGroup => ({
  ...group,
  isRejection,
  example: { sheet: null, line, value },
})

/**
 * A file imported before, byte for byte, and read the same way: what reading it again would note is copied from that import,
 * whose records are all still there, and every row is unchanged or refused as it was. Answers how many were refused; `null`
 * when the file has to be read. `today`: a day that was still to come may have come.
 */
export async function repeatFile(
  { trx, importId, take }: OpenImport,
  file: InspectedFile,
  { readingDigest, sheets = [] }: { readingDigest: string; sheets?: readonly SheetOutcome[] },
  today: string,
): Promise<{ unchanged: number; rejected: number } | null> {
  const earlier = await findSameReading(trx, importId, { file: file.digest, reading: readingDigest })
  if (earlier === null) return null
  const firstDay = todayOf({ now: () => earlier.startedAt })
  if (firstDay !== today) {
    const values = await listProblemValues(trx, earlier.id, CODES_OF_DAYS, MOST_DAYS)
    if (firstDay > today || values.length === MOST_DAYS) return null
    if (values.some((value) => (parseDate(value) ?? today) > firstDay)) return null
  }
  await repeatImport(trx, earlier.id, importId)
  for (const [place, sheet] of (sheetsRead(sheets) ?? []).entries())
    sheet.rows = earlier.sheetRows?.[place] ?? 0
  const groups = (await listProblemGroups(trx, earlier.id)).map(toGroup)
  await take({ read: earlier.read, groups, problems: new Uint8Array() })
  return { unchanged: earlier.read - earlier.rejected, rejected: earlier.rejected }
}
