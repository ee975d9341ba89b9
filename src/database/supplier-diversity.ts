import { type RawBuilder, sql } from 'kysely'
import type { Parts } from '../domain/share/share.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import type { Db } from './connect.ts'
import { ofBuyersOn, withBuyerIds } from './contract-filters.ts'
import { texts } from './contract-keys.ts'
import { inScope, type ResolvedScope, reasonOf, type ScopeQuery } from './contract-scope.ts'
import type { Page } from './contracts.ts'
import { verdictJoin } from './holder-outcomes.ts'
import { HOLDER_JOINS, USABLE_CENTS } from './outcome-sql.ts'

/** Whose suppliers, and in which perimeter they are told apart. */
export type DiversityQuery = ScopeQuery & { perimeter: PerimeterId }
type ResolvedQuery = DiversityQuery & ResolvedScope

/** What names a supplier: its legal unit, else its foreign identifier; `null`: nothing that can be used. */
const SUPPLIER = sql`coalesce(s.siren, s.scheme || ':' || s.identifier)`

/** One row for each holder of a counted contract, with its part of the euros: equal ones, the remainder to the first. */
function holdings(query: ResolvedQuery): RawBuilder<unknown> {
  const { join, outcome } = verdictJoin(query, query.perimeter)
  const { from } = query.filters
  const isEarlier =
    from === null
      ? sql`false`
      : sql`${SUPPLIER} in (
          select coalesce(es.siren, es.scheme || ':' || es.identifier)
          from contracts c join contract_holders eh on eh.contract_id = c.id join suppliers es on es.id = eh.supplier_id
          where c.is_current and c.counted_on between ${query.plausibleFrom}::date and ${from}::date - 1
            and ${ofBuyersOn(query.buyerIds, [sql`true`])}
        )`
  return sql`
    select c.id, ${SUPPLIER} as supplier, s.siren, h.name, ${outcome} as outcome, ${isEarlier} as is_earlier,
      (${USABLE_CENTS}) / count(*) over (partition by c.id)
        + case when row_number() over (partition by c.id order by h.position) = 1 then (${USABLE_CENTS}) % count(*) over (partition by c.id) else 0 end as cents
    from contracts c ${HOLDER_JOINS} ${join}
    where h.contract_id is not null and ${inScope(query)} and ${reasonOf(query)} is null
  `
}

/** One row for each supplier: in the perimeter when one of its contracts finds it there. */
const suppliersOf = (query: ResolvedQuery) => sql`
  select supplier, min(siren) as siren, min(name) as name, not bool_or(is_earlier) as is_new,
    case when bool_or(outcome = 'yes') then 'yes' when bool_or(outcome = 'undetermined') then 'undetermined' else 'no' end as outcome,
    count(distinct id) as contracts, sum(cents)::bigint as cents
  from (${holdings(query)}) as holdings where supplier is not null group by supplier
`

export type DiversitySums = {
  suppliers: Parts<bigint>
  newSuppliers: Parts<bigint>
  /** Euros of the suppliers of each outcome, in cents; each holder has its part of a joint award. */
  cents: Parts<bigint>
  /** The first suppliers of the perimeter, by euros: how many there are of those asked, and their cents. */
  first: { suppliers: bigint; cents: bigint }
  /** Holders of counted contracts that no usable identifier names. */
  unidentified: bigint
}

const OUTCOMES = ['yes', 'no', 'undetermined'] as const
const columns = (prefix: string, aggregate: (outcome: string) => RawBuilder<unknown>) =>
  sql.join(OUTCOMES.map((outcome) => sql`${aggregate(outcome)} as ${sql.id(`${prefix}${outcome}`)}`))

