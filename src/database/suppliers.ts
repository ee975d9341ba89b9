import { sql } from 'kysely'
import type { SupplierFact } from '../domain/supplier/facts.ts'
import type { Db } from './connect.ts'

/**
 * The identifiers of a legal unit that hold contracts or were paid, with what they hold: current contracts, cents of usable
 * amounts.
 */
export async function listEstablishments(db: Db, siren: string) {
  const { rows } = await sql<{
    scheme: string
    identifier: string
    profile_id: number | null
    contracts: bigint
    cents: string
    names: string[]
  }>`
    select s.scheme, s.identifier, s.profile_id, count(c.id) as contracts,
      coalesce(sum(c.amount_cents) filter (where c.amount_flag is null), 0)::text as cents,
      coalesce(array_agg(distinct h.name) filter (where h.name is not null), '{}')
        || array(select distinct p.supplier_name from payments p where p.supplier_id = s.id and p.supplier_name is not null) as names
    from suppliers s
      left join contract_holders h on h.supplier_id = s.id
      left join contracts c on c.id = h.contract_id and c.is_current
    where s.siren = ${siren}
    group by s.id order by count(c.id) desc, s.identifier
  `.execute(db)
  return rows
}

/** The facts of a profile as the rules read them. */
export async function findProfileFacts(db: Db, profileId: number): Promise<readonly SupplierFact[]> {
  const row = await db.selectFrom('profiles').select('facts').where('id', '=', profileId).executeTakeFirst()
  return (row?.facts ?? []) as readonly SupplierFact[]
}

/** Suppliers by outcome for a perimeter, on a day. A supplier is a legal unit or a foreign identifier, counted once. */
export async function countSuppliersByOutcome(db: Db, perimeter: string, day: string) {
  const { rows } = await sql<{ outcome: 'yes' | 'no' | 'undetermined'; suppliers: number }>`
    select outcome, count(*)::integer as suppliers from (
      select coalesce(s.siren, s.scheme || s.identifier) as supplier,
        case when bool_or(v.outcome = 'yes') then 'yes' when bool_or(v.outcome = 'undetermined') then 'undetermined' else 'no' end as outcome
      from suppliers s
        join verdicts v on v.profile_id = s.profile_id and v.perimeter = ${perimeter}
          and ${day}::date between v.valid_from and v.valid_to
      group by 1
    ) as verdicts group by outcome order by outcome
  `.execute(db)
  return rows
}
