import { type StagedFact, unusableRow } from '../database/fact-staging.ts'
import { type ReferenceList, readListRow } from './read-reference-list.ts'
import { MalformedRows } from './refuse-reference.ts'
import type { OpenImport } from './run-import.ts'
import type { IsUseless } from './select-units.ts'

/** What became of the rows of a list before they are compared with what is known. */
export type StagedList = { read: number; rejected: number; notKept: number; malformed: MalformedRows }

/** Reads a list row by row, reports what is wrong with each, and stages the facts that they state. */
export async function stageList(
  open: OpenImport<StagedFact>,
  list: ReferenceList,
  isUseless: IsUseless,
): Promise<StagedList> {
  const { source } = list.header.format
  const malformed = new MalformedRows()
  let [read, rejected, notKept] = [0, 0, 0]
  for await (const { line, cells } of list.read()) {
    open.countRead()
    read++
    if (isUseless(cells)) {
      notKept++
      continue
    }
    const { fact, unusableUnit, problems, isNotKept } = readListRow(list, cells)
    open.report(line, problems)
    malformed.note(line, problems)
    if (fact) await open.stage({ ...fact, line })
    else if (isNotKept) notKept++
    else rejected++
    if (unusableUnit !== null) await open.stage(unusableRow(source, unusableUnit, line))
  }
  await open.flush()
  return { read, rejected, notKept, malformed }
}
