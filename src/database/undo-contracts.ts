import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { chooseCurrentRecords, extendTouchedGroups, linkFrameworks } from './contract-currency.ts'
import { deletePlaces } from './published-places.ts'
import { deleteBuyerNames, deleteSightings, findHeirs, handOver } from './sightings.ts'
import { refreshTotalsLeft } from './supplier-totals.ts'
import { deleteOrganisationsLeft } from './undo-organisations.ts'

/** What became of the records of an import taken back. `handedOver`: kept, since another import brought them too. */
export type UndoneContracts = { removed: number; handedOver: number; currentAgain: number }

/** `changing_records`: the records that go, or that another import gives otherwise; and the groups and buyers they touch. */
async function listChanges(trx: Db, importId: bigint): Promise<void> {
  await sql`
    create temporary table changing_records on commit drop as
    select c.id, c.group_id, c.buyer_id, h.id is null as is_removed
    from contracts c left join heirs h using (id)
    where c.import_id = ${importId} and (h.id is null or h.is_read_otherwise)
  `.execute(trx)
  await sql`create temporary table touched_buyers on commit drop as select distinct buyer_id from changing_records`.execute(
    trx,
  )
  await sql`create temporary table touched_groups on commit drop as select distinct group_id from changing_records`.execute(
    trx,
  )
  for (const table of ['changing_records', 'touched_buyers'])
    await sql`analyze ${sql.table(table)}`.execute(trx)
}

/** Removes the records that go, and lists the organisations they named; children first, in one statement each: cascading row by row takes twice the time. */
async function deleteRecords(trx: Db): Promise<number> {
  await sql`
    create temporary table buyers_left on commit drop as select distinct buyer_id as id from changing_records where is_removed
  `.execute(trx)
  await sql`
    create temporary table suppliers_left on commit drop as
    select supplier_id as id from contract_holders where contract_id in (select id from changing_records where is_removed)
    union
    select supplier_id from contract_subcontracts where contract_id in (select id from changing_records where is_removed)
  `.execute(trx)
  for (const table of ['contract_holders', 'contract_amendments', 'contract_subcontracts'])
    await sql`delete from ${sql.table(table)} where contract_id in (select id from changing_records where is_removed)`.execute(
      trx,
    )
  const { numAffectedRows = 0n } = await sql`
    delete from contracts where id in (select id from changing_records where is_removed)
  `.execute(trx)
  return Number(numAffectedRows)
}

async function countCurrent(trx: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from contracts c
    where c.is_current and c.buyer_id in (select buyer_id from touched_buyers)
  `.execute(trx)
  return rows[0]?.count ?? 0
}

/** Takes back all that an import of contracts brought: what is left is what the other imports alone would have made. */
export async function undoContracts(trx: Db, importId: bigint): Promise<UndoneContracts> {
  await findHeirs(trx, importId)
  await listChanges(trx, importId)
  const handedOver = await handOver(trx)
  const removed = await deleteRecords(trx)
  await deleteSightings(trx, importId)
  await deleteBuyerNames(trx, importId)
  await deletePlaces(trx, importId)
  await deleteOrganisationsLeft(trx)
  const current = await countCurrent(trx)
  await extendTouchedGroups(trx)
  await chooseCurrentRecords(trx)
  await linkFrameworks(trx)
  await refreshTotalsLeft(trx)
  return { removed, handedOver, currentAgain: (await countCurrent(trx)) - current }
}
