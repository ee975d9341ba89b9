import { type RawBuilder, sql } from 'kysely'
import { type BreakdownId, isDatedBreakdown } from '../domain/contract-filter/breakdown.ts'
import { UNKNOWN_KEY } from '../domain/contract-filter/contract-filters.ts'
import type { Phase } from '../domain/contract-filter/phase.ts'
import type { DiversityPart } from '../domain/indicator/supplier-diversity.ts'
import type { Parts } from '../domain/share/share.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import { type KeySql, keySql } from './breakdown-keys.ts'
import type { Db } from './connect.ts'
import { ofBuyersOn, withBuyerIds } from './contract-filters.ts'
import { perimetersOfSupplier, texts } from './contract-keys.ts'
import { dayOf, inScope, type ResolvedScope, reasonOf, type ScopeQuery } from './contract-scope.ts'
import type { Page } from './contracts.ts'
import { verdictJoin } from './holder-outcomes.ts'
import { HOLDER_JOINS, USABLE_CENTS } from './outcome-sql.ts'

/** Whose suppliers, in which perimeter they are told apart, and along what (`null`: one figure). `phases`: the rows of `phase`. */
export type DiversityQuery = ScopeQuery & {
  perimeter: PerimeterId
  by?: BreakdownId | null
  phases?: readonly Phase[]
}
type ResolvedQuery = DiversityQuery & ResolvedScope

/** What names a supplier: its legal unit, else its foreign identifier; `null`: nothing that can be used. */
const SUPPLIER = sql`coalesce(s.siren, s.scheme || ':' || s.identifier)`

/** Where a holder stands: by what is known of its supplier alone, else where its contract does. */
function keyOfHolder(by: BreakdownId, query: ResolvedQuery): KeySql {
  switch (by) {
    case 'family':
      return {
        expression: sql`coalesce((select p.legal_family from profiles p where p.id = s.profile_id), ${UNKNOWN_KEY})`,
        isArray: false,
      }
    case 'department':
      return { expression: sql`coalesce(s.department, ${UNKNOWN_KEY})`, isArray: false }
    case 'perimeter':
      return { expression: perimetersOfSupplier(dayOf(query).day), isArray: true }
    default:
      return keySql(by, query.phases ?? [], query)
  }
}

/** One row for each holder of a counted contract, with its part of the euros: equal ones, the remainder to the first. */
function holdings(query: ResolvedQuery): RawBuilder<unknown> {
  const { join, outcome } = verdictJoin(query, query.perimeter)
  const { by = null } = query
  const key = by === null ? { expression: sql`null::text`, isArray: false } : keyOfHolder(by, query)
  const rows = sql`
    select c.id, ${SUPPLIER} as supplier, s.siren, h.name, ${outcome} as outcome, ${key.expression} as ${sql.id(key.isArray ? 'keys' : 'key')},
      (${USABLE_CENTS}) / count(*) over (partition by c.id)
        + case when row_number() over (partition by c.id order by h.position) = 1 then (${USABLE_CENTS}) % count(*) over (partition by c.id) else 0 end as cents
    from contracts c ${HOLDER_JOINS} ${join}
    where h.contract_id is not null and ${inScope(query)} and ${reasonOf(query)} is null
  `
  return key.isArray ? sql`select * from (${rows}) as held cross join lateral unnest(keys) as key` : rows
}

/** The first day of a row along time, as a figure of its days would have; `null` for any other row. */
function firstDayOfRow({ by = null, phases = [] }: DiversityQuery): RawBuilder<unknown> {
  switch (by) {
    case 'year':
      return sql`to_date(key, 'YYYY')`
    case 'quarter':
      return sql`to_date(left(key, 4) || '-' || (right(key, 1)::integer * 3 - 2), 'YYYY-MM')`
    case 'phase':
      return sql`(select first_day from unnest(
        ${texts(phases.map(({ label }) => label))}, ${texts(phases.map(({ from }) => from))}::date[]
      ) as phase (label, first_day) where label = key)`
    default:
      return sql`null::date`
  }
}

