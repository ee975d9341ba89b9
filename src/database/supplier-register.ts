import { type RawBuilder, sql } from 'kysely'
import type { KnownFamily } from '../domain/supplier/latest-legal-family.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import type { Db } from './connect.ts'
import type { Page } from './contracts.ts'
import type { NameMatches } from './supplier-search.ts'

export type RegisterOutcome = 'yes' | 'no' | 'undetermined'

/** Which suppliers of the register to list. `null`: whatever. `day`: of the verdicts. */
export type RegisterFilters = {
  siren: string | null
  identifier: string | null
  names: NameMatches | null
  perimeter: PerimeterId
  outcome: RegisterOutcome | null
  day: string
  family: KnownFamily | null
  department: string | null
  isInConflict: boolean | null
  /** By a person, in any perimeter. */
  isDecided: boolean | null
  sort: 'amount' | 'name'
}

/** A legal unit, or a supplier that no French register knows. `paidCents`: whatever the tax. */
export type RegisterRow = {
  siren: string | null
  scheme: string
  identifier: string
  supplierIds: number[]
  outcome: RegisterOutcome
  families: KnownFamily[]
  department: string | null
  isNameMasked: boolean
  conflicts: string[]
  isDecided: boolean
  contracts: number
  cents: bigint
  payments: number
  paidCents: bigint
}

const standing = (siren: RawBuilder<unknown>) => sql<boolean>`exists (
  select from decisions d where d.siren = ${siren} and not exists (select from decision_reversals r where r.decision_id = d.id))`

const all = (conditions: RawBuilder<boolean>[]): RawBuilder<boolean> =>
  conditions.length > 0 ? sql<boolean>`${sql.join(conditions, sql` and `)}` : sql<boolean>`true`

/** Conditions on a supplier, and so on the legal units one of whose establishments meets them. */
function conditionsOf(filters: RegisterFilters): RawBuilder<boolean> {
  const { siren, identifier, names, department } = filters
  const conditions: RawBuilder<boolean>[] = []
  if (siren !== null) conditions.push(sql`s.siren = ${siren}`)
  if (identifier !== null) conditions.push(sql`upper(s.identifier) = ${identifier}`)
  if (department !== null) conditions.push(sql`s.department = ${department}`)
  if (names !== null)
    conditions.push(
      sql`(s.id = any(${names.ids}::integer[]) or s.siren in (select siren from suppliers where id = any(${names.ids}::integer[])))`,
    )
  return all(conditions)
}

const OUTCOME = sql`case when bool_or(o.outcome = 'yes') then 'yes'
  when bool_or(coalesce(o.outcome, 'undetermined') = 'undetermined') then 'undetermined' else 'no' end`

/** Conditions on a legal unit as a whole. */
function unitConditionsOf(filters: RegisterFilters): RawBuilder<boolean> {
  const { outcome, family, isInConflict, isDecided } = filters
  const conditions: RawBuilder<boolean>[] = []
  if (outcome !== null) conditions.push(sql`${OUTCOME} = ${outcome}`)
  if (family !== null) conditions.push(sql`bool_or(o.legal_family = ${family})`)
  if (isInConflict !== null)
    conditions.push(sql`coalesce(bool_or(o.conflicts <> '{}'), false) = ${isInConflict}`)
  if (isDecided !== null) conditions.push(sql`${standing(sql`s.siren`)} = ${isDecided}`)
  return all(conditions)
}

/** The rank of approximate names, the nearest first; the others are as good as each other. */
const rankOf = (names: NameMatches | null): RawBuilder<unknown> =>
  names?.isApproximate ? sql`min(array_position(${names.ids}::integer[], s.id))` : sql`0`

const NAME = sql`(select min(n.plain) from supplier_names n where n.supplier_id = any(array_agg(s.id)) and not bool_or(s.is_name_masked))`

