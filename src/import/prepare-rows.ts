import { toProblemText } from '../database/problem-text.ts'
import { toStagedText } from '../database/staged-text.ts'
import { parseContract } from '../domain/contract/parse-contract.ts'
import type { Problem } from '../domain/problem/problem.ts'
import { type ProblemGroup, ProblemGroups } from './ledger.ts'
import { mapRow, type RowMapping, type SourceRow } from './source-row.ts'

/** What the rows of one file have in common. Plain data: it is handed over to another thread. */
export type Preparation = { mapping: RowMapping; today: string; importId: bigint }

/** Rows checked and written as COPY text, ready to be sent, and what was found wrong with them. */
export type PreparedRows = {
  read: number
  rejected: number
  rows: Uint8Array
  contents: Uint8Array
  holders: Uint8Array
  problems: Uint8Array
  groups: readonly ProblemGroup[]
}

const encoder = new TextEncoder()

/**
 * Reads some rows of a file: each becomes a row to stage, or a refusal with its reason. `seq`: number of the first; the rows of
 * the file that come before have lower ones, and none is given twice.
 */
export function prepareRows(
  { mapping, today, importId }: Preparation,
  rows: readonly SourceRow[],
  seq: number,
): PreparedRows {
  const groups = new ProblemGroups()
  let [staged, contents, holders, problemText] = ['', '', '', '']
  let rejected = 0
  let hashBefore = ''
  const report = (line: number, problems: readonly Problem[]) => {
    for (const problem of problems) {
      groups.add(line, problem)
      problemText += toProblemText(importId, line, problem)
    }
  }
  for (const [index, row] of rows.entries()) {
    const { line, problems, mapped } = mapRow(mapping, row)
    report(line, problems)
    const parsed = mapped && parseContract(mapped.raw, today)
    if (parsed) report(line, parsed.problems)
    if (mapped && parsed?.record) {
      const { record } = parsed
      const text = toStagedText({ seq: seq + index, line, record, spread: mapped.spread })
      staged += text.rows
      holders += text.holders
      // Rows of one hash are one record, which says what the first of them says: one row per holder is a quarter of a file.
      if (text.rowHash !== hashBefore || record.sourceId === null) contents += text.contents
      hashBefore = text.rowHash
    } else rejected++
  }
  return {
    read: rows.length,
    rejected,
    rows: encoder.encode(staged),
    contents: encoder.encode(contents),
    holders: encoder.encode(holders),
    problems: encoder.encode(problemText),
    groups: groups.list,
  }
}