/** What the buyers (each, broken down by buyer) bought of each supplier that may be earlier: the first day, and whether some has none. */
function history(query: ResolvedQuery): RawBuilder<unknown> {
  const { by = null, plausibleFrom, plausibleTo, filters } = query
  const isDated = by !== null && isDatedBreakdown(by)
  if (filters.from === null && !isDated)
    return sql`select null as supplier, '' as place, null::date as first_on, null::boolean as is_undated where false`
  const isPlausible = sql`coalesce(c.counted_on between ${plausibleFrom}::date and ${plausibleTo}::date, false)`
  const days = isDated
    ? [sql`true`]
    : [
        sql`c.counted_on < ${filters.from}::date`,
        sql`c.counted_on is null`,
        sql`c.counted_on > ${plausibleTo}::date`,
      ]
  return sql`
    select ${SUPPLIER} as supplier, ${by === 'buyer' ? keySql(by, [], query).expression : sql`''`} as place,
      min(c.counted_on) filter (where ${isPlausible}) as first_on, bool_or(not ${isPlausible}) as is_undated
    from contracts c ${HOLDER_JOINS} where c.is_current and ${ofBuyersOn(query.buyerIds, days)} group by 1, 2
  `
}

/**
 * One row for each supplier of each row: in the perimeter when one of its contracts finds it there. `novelty`: `known` by a contract
 * before the first day, `undetermined` when its only other contracts have no usable day; `null` without first day.
 */
const suppliersOf = (query: ResolvedQuery) => sql`
  select found.*, case
    when greatest(${firstDayOfRow(query)}, ${query.filters.from}::date) is null then null
    when e.first_on < greatest(${firstDayOfRow(query)}, ${query.filters.from}::date) then 'known'
    when e.is_undated then 'undetermined' else 'new' end as novelty
  from (
    select key, supplier, min(siren) as siren, min(name) as name,
      case when bool_or(outcome = 'yes') then 'yes' when bool_or(outcome = 'undetermined') then 'undetermined' else 'no' end as outcome,
      count(distinct id) as contracts, sum(cents)::bigint as cents
    from (${holdings(query)}) as holdings where supplier is not null group by key, supplier
  ) as found left join (${history(query)}) as e on e.supplier = found.supplier and e.place = ${query.by === 'buyer' ? sql`found.key` : sql`''`}
`

export type DiversitySums = {
  suppliers: Parts<bigint>
  /** Those with no contract of these buyers before the first day; and those whose only other contracts have no usable day. */
  newSuppliers: Parts<bigint>
  perhapsNew: Parts<bigint>
  /** Euros of the suppliers of each outcome, in cents; each holder has its part of a joint award. */
  cents: Parts<bigint>
  /** The first suppliers of the perimeter, by euros: how many there are of those asked, and their cents. */
  first: { suppliers: bigint; cents: bigint }
}

const OUTCOMES = ['yes', 'no', 'undetermined'] as const
const columns = (prefix: string, aggregate: (outcome: string) => RawBuilder<unknown>) =>
  sql.join(OUTCOMES.map((outcome) => sql`${aggregate(outcome)} as ${sql.id(`${prefix}${outcome}`)}`))

type SumRow = { key: string | null } & Record<string, bigint>

function sumsOf(row: SumRow | undefined): DiversitySums {
  const read = (name: string) => row?.[name] ?? 0n
  const parts = (prefix: string): Parts<bigint> => ({
    yes: read(`${prefix}yes`),
    no: read(`${prefix}no`),
    undetermined: read(`${prefix}undetermined`),
  })
  return {
    suppliers: parts('all_'),
    newSuppliers: parts('new_'),
    perhapsNew: parts('perhaps_'),
    cents: parts('cents_'),
    first: { suppliers: read('first_suppliers'), cents: read('first_cents') },
  }
}