/** One row for each supplier of the register, with no more than what choosing and sorting takes: there are 86 000 of 200 000 contracts. */
function unitsOf(filters: RegisterFilters): RawBuilder<unknown> {
  return sql`
    select s.siren, case when s.siren is null then s.id end as alone,
      coalesce(sum(t.cents), 0) as cents, coalesce(sum(p.cents), 0) as paid_cents,
      ${filters.sort === 'name' ? NAME : sql`null`} as plain, ${rankOf(filters.names)} as rank
    from suppliers s
      left join outcomes o on o.profile_id = s.profile_id
      left join supplier_totals t on t.supplier_id = s.id
      left join supplier_spend p on p.supplier_id = s.id
    where ${conditionsOf(filters)}
    group by s.siren, alone having ${unitConditionsOf(filters)}
  `
}

/**
 * A page of the register and how many suppliers it holds: those of the most euros notified first, then paid; or by name, those
 * whose name is masked or unknown last. The outcome of a unit is yes when one establishment's is, else undetermined when one's is.
 */
export async function listRegister(
  db: Db,
  filters: RegisterFilters,
  page: Page,
): Promise<{ rows: RegisterRow[]; total: number }> {
  const order =
    filters.sort === 'name'
      ? sql`plain nulls last, siren, alone`
      : sql`rank, cents desc, paid_cents desc, siren, alone`
  const { rows } = await sql<Record<string, never>>`
    with outcomes as materialized (
      select p.id as profile_id, v.outcome, p.legal_family, p.conflicts
      from profiles p left join verdicts v on v.profile_id = p.id and v.perimeter = ${filters.perimeter}
        and ${filters.day}::date between v.valid_from and v.valid_to
    ), units as materialized (${unitsOf(filters)})
    select page.*, details.*, ${standing(sql`page.siren`)} as is_decided, (select count(*) from units)::integer as total
    from (select * from units order by ${order} limit ${page.limit} offset ${page.offset}) as page, lateral (
      select array_agg(s.id order by s.id) as ids, min(s.scheme) as scheme, min(s.identifier) as identifier, ${OUTCOME} as outcome,
        array_agg(distinct coalesce(o.legal_family, 'unknown')) as families, min(s.department) as department,
        bool_or(s.is_name_masked) as is_name_masked,
        array(select distinct unnest(c.conflicts) from suppliers e join outcomes c using (profile_id)
          where e.siren = page.siren or e.id = page.alone) as conflicts,
        coalesce(sum(t.contracts), 0) as contracts, coalesce(sum(p.payments), 0) as payments
      from suppliers s
        left join outcomes o on o.profile_id = s.profile_id
        left join supplier_totals t on t.supplier_id = s.id
        left join supplier_spend p on p.supplier_id = s.id
      where s.siren = page.siren or s.id = page.alone
    ) as details
    order by ${order}
  `.execute(db)
  return { rows: rows.map(rowOf), total: rows[0] ? Number(rows[0].total) : await countAll(db, filters, page) }
}

/** Beyond the last page no row says how many there are. */
async function countAll(db: Db, filters: RegisterFilters, { offset }: Page): Promise<number> {
  if (offset === 0) return 0
  return (await listRegister(db, filters, { limit: 1, offset: 0 })).total
}

const rowOf = (row: Record<string, unknown>): RegisterRow => ({
  siren: row.siren as string | null,
  scheme: row.scheme as string,
  identifier: row.identifier as string,
  supplierIds: row.ids as number[],
  outcome: row.outcome as RegisterOutcome,
  families: row.families as KnownFamily[],
  department: row.department as string | null,
  isNameMasked: row.is_name_masked as boolean,
  conflicts: row.conflicts as string[],
  isDecided: row.is_decided as boolean,
  contracts: Number(row.contracts),
  cents: BigInt(row.cents as string),
  payments: Number(row.payments),
  paidCents: BigInt(row.paid_cents as string),
})
