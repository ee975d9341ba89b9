import { sql } from 'kysely'
import { areChanged, type ChangedSuppliers } from './changed-suppliers.ts'
import type { Db } from './connect.ts'

/** The longest part of a name that is kept to search it: no name of a register is longer. */
const LONGEST_NAME = sql.lit(300)

/** Adds the names of a temporary table (`supplier_id`, `name`, no row twice) to those their suppliers are known by in the records. */
export async function noteRecordNames(trx: Db, table: 'brought_names' | 'names_left'): Promise<void> {
  await sql`
    insert into supplier_names (supplier_id, is_listed, plain, name)
    select supplier_id, false, plain, min(name) from (
      select supplier_id, plain_name(name) as plain, left(name, ${LONGEST_NAME}) as name
      from ${sql.table(table)} where supplier_id is not null and name is not null
    ) as brought
    where not exists (
      select from supplier_names k where k.supplier_id = brought.supplier_id and k.plain = brought.plain and not k.is_listed)
    group by supplier_id, plain
    order by supplier_id
  `.execute(trx)
}

/** Names anew, from the records that are left and identify them, the suppliers of `suppliers_left` (a temporary table of ids). */
export async function renameSuppliersLeft(trx: Db): Promise<void> {
  await sql`
    delete from supplier_names where not is_listed and supplier_id in (select id from suppliers_left)
  `.execute(trx)
  await sql`
    create temporary table names_left on commit drop as
    select supplier_id, name from contract_holders where scheme is not null and supplier_id in (select id from suppliers_left)
    union
    select supplier_id, name from contract_subcontracts where scheme is not null and supplier_id in (select id from suppliers_left)
    union
    select supplier_id, supplier_name from payments where supplier_scheme is not null and supplier_id in (select id from suppliers_left)
  `.execute(trx)
  await noteRecordNames(trx, 'names_left')
}

/** A department's code as lists write it: `31`, `1` (a zero lost), `2A`, `31 - Haute-Garonne`, `974`; `20` and `97` are not one. */
const DEPARTMENT = sql`lpad(upper((regexp_match(f.details->>'department', '(?:^|[^0-9A-Za-z])(97[1-8]|98[46-9]|2[1-9ABab]|[0-9]|[013-8][0-9]|9[0-59])(?:$|[^0-9A-Za-z])'))[1]), 2, '0')`

/**
 * Keeps in step what the lists call these suppliers, where they say they are, and whether the name is personal data. The department is
 * that of the establishment where a list names it; else the one all lists of the legal unit agree on; else not known.
 */
export async function refreshListNames(trx: Db, only: ChangedSuppliers): Promise<void> {
  const changed = areChanged(only)
  const concerned = await sql`select from suppliers s where ${changed} limit 1`.execute(trx)
  if (concerned.rows.length === 0) return
  await sql`
    create temporary table listed_suppliers on commit drop as
    select s.id, f.name, f.is_name_masked, ${DEPARTMENT} as department, f.closed_on is null as is_open, f.seen_on,
      f.siret = s.identifier as is_establishment
    from suppliers s join facts f on f.siren = s.siren where ${changed}
  `.execute(trx)
  if (only !== 'new')
    await sql`
      delete from supplier_names n using suppliers s where n.is_listed and s.id = n.supplier_id and ${changed}
    `.execute(trx)
  await sql`
    insert into supplier_names (supplier_id, is_listed, plain, name)
    select id, true, plain_name(name), min(left(name, ${LONGEST_NAME})) from listed_suppliers where name is not null group by 1, 3
  `.execute(trx)
  await sql`
    update suppliers s set listed_department = k.department, is_name_masked = k.is_masked
    from (
      select s.id, coalesce(bool_or(l.is_name_masked), false) as is_masked,
        coalesce(
          (array_agg(l.department order by l.seen_on desc, l.department) filter (where l.is_establishment and l.is_open and l.department is not null))[1],
          case when count(distinct l.department) filter (where l.is_open) = 1 then min(l.department) filter (where l.is_open) end
        ) as department
      from suppliers s left join listed_suppliers l using (id)
      where ${changed} group by s.id
    ) as k
    where k.id = s.id and (k.department, k.is_masked) is distinct from (s.listed_department, s.is_name_masked)
  `.execute(trx)
  await sql`drop table listed_suppliers`.execute(trx)
  // A list renames most suppliers at once: until the server notices, it would plan searches for a table that is no more.
  if (only === 'all' || only === 'changed-units')
    for (const table of ['suppliers', 'supplier_names']) await sql`analyze ${sql.table(table)}`.execute(trx)
}
