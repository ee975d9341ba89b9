import type { Db } from '../database/connect.ts'
import { appendNote } from '../database/insertion-notes.ts'
import { type Clock, todayOf } from '../platform/clock.ts'
import { type By, getClauseRow } from './insertion-clauses.ts'
import { refusePersonalData } from './insertion-refusals.ts'

/** Adds a free note to a clause: a company's difficulty, a decision. Throws `not-found`, `personal-data`. */
export async function addNote(
  db: Db,
  clock: Clock,
  clauseId: number,
  { note, on }: { note: string; on: string | null },
  { author }: By,
): Promise<void> {
  refusePersonalData({ author, note })
  await getClauseRow(db, clauseId)
  await appendNote(db, clauseId, { notedOn: on ?? todayOf(clock), note, author, recordedAt: clock.now() })
}