/** By row, how many suppliers of each outcome, the new ones, their euros, and what the first ones hold. */
async function sumByRow(db: Db, query: ResolvedQuery, first: number): Promise<SumRow[]> {
  const { rows } = await sql<SumRow>`
    with ranked as (
      select found.*, row_number() over (partition by key, outcome order by cents desc, supplier) as rank from (${suppliersOf(query)}) as found
    )
    select key, ${columns('all_', (outcome) => sql`count(*) filter (where outcome = ${outcome})`)},
      ${columns('new_', (outcome) => sql`count(*) filter (where outcome = ${outcome} and novelty = 'new')`)},
      ${columns('perhaps_', (outcome) => sql`count(*) filter (where outcome = ${outcome} and novelty = 'undetermined')`)},
      ${columns('cents_', (outcome) => sql`coalesce(sum(cents) filter (where outcome = ${outcome}), 0)::bigint`)},
      count(*) filter (where outcome = 'yes' and rank <= ${first}) as first_suppliers,
      coalesce(sum(cents) filter (where outcome = 'yes' and rank <= ${first}), 0)::bigint as first_cents
    from ranked group by key
  `.execute(db)
  return rows
}

/** Distinct suppliers by outcome, the new ones, their euros, and what the first ones hold: whole, whatever the breakdown. */
export async function sumSuppliers(db: Db, asked: DiversityQuery, first: number): Promise<DiversitySums> {
  const query = await withBuyerIds(db, { ...asked, by: null })
  return sumsOf((await sumByRow(db, query, first))[0])
}

/** The same for each row of the breakdown that has a supplier, in the order of their keys; a supplier may be in several. */
export async function sumSuppliersByRow(
  db: Db,
  asked: DiversityQuery & { by: BreakdownId },
  first: number,
): Promise<(DiversitySums & { key: string })[]> {
  const rows = await sumByRow(db, await withBuyerIds(db, asked), first)
  return rows.map((row) => ({ key: row.key ?? '', ...sumsOf(row) }))
}

/** Holders of counted contracts that no usable identifier names. */
export async function countUnidentified(db: Db, asked: DiversityQuery): Promise<number> {
  const query = await withBuyerIds(db, { ...asked, by: null })
  const { rows } = await sql<{ count: bigint }>`
    select count(*) as count from (${holdings(query)}) as holdings where supplier is null
  `.execute(db)
  return Number(rows[0]?.count ?? 0n)
}

export type FoundSupplier = {
  supplier: string
  siren: string | null
  name: string | null
  novelty: 'new' | 'known' | 'undetermined' | null
  outcome: 'yes' | 'no' | 'undetermined'
  contracts: bigint
  cents: bigint
}

const ofPart = (part: DiversityPart): RawBuilder<unknown> => {
  if (part === 'new') return sql`outcome = 'yes' and novelty = 'new'`
  if (part === 'new-undetermined')
    return sql`(outcome <> 'no' and novelty = 'undetermined' or outcome = 'undetermined' and novelty = 'new')`
  return sql`outcome = ${part}`
}

/** A page of the suppliers of a part, in one row of the breakdown (`key`), those of the most euros first, and how many there are. */
export async function listSuppliersFound(
  db: Db,
  asked: DiversityQuery,
  { part, key }: { part: DiversityPart; key: string | null },
  { limit, offset }: Page,
): Promise<{ rows: FoundSupplier[]; total: number }> {
  const query = await withBuyerIds(db, key === null ? { ...asked, by: null } : asked)
  const kept = sql`
    select * from (${suppliersOf(query)}) as found where ${ofPart(part)} and ${key === null ? sql`true` : sql`key = ${key}`}
  `
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
 * `sumSuppliers` counts for this `cpv`; a filter on the CPV restricts them too. `buyers`: to whom they may be new.
 */
export async function countSuppliersByCpv(
  db: Db,
  asked: DiversityQuery,
  prefixes: readonly string[],
  buyers: ScopeQuery['filters'],
): Promise<Map<string, CpvSuppliers>> {
  const { cpv = [] } = asked.filters
  const query = {
    ...asked,
    filters: { ...asked.filters, cpv: cpv.length > 0 ? cpv : prefixes },
    buyerIds: null,
  }
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
