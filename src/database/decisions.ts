import { sql } from 'kysely'
import type { DecidablePerimeter } from '../domain/supplier/facts.ts'
import type { Db } from './connect.ts'
import type { Page } from './contracts.ts'

/** A decision as a person takes it. Days are inclusive; `null`: no bound on that side. */
export type NewDecision = {
  siren: string
  perimeter: DecidablePerimeter
  outcome: 'yes' | 'no'
  reason: string
  document: string
  author: string
  validFrom: string | null
  validTo: string | null
  createdAt: Date
}

export type StoredDecision = NewDecision & {
  id: number
  /** What took it back; `null`: it stands. */
  reversal: { reason: string; author: string; createdAt: Date } | null
}

/** The decisions that stand, by legal unit, as an array of facts that the rules read. */
export const DECIDED_FACTS = sql`
  select siren, jsonb_agg(jsonb_build_object(
      'source', 'person', 'perimeter', perimeter, 'outcome', outcome, 'decision', id, 'author', author, 'reason', reason,
      'document', document, 'seenOn', (created_at at time zone 'Europe/Paris')::date, 'validFrom', valid_from, 'validTo', valid_to
    ) order by id) as facts
  from decisions
  where not exists (select from decision_reversals r where r.decision_id = id)
  group by siren
`

/** The facts that the decisions on a legal unit are; empty without any. */
export async function findDecidedFacts(db: Db, siren: string): Promise<unknown[]> {
  const { rows } = await sql<{ facts: unknown[] }>`
    select facts from (${DECIDED_FACTS}) as decided where siren = ${siren}
  `.execute(db)
  return rows[0]?.facts ?? []
}

/** Whether a contract, a payment or a list names this legal unit. */
export async function isKnownUnit(db: Db, siren: string): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    select exists (select from suppliers where siren = ${siren}) or exists (select from facts where siren = ${siren}) as known
  `.execute(db)
  return rows[0]?.known ?? false
}

/** Keeps a decision and answers its number. */
export async function appendDecision(trx: Db, decision: NewDecision): Promise<number> {
  const { id } = await trx
    .insertInto('decisions')
    .values({
      siren: decision.siren,
      perimeter: decision.perimeter,
      outcome: decision.outcome,
      reason: decision.reason,
      document: decision.document,
      author: decision.author,
      valid_from: decision.validFrom,
      valid_to: decision.validTo,
      created_at: decision.createdAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Takes a decision back; `false` when it already was. */
export async function appendReversal(
  trx: Db,
  decisionId: number,
  { reason, author, createdAt }: { reason: string; author: string; createdAt: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await trx
    .insertInto('decision_reversals')
    .values({ decision_id: decisionId, reason, author, created_at: createdAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows > 0n
}

const withReversals = (db: Db) =>
  db
    .selectFrom('decisions as d')
    .leftJoin('decision_reversals as r', 'r.decision_id', 'd.id')
    .selectAll('d')
    .select(['r.reason as reversal_reason', 'r.author as reversal_author', 'r.created_at as reversal_at'])

type Row = Awaited<ReturnType<ReturnType<typeof withReversals>['executeTakeFirstOrThrow']>>

const decisionOf = (row: Row): StoredDecision => ({
  id: row.id,
  siren: row.siren,
  perimeter: row.perimeter,
  outcome: row.outcome,
  reason: row.reason,
  document: row.document,
  author: row.author,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  createdAt: row.created_at,
  reversal:
    row.reversal_reason === null || row.reversal_author === null || row.reversal_at === null
      ? null
      : { reason: row.reversal_reason, author: row.reversal_author, createdAt: row.reversal_at },
})

/** The decision of this number, taken back or not; `null` when there is none. */
export async function findDecision(db: Db, id: number): Promise<StoredDecision | null> {
  const row = await withReversals(db).where('d.id', '=', id).executeTakeFirst()
  return row ? decisionOf(row) : null
}

/** The decisions on a legal unit, the latest first, those taken back included; and how many there are. */
export async function listDecisions(
  db: Db,
  siren: string,
  page: Page,
): Promise<{ decisions: StoredDecision[]; total: number }> {
  const rows = await withReversals(db)
    .where('d.siren', '=', siren)
    .orderBy('d.id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  const { total } = await db
    .selectFrom('decisions')
    .select((eb) => eb.fn.countAll<bigint>().as('total'))
    .where('siren', '=', siren)
    .executeTakeFirstOrThrow()
  return { decisions: rows.map(decisionOf), total: Number(total) }
}
