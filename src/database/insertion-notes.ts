import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { ofBuyers } from './contract-filters.ts'
import type { ContractOfClause } from './insertion-contracts.ts'
import { CONTRACT_FIELDS, HAS_CLAUSE } from './insertion-contracts.ts'

export type ClauseNote = { notedOn: string; note: string; author: string | null; recordedAt: Date }

/** Adds a free note to a clause: notes are never changed. */
export async function appendNote(
  trx: Db,
  clauseId: number,
  { notedOn, note, author, recordedAt }: ClauseNote,
): Promise<void> {
  await trx
    .insertInto('insertion_notes')
    .values({ clause_id: clauseId, noted_on: notedOn, note, author, recorded_at: recordedAt })
    .execute()
}

/** The notes of a clause, the latest first. */
export async function listNotes(db: Db, clauseId: number): Promise<ClauseNote[]> {
  const { rows } = await sql<ClauseNote>`
    select noted_on as "notedOn", note, author, recorded_at as "recordedAt"
    from insertion_notes where clause_id = ${clauseId} order by noted_on desc, id desc
  `.execute(db)
  return rows
}

export type EndingContract = ContractOfClause & { endsOn: string }

/** The current contracts of these buyers without clause that end between two days, by notification and duration, the first to end first. */
export async function listEndingContracts(
  db: Db,
  buyers: readonly string[],
  from: string,
  to: string,
): Promise<EndingContract[]> {
  const endsOn = sql`(k.counted_on + make_interval(months => k.duration_months))::date`
  const { rows } = await sql<EndingContract>`
    select ${CONTRACT_FIELDS}, k.buyer_id as "buyerId", k.buyer_siren as "buyerSiren", ${endsOn} as "endsOn"
    from contracts k
    where k.is_current and k.kind <> 'concession' and k.cpv is not null and k.duration_months between 1 and 600
      and k.counted_on is not null and ${ofBuyers(buyers, 'k')}
      and ${endsOn} between ${from}::date and ${to}::date and not ${HAS_CLAUSE}
    order by ${endsOn}, k.id limit 5000
  `.execute(db)
  return rows
}
