import { sql } from 'kysely'
import type { PlannedPurchase } from '../domain/insertion/planned-purchase.ts'
import type { Db } from './connect.ts'

export type PlannedRow = PlannedPurchase & { id: number; author: string | null; recordedAt: Date }

/** Records planned purchases, each in place of the one of the same buyer and reference. */
export async function upsertPlannedPurchases(
  trx: Db,
  purchases: readonly PlannedPurchase[],
  { author, at }: { author: string | null; at: Date },
): Promise<void> {
  const rows = purchases.map((purchase) => ({
    ...purchase,
    amountCents: purchase.amountCents === null ? null : String(purchase.amountCents),
  }))
  await sql`
    insert into planned_purchases (buyer_id, buyer_siren, reference, title, cpv, family, amount_cents, planned_on, author, recorded_at)
    select r."buyerId", r."buyerSiren", r.reference, r.title, r.cpv, r.family, r."amountCents", r."plannedOn", ${author}::text, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (
      "buyerId" text, "buyerSiren" text, reference text, title text, cpv text, family text, "amountCents" bigint, "plannedOn" date)
    on conflict (buyer_id, reference) do update set
      buyer_siren = excluded.buyer_siren, title = excluded.title, cpv = excluded.cpv, family = excluded.family,
      amount_cents = excluded.amount_cents, planned_on = excluded.planned_on, author = excluded.author,
      recorded_at = excluded.recorded_at
  `.execute(trx)
}

const isOf = (buyers: readonly string[]) =>
  buyers.length === 0
    ? sql<boolean>`true`
    : sql<boolean>`(p.buyer_id = any(${buyers as string[]}::text[]) or p.buyer_siren = any(${buyers as string[]}::text[]))`

/** How many planned purchases these buyers have (all: none given). */
export async function countPlannedPurchases(db: Db, buyers: readonly string[]): Promise<number> {
  const { total } = await db
    .selectFrom('planned_purchases as p')
    .select((eb) => eb.fn.countAll<bigint>().as('total'))
    .where(isOf(buyers))
    .executeTakeFirstOrThrow()
  return Number(total)
}

/**
 * The planned purchases of these buyers (all: none given) between two days (`null`: no bound), the first to come first: a page of them,
 * or all where there is none.
 */
export async function listPlannedPurchases(
  db: Db,
  buyers: readonly string[],
  { from, to }: { from: string | null; to: string | null },
  page: { limit: number; offset: number } | null = null,
): Promise<PlannedRow[]> {
  const { rows } = await sql<Omit<PlannedRow, 'amountCents'> & { amountCents: string | null }>`
    select p.id, p.buyer_id as "buyerId", p.buyer_siren as "buyerSiren", p.reference, p.title, p.cpv, p.family,
      p.amount_cents::text as "amountCents", p.planned_on as "plannedOn", p.author, p.recorded_at as "recordedAt"
    from planned_purchases p
    where ${isOf(buyers)} and (${from}::date is null or p.planned_on >= ${from}::date)
      and (${to}::date is null or p.planned_on <= ${to}::date)
    order by p.planned_on, p.id limit ${page?.limit ?? null} offset ${page?.offset ?? 0}
  `.execute(db)
  return rows.map((row) => ({
    ...row,
    amountCents: row.amountCents === null ? null : BigInt(row.amountCents),
  }))
}

/** Whether there was a planned purchase of this number; there is none any more. */
export async function deletePlannedPurchase(db: Db, id: number): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('planned_purchases').where('id', '=', id).executeTakeFirst()
  return numDeletedRows > 0n
}
