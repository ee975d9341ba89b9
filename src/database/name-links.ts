import { type RawBuilder, sql } from 'kysely'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import type { Db } from './connect.ts'
import { ofBuyersOrGroups } from './contract-filters.ts'
import { countNotified, refreshSpend } from './supplier-totals.ts'
import { deleteOrganisationsLeft } from './undo-organisations.ts'

// Records that name a supplier without any identifier, and the legal unit that name stands for. The record keeps what it says; only
// `supplier_id` follows. Links are made anew from the data and the choices of persons, so that no order of imports matters.

/** Shorter names, initials mostly, are too common to be linked without a person. */
const SHORTEST_NAME = sql.lit(4)

/** Whose records they are: the legal unit that buys, or what stands for it. */
const scopeOf = (table: string): RawBuilder<string> =>
  sql`coalesce(${sql.ref(`${table}.buyer_siren`)}, ${sql.ref(`${table}.buyer_id`)})`

/** Every record that names a supplier by its name alone: where it is, whose it is, the name, and the supplier it is linked to. */
export const NAMED_RECORDS = sql`
  select 'contract_holders' as place, h.contract_id as record, h.position, ${scopeOf('c')} as scope, h.name, h.supplier_id
  from contract_holders h join contracts c on c.id = h.contract_id where h.identifier is null and h.name is not null
  union all
  select 'contract_subcontracts', a.contract_id, a.position, ${scopeOf('c')}, a.name, a.supplier_id
  from contract_subcontracts a join contracts c on c.id = a.contract_id where a.identifier is null and a.name is not null
  union all
  select 'payments', p.id, 0, ${scopeOf('p')}, p.supplier_name, p.supplier_id
  from payments p where p.supplier_identifier is null and p.supplier_name is not null
`

/** The last word of persons on each name of each buyer: `siren`, or `null` when a link was taken back. */
export const LAST_CHOICES = sql`
  select distinct on (scope, name_key) id, scope, name_key, siren from name_choices
  where choice in ('link', 'unlink') order by scope, name_key, id desc
`

/** The names that the buyers in `wanted` give with an identifier. */
const IDENTIFIED = sql`
  select distinct ${scopeOf('c')} as scope, s.siren, name_key(h.name) as name_key
  from contracts c join contract_holders h on h.contract_id = c.id join suppliers s on s.id = h.supplier_id
  where h.scheme is not null and h.name is not null and s.siren is not null and ${scopeOf('c')} in (select scope from wanted)
  union
  select distinct ${scopeOf('p')}, s.siren, name_key(p.supplier_name)
  from payments p join suppliers s on s.id = p.supplier_id
  where p.supplier_scheme is not null and p.supplier_name is not null and s.siren is not null and ${scopeOf('p')} in (select scope from wanted)
`

/**
 * `named_targets`: the legal unit that each name of each buyer stands for. What a person said last; else the only one that the same
 * buyer names so with an identifier, when no other organisation known here, by any record or list, bears that name, nobody refused
 * it, and it is no natural person.
 */
async function listTargets(trx: Db): Promise<void> {
  await sql`
    create temporary table named_targets on commit drop as
    with names as materialized (
      select scope, name_key(name) as name_key from (select distinct scope, name from named_records) as distinct_names group by 1, 2
    ), choices as materialized (${LAST_CHOICES}), wanted as materialized (
      select scope, name_key from names n
      where length(name_key) >= ${SHORTEST_NAME} and not exists (select from choices c where c.scope = n.scope and c.name_key = n.name_key)
    ), alone as materialized (
      select w.scope, w.name_key, min(i.siren) as siren
      from wanted w join (${IDENTIFIED}) as i using (scope, name_key) group by 1, 2 having count(distinct i.siren) = 1
    )
    select c.scope, c.name_key, c.siren from choices c join names using (scope, name_key) where c.siren is not null
    union all
    select a.scope, a.name_key, a.siren from alone a
    where not exists (
        select from supplier_names n join suppliers s on s.id = n.supplier_id
        where n.name_key = a.name_key and s.siren is distinct from a.siren)
      and not exists (select from facts f where f.name_key = a.name_key and f.siren <> a.siren)
      and not exists (select from facts f where f.siren = a.siren and f.is_name_masked)
      and not exists (
        select from name_choices r
        where r.choice = 'refuse' and r.scope = a.scope and r.name_key = a.name_key and r.siren = a.siren)
  `.execute(trx)
}