/** Distinct suppliers by outcome, the new ones, their euros, and what the first ones hold. */
export async function sumSuppliers(db: Db, asked: DiversityQuery, first: number): Promise<DiversitySums> {
  const query = await withBuyerIds(db, asked)
  const { rows } = await sql<Record<string, bigint>>`
    with suppliers_found as (${suppliersOf(query)}), first_found as (
      select cents from suppliers_found where outcome = 'yes' order by cents desc, supplier limit ${first}
    )
    select ${columns('all_', (outcome) => sql`count(*) filter (where outcome = ${outcome})`)},
      ${columns('new_', (outcome) => sql`count(*) filter (where outcome = ${outcome} and is_new)`)},
      ${columns('cents_', (outcome) => sql`coalesce(sum(cents) filter (where outcome = ${outcome}), 0)::bigint`)},
      (select count(*) from first_found) as first_suppliers, (select coalesce(sum(cents), 0)::bigint from first_found) as first_cents,
      (select count(*) from (${holdings(query)}) as holdings where supplier is null) as unidentified
    from suppliers_found
  `.execute(db)
  const row = rows[0] as Record<string, bigint>
  const parts = (prefix: string): Parts<bigint> => ({
    yes: row[`${prefix}yes`] ?? 0n,
    no: row[`${prefix}no`] ?? 0n,
    undetermined: row[`${prefix}undetermined`] ?? 0n,
  })
  return {
    suppliers: parts('all_'),
    newSuppliers: parts('new_'),
    cents: parts('cents_'),
    first: { suppliers: row.first_suppliers ?? 0n, cents: row.first_cents ?? 0n },
    unidentified: row.unidentified ?? 0n,
  }
}

export type FoundSupplier = {
  supplier: string
  siren: string | null
  name: string | null
  is_new: boolean
  outcome: 'yes' | 'no' | 'undetermined'
  contracts: bigint
  cents: bigint
}

/** A page of the suppliers of an outcome (only the new ones: `isNew`), those of the most euros first, and how many there are. */
export async function listSuppliersFound(
  db: Db,
  query: DiversityQuery,
  { outcome, isNew }: { outcome: 'yes' | 'no' | 'undetermined'; isNew: boolean },
  { limit, offset }: Page,
): Promise<{ rows: FoundSupplier[]; total: number }> {
  const kept = sql`select * from (${suppliersOf(await withBuyerIds(db, query))}) as found where outcome = ${outcome} and (is_new or ${!isNew})`
  const { rows } =
    await sql<FoundSupplier>`${kept} order by cents desc, supplier limit ${limit} offset ${offset}`.execute(
      db,
    )
  const counted = await sql<{ total: bigint }>`select count(*) as total from (${kept}) as kept`.execute(db)
  return { rows, total: Number(counted.rows[0]?.total ?? 0n) }
}

/** Suppliers of the perimeter with a counted contract, and those of them with none of the buyers asked, ever. */
export type CpvSuppliers = { suppliers: number; newToBuyers: number }

/**
 * For each beginning of a CPV code, the suppliers of the perimeter that hold counted contracts of it, from every buyer: those that
 * `sumSuppliers` counts for this `cpv`. `buyers`: to whom they may be new.
 */
export async function countSuppliersByCpv(
  db: Db,
  asked: DiversityQuery,
  prefixes: readonly string[],
  buyers: ScopeQuery['filters'],
): Promise<Map<string, CpvSuppliers>> {
  const query = { ...asked, filters: { ...asked.filters, cpv: prefixes }, buyerIds: null }
  const { buyerIds } = await withBuyerIds(db, { filters: buyers })
  const { join, outcome } = verdictJoin(query, query.perimeter)
  const { rows } = await sql<{ prefix: string; suppliers: bigint; known: bigint }>`
    with own as materialized (
      select distinct ${SUPPLIER} as supplier from contracts c ${HOLDER_JOINS}
      where c.is_current and ${ofBuyersOn(buyerIds, [sql`true`])}
    ), found as (
      select distinct p.prefix, ${SUPPLIER} as supplier
      from contracts c join unnest(${texts(prefixes)}) as p (prefix) on starts_with(c.cpv, p.prefix) ${HOLDER_JOINS} ${join}
      where ${inScope(query)} and ${reasonOf(query)} is null and ${outcome} = 'yes'
    )
    select prefix, count(*) as suppliers, count(own.supplier) as known
    from found left join own using (supplier) where found.supplier is not null group by prefix
  `.execute(db)
  return new Map(
    rows.map(({ prefix, suppliers, known }) => [
      prefix,
      { suppliers: Number(suppliers), newToBuyers: Number(suppliers - known) },
    ]),
  )
}
