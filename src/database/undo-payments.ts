import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { deletePaymentSightings, handPaymentsOver } from './payment-sightings.ts'
import { deleteBuyerNames } from './sightings.ts'
import { refreshSpend } from './supplier-totals.ts'
import { deleteOrganisationsLeft } from './undo-organisations.ts'

/** What became of the payments of an import taken back. `handedOver`: kept, since another import brought them too. */
export type UndonePayments = { removed: number; handedOver: number }

/** Removes the payments that no other import brought; `buyers_left` and `suppliers_left` are those they named. */
async function deletePayments(trx: Db, importId: bigint): Promise<number> {
  for (const [table, column] of [
    ['buyers_left', 'buyer_id'],
    ['suppliers_left', 'supplier_id'],
  ] as const)
    await sql`
      create temporary table ${sql.table(table)} on commit drop as
      select distinct ${sql.ref(column)} as id from payments where import_id = ${importId}
    `.execute(trx)
  const { numAffectedRows = 0n } = await sql`delete from payments where import_id = ${importId}`.execute(trx)
  return Number(numAffectedRows)
}

/** Takes back all that an import of payments brought: what is left is what the other imports alone would have made. */
export async function undoPayments(trx: Db, importId: bigint): Promise<UndonePayments> {
  const handedOver = await handPaymentsOver(trx, importId)
  const removed = await deletePayments(trx, importId)
  await deletePaymentSightings(trx, importId)
  await deleteBuyerNames(trx, importId)
  await deleteOrganisationsLeft(trx)
  await sql`create temporary table paid_suppliers on commit drop as select id from suppliers_left`.execute(
    trx,
  )
  await refreshSpend(trx)
  return { removed, handedOver }
}
