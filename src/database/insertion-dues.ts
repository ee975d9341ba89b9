import { sql } from 'kysely'
import type { DueEntry, DueEvent, DueMethod } from '../domain/insertion/hours-due.ts'
import type { Db } from './connect.ts'

/** An entry of the history of hours due, with how it was found and by whom. Inputs in cents and basis points, as text where long. */
export type DueRow = DueEntry & {
  clauseId: number
  event: DueEvent
  inputs: Record<string, unknown>
  note: string | null
  author: string | null
  recordedAt: Date
}

export type NewDue = Omit<DueRow, 'id' | 'inputs'> & { inputs: DueMethod }

/** Adds an entry to the history of the hours due of a clause. */
export async function appendDue(trx: Db, due: NewDue): Promise<bigint> {
  const inputs = JSON.stringify(due.inputs, (_, value) => (typeof value === 'bigint' ? String(value) : value))
  const { id } = await trx
    .insertInto('insertion_dues')
    .values({
      clause_id: due.clauseId,
      effective_on: due.effectiveOn,
      event: due.event,
      effect: due.effect,
      hundredths: due.hundredths,
      inputs,
      note: due.note,
      replaces: due.replaces,
      author: due.author,
      recorded_at: due.recordedAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** The entries of these clauses, in the order they were recorded. */
export async function listDues(db: Db, clauseIds: readonly number[]): Promise<DueRow[]> {
  const { rows } = await sql<DueRow>`
    select id, clause_id as "clauseId", effective_on as "effectiveOn", event, effect, hundredths, inputs, note, replaces, author,
      recorded_at as "recordedAt"
    from insertion_dues where clause_id = any(${clauseIds as number[]}::integer[]) order by id
  `.execute(db)
  return rows
}
