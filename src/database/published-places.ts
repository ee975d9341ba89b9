import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** The party of a place, and the table that keeps what all imports agree on. */
const PARTIES = [
  {
    party: 'supplier_id',
    table: 'suppliers',
    department: 'published_department',
    commune: 'published_commune',
  },
  { party: 'buyer_id', table: 'buyers', department: 'department', commune: 'commune' },
] as const

/**
 * Says of the parties of `moved_places` (a temporary table of `buyer_id`, `supplier_id`) what the imports agree on: two departments
 * contradict each other, and the place is then not known; so are two communes. Answers whether a place changed.
 */
async function agreeOnPlaces(trx: Db): Promise<boolean> {
  let changed = 0n
  for (const { party, table, department, commune } of PARTIES) {
    const id = sql.ref(party)
    const { numAffectedRows = 0n } = await sql`
      update ${sql.table(table)} t set ${sql.ref(department)} = agreed.department, ${sql.ref(commune)} = agreed.commune
      from (
        select moved.id,
          case when count(distinct p.department) = 1 then min(p.department) end as department,
          case when count(distinct p.department) = 1 and count(distinct p.commune) = 1 then min(p.commune) end as commune
        from (select distinct ${id} as id from moved_places where ${id} is not null) as moved
          left join import_places p on p.${id} = moved.id
        group by moved.id
      ) as agreed
      where t.id = agreed.id
        and (t.${sql.ref(department)}, t.${sql.ref(commune)}) is distinct from (agreed.department, agreed.commune)
    `.execute(trx)
    changed += numAffectedRows
  }
  return changed > 0n
}

/**
 * Notes where the staged rows say that buyers and holders are. A version folded into an amendment names no holder of the contract:
 * what it says of its own is left aside, as they are. A place that says what its party already bears cannot change it: of parties
 * just inserted with theirs, only those said to be at several places are weighed. Answers whether anyone known before has moved.
 */
export async function notePlaces(trx: Db, importId: bigint): Promise<boolean> {
  await sql`
    create temporary table said_places on commit drop as
    with folded_rows as (
      select coalesce(c.seq, f.seq) as seq from folded_versions f left join care_rows c on c.record_seq = f.seq
    ), said as materialized (
      select distinct scheme, identifier, department, commune
      from staged_holders h
      where department is not null and identifier is not null and not exists (select from folded_rows f where f.seq = h.seq)
    )
    select null::text as buyer_id, s.id as supplier_id, h.department, h.commune,
      (h.department, h.commune) is distinct from (s.published_department, s.published_commune) as is_news
    from said h join suppliers s on s.scheme = h.scheme and s.identifier = h.identifier
    union all
    select b.id, null, r.buyer_department, r.buyer_commune, (r.buyer_department, r.buyer_commune) is distinct from (b.department, b.commune)
    from (select distinct buyer_id, buyer_department, buyer_commune from staged_rows where buyer_department is not null) as r
      join buyers b on b.id = r.buyer_id
  `.execute(trx)
  await sql`
    insert into import_places (import_id, buyer_id, supplier_id, department, commune)
    select ${importId}::bigint, buyer_id, supplier_id, department, commune from said_places
  `.execute(trx)
  await sql`
    create temporary table moved_places on commit drop as select buyer_id, supplier_id from said_places where is_news
  `.execute(trx)
  return agreeOnPlaces(trx)
}

/** Forgets the places that an import said; the others alone then say where its parties are. */
export async function deletePlaces(trx: Db, importId: bigint): Promise<void> {
  await sql`create temporary table moved_places (buyer_id text, supplier_id integer) on commit drop`.execute(
    trx,
  )
  await sql`
    with deleted as (delete from import_places where import_id = ${importId} returning buyer_id, supplier_id)
    insert into moved_places select buyer_id, supplier_id from deleted
  `.execute(trx)
  await agreeOnPlaces(trx)
}
