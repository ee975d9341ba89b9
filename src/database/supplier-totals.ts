import { sql } from 'kysely'
import type { Db } from './connect.ts'

/**
 * `touched_suppliers`: those of the records that came in (`brought_names`), and of those that may have become current or ceased
 * to be.
 */
async function listTouchedSuppliers(trx: Db): Promise<void> {
  await sql`
    create temporary table touched_suppliers on commit drop as
    select supplier_id as id from brought_names
    union
    select h.supplier_id from contract_holders h join contracts c on c.id = h.contract_id
    where h.supplier_id is not null and c.group_id in (select group_id from touched_groups)
  `.execute(trx)
}

/**
 * Counts anew what the suppliers of `touched_suppliers` hold: current contracts, and the cents of their usable amounts. A
 * contract that two establishments of a legal unit hold is counted at the first, so that those of a unit add up.
 */
export async function countNotified(trx: Db): Promise<void> {
  await sql`analyze touched_suppliers`.execute(trx)
  await sql`delete from supplier_totals where supplier_id in (select id from touched_suppliers)`.execute(trx)
  await sql`
    with shared as materialized (
      select distinct contract_id from contract_holders where position > 1 and supplier_id in (select id from touched_suppliers)
    ), sharing as materialized (
      select contract_id, position, supplier_id from shared join contract_holders using (contract_id)
    ), ranked as (
      select h.contract_id, h.position, row_number() over (partition by h.contract_id, s.siren order by h.position) as rank
      from sharing h join suppliers s on s.id = h.supplier_id
      where s.siren is not null
    )
    insert into supplier_totals (supplier_id, contracts, cents)
    select h.supplier_id, count(*), coalesce(sum(c.amount_cents) filter (where c.amount_flag is null), 0)
    from contract_holders h
      join contracts c on c.id = h.contract_id and c.is_current
      join touched_suppliers t on t.id = h.supplier_id
    where (h.contract_id, h.position) not in (select contract_id, position from ranked where rank > 1)
    group by h.supplier_id
    order by h.supplier_id
  `.execute(trx)
}

/** Keeps what suppliers hold in step with the records that an import brought: call once these are known to be current or not. */
export async function refreshNotifiedTotals(trx: Db): Promise<void> {
  await listTouchedSuppliers(trx)
  await countNotified(trx)
}

/** The same once records are gone: `suppliers_left` are those they named, `touched_groups` the groups they were in. */
export async function refreshTotalsLeft(trx: Db): Promise<void> {
  await sql`
    create temporary table touched_suppliers on commit drop as
    select s.id from suppliers s join suppliers_left using (id)
    union
    select h.supplier_id from contract_holders h join contracts c on c.id = h.contract_id
    where h.supplier_id is not null and c.group_id in (select group_id from touched_groups)
  `.execute(trx)
  await countNotified(trx)
}

/** Counts anew what was paid to the suppliers of `paid_suppliers`, a temporary table of ids. */
export async function refreshSpend(trx: Db): Promise<void> {
  await sql`delete from supplier_spend where supplier_id in (select id from paid_suppliers)`.execute(trx)
  await sql`
    insert into supplier_spend (supplier_id, payments, cents)
    select p.supplier_id, count(*), sum(p.amount_cents)
    from payments p where p.supplier_id in (select id from paid_suppliers) group by p.supplier_id
  `.execute(trx)
}
