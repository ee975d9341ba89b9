import { type RawBuilder, sql } from 'kysely'
import { UNKNOWN_KEY } from '../domain/contract-filter/contract-filters.ts'
import { FOREIGN_SCHEMES, type Proximity, REGION_OF_DEPARTMENT } from '../domain/contract-filter/proximity.ts'
import { ABROAD_DEPARTMENT, type PublishedPlace } from '../domain/place/published-place.ts'
import type { Db } from './connect.ts'
import { HOLDERS_OF_CONTRACT, orElse } from './contract-keys.ts'

const isOf = (proximity: Proximity) => sql.lit(proximity)

const regionOf = (department: RawBuilder<unknown>) => {
  const byRegion = Map.groupBy(REGION_OF_DEPARTMENT, ([, region]) => region)
  return sql`case ${sql.join(
    [...byRegion].map(
      ([region, departments]) =>
        sql`when ${department} in (${sql.join(departments.map(([code]) => sql.lit(code)))}) then ${sql.lit(region)}`,
    ),
    sql` `,
  )} end`
}

/** Where a buyer is: as contracts publish it, else in the department that the SIREN of a local body holds. */
const placeOfBuyer = (id: RawBuilder<unknown>) => sql`(
  select coalesce(b.department, nullif(t.department, ${sql.lit(UNKNOWN_KEY)})) as department, b.commune
  from buyers b left join buyer_traits t on t.buyer = coalesce(b.siren, b.id) where b.id = ${id}
)`

/** `proximityOf` in SQL, of holder `h` (supplier `s`) to `buyer`. */
const PROXIMITY = sql`case
  when h.scheme in (${sql.join(FOREIGN_SCHEMES.map(sql.lit))}) or s.department = ${sql.lit(ABROAD_DEPARTMENT)} then ${isOf('abroad')}
  when s.department is null or buyer.department is null then ${isOf('unknown')}
  when s.department = buyer.department then
    case when s.commune = buyer.commune then ${isOf('same-commune')} else ${isOf('same-department')} end
  when ${regionOf(sql`s.department`)} = ${regionOf(sql`buyer.department`)} then ${isOf('same-region')}
  else ${isOf('elsewhere')} end`

/** How near the holders of `c` are to its buyer. */
export const PROXIMITY_KEYS = orElse(
  sql`select distinct (select ${PROXIMITY} from ${placeOfBuyer(sql`c.buyer_id`)} as buyer) ${HOLDERS_OF_CONTRACT}`,
  UNKNOWN_KEY,
)

/** Where this buyer is, by its identifier; `null`: not known. */
export async function findBuyerPlace(db: Db, id: string): Promise<PublishedPlace | null> {
  const { rows } = await sql<PublishedPlace>`
    select * from ${placeOfBuyer(sql`${id}`)} as buyer where department is not null
  `.execute(db)
  return rows[0] ?? null
}