/** Keeps the register in step with the records of `relinked`, and removes the suppliers that no record names any more. */
async function followLinks(trx: Db): Promise<void> {
  const tables = [
    'touched_suppliers',
    'paid_suppliers',
    'suppliers_left',
    'buyers_left',
    'profiles_left',
    'names_left',
  ]
  for (const table of tables) await sql`drop table if exists ${sql.table(table)}`.execute(trx)
  for (const table of ['touched_suppliers', 'paid_suppliers'])
    await sql`
      create temporary table ${sql.table(table)} on commit drop as
      select supplier_id as id from relinked where supplier_id is not null
      union select target_id from relinked where target_id is not null
    `.execute(trx)
  await countNotified(trx)
  await refreshSpend(trx)
  await sql`
    create temporary table suppliers_left on commit drop as
    select distinct supplier_id as id from relinked where supplier_id is not null
  `.execute(trx)
  await sql`create temporary table buyers_left (id text) on commit drop`.execute(trx)
  await deleteOrganisationsLeft(trx)
}

const SUPPLIER_COLUMNS = [
  ['contract_holders', sql`t.contract_id = r.record and t.position = r.position`],
  ['contract_subcontracts', sql`t.contract_id = r.record and t.position = r.position`],
  ['payments', sql`t.id = r.record`],
] as const

/**
 * Links anew every record that names a supplier by its name alone; answers whether a link changed. Suppliers that come in by it have
 * no verdict yet: `decideVerdicts` comes next.
 */
export async function refreshNameLinks(trx: Db): Promise<boolean> {
  for (const table of ['named_records', 'named_targets', 'relinked'])
    await sql`drop table if exists ${sql.table(table)}`.execute(trx)
  await sql`create temporary table named_records on commit drop as ${NAMED_RECORDS}`.execute(trx)
  const some = await sql`select from named_records limit 1`.execute(trx)
  if (some.rows.length === 0) return false
  await listTargets(trx)
  await sql`
    insert into suppliers (scheme, identifier, siren) select distinct 'SIREN', siren, siren from named_targets
    on conflict (scheme, identifier) do nothing
  `.execute(trx)
  await sql`
    create temporary table relinked on commit drop as
    select n.*, s.id as target_id
    from named_records n
      left join named_targets t on t.scope = n.scope and t.name_key = name_key(n.name)
      left join suppliers s on s.scheme = 'SIREN' and s.identifier = t.siren
    where s.id is distinct from n.supplier_id
  `.execute(trx)
  const changed = await sql`select from relinked limit 1`.execute(trx)
  if (changed.rows.length === 0) return false
  for (const [table, isSame] of SUPPLIER_COLUMNS)
    await sql`
      update ${sql.table(table)} t set supplier_id = r.target_id from relinked r where r.place = ${sql.lit(table)} and ${isSame}
    `.execute(trx)
  await followLinks(trx)
  return true
}

/** The current contracts of these buyers and days one of whose holders is linked to a legal unit by its name: how many, as a query. */
export const countLinkedContracts = ({
  buyers,
  groups = [],
  from,
  to,
}: Pick<ContractFilters, 'buyers' | 'groups' | 'from' | 'to'>): RawBuilder<number> => sql`
  select count(distinct c.id)::integer
  from contract_holders h join contracts c on c.id = h.contract_id
  where h.identifier is null and h.name is not null and h.supplier_id is not null and c.is_current
    and ${ofBuyersOrGroups(buyers, groups)}
    and (${from}::date is null or c.counted_on >= ${from}::date) and (${to}::date is null or c.counted_on <= ${to}::date)
`
