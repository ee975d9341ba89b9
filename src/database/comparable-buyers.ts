import { type RawBuilder, sql } from 'kysely'
import type { KindSource } from '../domain/buyer/buyer-kind.ts'
import type { BuyerTraits, PeerCriteria } from '../domain/buyer/peer-criteria.ts'
import type { Db } from './connect.ts'
import { texts } from './contract-keys.ts'

/** A buyer as buyers are compared: a legal unit (SIREN), or an identifier that holds none. */
export type ComparedBuyer = BuyerTraits & { id: string; name: string | null; kindFrom: KindSource }

/** The buyer of a SIREN, or of an identifier its records carry, whole legal unit; `null` when no record names it. */
export async function findComparedBuyer(db: Db, id: string): Promise<ComparedBuyer | null> {
  const { rows } = await sql<ComparedBuyer>`
    select coalesce(b.siren, b.id) as id, (select min(n.name) from buyers n where n.siren = b.siren or n.id = b.id) as name,
      coalesce(t.kind, 'unknown') as kind, coalesce(t.kind_from, 'unknown') as "kindFrom",
      coalesce(t.size_class, 'unknown') as "sizeClass", coalesce(t.department, 'unknown') as department, coalesce(t.region, 'unknown') as region
    from buyers b left join buyer_traits t on t.buyer = coalesce(b.siren, b.id)
    where b.siren = ${id} or b.id = ${id} order by b.id limit 1
  `.execute(db)
  return rows[0] ?? null
}

const isOneOf = (trait: RawBuilder<unknown>, values: readonly string[]) =>
  values.length === 0 ? [] : [sql<boolean>`${trait} = any(${texts(values)})`]

/** Whether buyer `t` (of `buyer_traits`) meets the criteria. */
export function meetsCriteria({
  kinds,
  sizes,
  departments,
  regions,
  groups,
}: PeerCriteria): RawBuilder<boolean> {
  const members = sql`
    select coalesce(b.siren, b.id) from buyer_group_members m join buyers b on b.siren = m.buyer where m.group_id = any(${texts(groups)})
    union select coalesce(b.siren, b.id) from buyer_group_members m join buyers b on b.id = m.buyer where m.group_id = any(${texts(groups)})
  `
  const conditions = [
    ...isOneOf(sql`t.kind`, kinds),
    ...isOneOf(sql`t.size_class`, sizes),
    ...isOneOf(sql`t.department`, departments),
    ...isOneOf(sql`t.region`, regions),
    ...(groups.length > 0 ? [sql<boolean>`t.buyer in (${members})`] : []),
  ]
  return conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` and `)})`
}

/** The buyers that meet the criteria, in order: SIREN, or the identifier of one that holds none. Fit for the filter `buyers` of any figure. */
export async function listComparableBuyers(db: Db, criteria: PeerCriteria): Promise<string[]> {
  const { rows } = await sql<{ buyer: string }>`
    select t.buyer from buyer_traits t where ${meetsCriteria(criteria)} order by t.buyer
  `.execute(db)
  return rows.map(({ buyer }) => buyer)
}
