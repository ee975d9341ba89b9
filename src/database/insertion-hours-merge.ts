import { sql } from 'kysely'
import { sheetOfLine } from '../domain/problem/file-line.ts'
import type { Db } from './connect.ts'
import {
  appendStatements,
  hashOf,
  keyOf,
  type NewStatement,
  type StatementOrigin,
} from './insertion-hours.ts'
import { refreshStandings } from './insertion-standings.ts'

/**
 * Lines of a file by what became of them. `repeats`: lines that state what another line does, beside it; `repeatsOfSheets`: lines
 * that another sheet of the workbook has too, counted once; `restated`: hours corrected since; `outdated`: those stored for the
 * history alone, what they state being known as of a later day.
 */
export type HoursMerge = {
  stored: number
  updated: number
  unchanged: number
  repeats: number[]
  repeatsOfSheets: number[]
  restated: number[]
  outdated: number[]
}

type Known = { id: bigint; key: string; hash: string; standing: string }

/** What is known of these keys. */
async function listKnown(trx: Db, keys: readonly string[]): Promise<Known[]> {
  const { rows } = await sql<Known>`
    select id, replace(key::text, '-', '') as key, replace(content_hash::text, '-', '') as hash, standing
    from insertion_hours where key = any(${keys as string[]}::uuid[]) and import_id is not null
  `.execute(trx)
  return rows
}

/** The statements of a workbook without those that an earlier sheet has word for word: the n-th of one sheet is the n-th of another. */
function dropRepeatsOfSheets(statements: readonly NewStatement[]): {
  kept: readonly NewStatement[]
  repeatsOfSheets: number[]
} {
  const counts = new Map<string, number>()
  const seen = new Set<string>()
  const repeatsOfSheets: number[] = []
  const kept = statements.filter((statement) => {
    const line = statement.line ?? 0
    const content = hashOf(statement)
    const onSheet = `${content}/${sheetOfLine(line)}`
    const copy = (counts.get(onSheet) ?? 0) + 1
    counts.set(onSheet, copy)
    const isNew = !seen.has(`${content}/${copy}`)
    seen.add(`${content}/${copy}`)
    if (!isNew) repeatsOfSheets.push(line)
    return isNew
  })
  return { kept, repeatsOfSheets }
}

/**
 * Tells apart the lines of one file that state the same thing: the n-th of them here is the n-th in another file, whatever the
 * order of lines.
 */
function numberCopies(statements: readonly NewStatement[]): NewStatement[] {
  const groups = Map.groupBy(statements, (statement) => keyOf({ ...statement, copy: 1 }))
  return [...groups.values()].flatMap((group) =>
    group.length === 1
      ? group
      : group
          .map((statement) => ({ statement, hash: hashOf(statement) }))
          .sort((a, b) => (a.hash < b.hash ? -1 : 1))
          .map(({ statement }, index) => ({ ...statement, copy: index + 1 })),
  )
}

/** The lines that an import brought and that a statement of a later day already takes the place of. */
async function listOutdated(trx: Db, importId: bigint | null): Promise<number[]> {
  const { rows } = await sql<{ line: number }>`
    select line from insertion_hours where import_id = ${importId} and standing = 'superseded' order by line
  `.execute(trx)
  return rows.map(({ line }) => line)
}

const CHUNK = 5_000

async function noteSightings(
  trx: Db,
  seen: readonly { id: bigint; line: number }[],
  day: string,
  { importId, rank, at }: StatementOrigin,
): Promise<void> {
  for (let start = 0; start < seen.length; start += CHUNK) {
    const chunk = seen.slice(start, start + CHUNK)
    await sql`
      insert into insertion_hour_sightings (import_id, rank, seen_on, seen_at, hour_ids, lines)
      values (${importId}, ${rank}, ${day}, ${at}, ${chunk.map(({ id }) => String(id))}::bigint[], ${chunk.map(({ line }) => line)}::integer[])
    `.execute(trx)
  }
}

/**
 * Merges the lines of a file into the statements and says what became of each. A line already known, word for word, changes
 * nothing; another of the same key corrects it, and what was there stays. `day`: that of the import; `hasSheets`: the lines are those of
 * a workbook, numbered by `toFileLine`.
 */
export async function mergeStatements(
  trx: Db,
  given: readonly NewStatement[],
  day: string,
  origin: StatementOrigin,
  hasSheets: boolean,
): Promise<HoursMerge> {
  const { kept, repeatsOfSheets } = hasSheets
    ? dropRepeatsOfSheets(given)
    : { kept: given, repeatsOfSheets: [] }
  const lines = numberCopies(kept).map((statement) => ({
    statement,
    key: keyOf(statement),
    hash: hashOf(statement),
  }))
  const known = await listKnown(
    trx,
    lines.map(({ key }) => key),
  )
  const keys = new Set(known.map(({ key }) => key))
  const byContent = new Map(known.map((row) => [`${row.key}${row.hash}`, row]))
  const fresh = lines.filter(({ key, hash }) => !byContent.has(`${key}${hash}`))
  const seen = lines.flatMap(({ statement, key, hash }) => {
    const row = byContent.get(`${key}${hash}`)
    return row ? [{ id: row.id, line: statement.line ?? 0, standing: row.standing }] : []
  })
  const clauses = [...new Set(fresh.map(({ statement }) => statement.clauseId))]
  await appendStatements(
    trx,
    fresh.map(({ statement, key }) => ({ ...statement, key })),
    origin,
  )
  await noteSightings(trx, seen, day, origin)
  await refreshStandings(trx, clauses)
  const outdated = await listOutdated(trx, origin.importId)
  const late = new Set(outdated)
  const updated = fresh.filter(({ statement, key }) => keys.has(key) && !late.has(statement.line ?? 0)).length
  return {
    stored: fresh.length - updated,
    updated,
    unchanged: seen.length + repeatsOfSheets.length,
    repeatsOfSheets,
    repeats: lines
      .flatMap(({ statement }) => (statement.copy > 1 ? [statement.line ?? 0] : []))
      .sort((a, b) => a - b),
    restated: seen.flatMap(({ standing, line }) =>
      standing === 'superseded' || standing === 'withdrawn' ? [line] : [],
    ),
    outdated,
  }
}
