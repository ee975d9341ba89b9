import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { renameSuppliersLeft } from './supplier-names.ts'

/**
 * Removes the buyers, suppliers and profiles that nothing refers to any more, among those of the records removed:
 * `buyers_left` and `suppliers_left`, temporary tables of their ids.
 */
export async function deleteOrganisationsLeft(trx: Db): Promise<void> {
  await sql`
    delete from buyers b
    where b.id in (select id from buyers_left)
      and not exists (select from contracts c where c.buyer_id = b.id)
      and not exists (select from payments p where p.buyer_id = b.id)
      and not exists (select from insertion_clauses k where k.buyer_id = b.id)
  `.execute(trx)
  await sql`
    create temporary table profiles_left on commit drop as
    select profile_id as id from suppliers join suppliers_left using (id)
  `.execute(trx)
  await sql`
    delete from suppliers s
    where s.id in (select id from suppliers_left)
      and not exists (select from contract_holders h where h.supplier_id = s.id)
      and not exists (select from contract_subcontracts a where a.supplier_id = s.id)
      and not exists (select from payments p where p.supplier_id = s.id)
      and not exists (select from insertion_hours h where h.supplier_id = s.id)
  `.execute(trx)
  await sql`
    delete from profiles p
    where p.id in (select id from profiles_left) and not exists (select from suppliers s where s.profile_id = p.id)
  `.execute(trx)
  for (const table of ['supplier_names', 'supplier_totals', 'supplier_spend', 'moved_suppliers'])
    await sql`
      delete from ${sql.table(table)}
      where supplier_id in (select id from suppliers_left) and supplier_id not in (select id from suppliers)
    `.execute(trx)
  await renameSuppliersLeft(trx)
}
