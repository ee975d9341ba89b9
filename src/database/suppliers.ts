import { sql } from 'kysely'
import type { TaxBasis } from '../domain/payment/tax-basis.ts'
import type { SupplierFact } from '../domain/supplier/facts.ts'
import type { KnownFamily } from '../domain/supplier/latest-legal-family.ts'
import type { Db } from './connect.ts'

/**
 * The identifiers of a legal unit that hold contracts or were paid, with what they hold: current contracts, cents of usable
 * amounts.
 */
export async function listEstablishments(db: Db, siren: string) {
  const { rows } = await sql<{
    id: number
    scheme: string
    identifier: string
    profile_id: number | null
    contracts: bigint
    cents: string
    names: string[]
  }>`
    select s.id, s.scheme, s.identifier, s.profile_id, count(c.id) as contracts,
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

/** What these suppliers were paid, each tax apart: sums of different taxes mean nothing. */
export async function sumPaid(
  db: Db,
  supplierIds: readonly number[],
): Promise<{ supplierId: number; taxBasis: TaxBasis; payments: number; cents: bigint }[]> {
  const { rows } = await sql<{ id: number; tax: TaxBasis; payments: number; cents: string }>`
    select supplier_id as id, tax_basis as tax, count(*)::integer as payments, sum(amount_cents)::text as cents
    from payments where supplier_id = any(${supplierIds as number[]}::integer[])
    group by 1, 2 order by 1, 2
  `.execute(db)
  return rows.map(({ id, tax, payments, cents }) => ({
    supplierId: id,
    taxBasis: tax,
    payments,
    cents: BigInt(cents),
  }))
}

/** What a legal unit holds and was paid, a row a calendar year; `year` `null`: without a usable day. */
export async function listYears(
  db: Db,
  siren: string,
  [plausibleFrom, plausibleTo]: readonly [string, string],
) {
  const yearOf = (day: string) =>
    sql`case when ${sql.ref(day)} between ${plausibleFrom} and ${plausibleTo} then extract(year from ${sql.ref(day)})::integer end`
  const { rows } = await sql<{
    year: number | null
    contracts: number
    cents: string
    out_of_value: number
    paid: { tax: TaxBasis; payments: number; cents: number }[]
  }>`
    with held as (
      select ${yearOf('c.counted_on')} as year, count(*)::integer as contracts,
        coalesce(sum(c.amount_cents) filter (where c.amount_flag is null), 0)::text as cents,
        (count(*) filter (where c.amount_flag is not null))::integer as out_of_value
      from contracts c
      where c.is_current and c.id in (
        select h.contract_id from contract_holders h join suppliers s on s.id = h.supplier_id where s.siren = ${siren})
      group by 1
    ), paid as (
      select year, jsonb_agg(jsonb_build_object('tax', tax_basis, 'payments', payments, 'cents', cents) order by tax_basis) as paid
      from (
        select case when extract(year from p.spent_from) = extract(year from p.spent_to) then ${yearOf('p.spent_from')} end as year,
          p.tax_basis, count(*) as payments, sum(p.amount_cents) as cents
        from payments p join suppliers s on s.id = p.supplier_id
        where s.siren = ${siren} group by 1, 2
      ) as by_tax group by year
    )
    select coalesce(h.year, p.year) as year, coalesce(h.contracts, 0) as contracts, coalesce(h.cents, '0') as cents,
      coalesce(h.out_of_value, 0) as out_of_value, coalesce(p.paid, '[]') as paid
    from held h full join paid p on coalesce(p.year, 0) = coalesce(h.year, 0)
    order by 1 nulls last
  `.execute(db)
  return rows
}

/** The legal family of each of these legal units; of several, one that is known. A unit never seen has none. */
export async function listLegalFamilies(
  db: Db,
  sirens: readonly string[],
): Promise<Map<string, KnownFamily>> {
  const { rows } = await sql<{ siren: string; family: KnownFamily }>`
    select distinct on (s.siren) s.siren, p.legal_family as family
    from suppliers s join profiles p on p.id = s.profile_id
    where s.siren = any(${sirens as string[]}::text[])
    order by s.siren, p.legal_family = 'unknown', p.legal_family
  `.execute(db)
  return new Map(rows.map(({ siren, family }) => [siren, family]))
}
