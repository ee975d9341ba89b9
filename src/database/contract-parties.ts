import { sql } from 'kysely'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import type { Db } from './connect.ts'
import { verdictOf } from './contract-keys.ts'
import type { FigureQuery } from './indicators.ts'

// Who holds contracts, and who works under them: what the reasons of a figure rest on.

/** What was decided of one holder of a contract; several rows when it changed and the contract has no usable day. */
export type HolderDecision = {
  contractId: string
  position: number
  identifier: string | null
  /** That of the supplier, its name linked to it where there is no identifier. */
  siren: string | null
  outcome: 'yes' | 'no' | 'undetermined' | null
  rule: string | null
  missing: string[] | null
}

/** The verdicts of the holders of these contracts for a perimeter, in their order, on the usable day of each contract. */
export async function listHolderDecisions(
  db: Db,
  contractIds: readonly string[],
  perimeter: PerimeterId,
  { plausibleFrom, plausibleTo }: Pick<FigureQuery, 'plausibleFrom' | 'plausibleTo'>,
): Promise<HolderDecision[]> {
  const { rows } = await sql<HolderDecision>`
    select h.contract_id as "contractId", h.position, h.identifier, s.siren, v.outcome, v.rule, v.missing
    from contracts c
      join contract_holders h on h.contract_id = c.id
      left join suppliers s on s.id = h.supplier_id
      left join verdicts v on v.profile_id = s.profile_id and v.perimeter = ${perimeter}
        and (c.counted_on is null or not c.counted_on between ${plausibleFrom}::date and ${plausibleTo}::date
          or c.counted_on between v.valid_from and v.valid_to)
    where c.id = any(${contractIds as string[]}::uuid[])
    order by h.contract_id, h.position, v.valid_from
  `.execute(db)
  return rows
}

/** Where a holder is: what is kept, what the lists say, and all that files of contracts say (nothing: an empty list). */
export type HolderPlace = {
  contractId: string
  position: number
  identifier: string | null
  department: string | null
  commune: string | null
  listed: string | null
  published: string[]
}

/** Where each holder of these contracts is, in their order. */
export async function listHolderPlaces(db: Db, contractIds: readonly string[]): Promise<HolderPlace[]> {
  const { rows } = await sql<HolderPlace>`
    select h.contract_id as "contractId", h.position, h.identifier, s.department, s.commune, s.listed_department as listed,
      array(select distinct p.department from import_places p where p.supplier_id = s.id order by 1) as published
    from contract_holders h left join suppliers s on s.id = h.supplier_id
    where h.contract_id = any(${contractIds as string[]}::uuid[])
    order by h.contract_id, h.position
  `.execute(db)
  return rows
}

/** An act of subcontracting, judged. `cents` `null`: its amount cannot be used. */
export type SubcontractDecision = {
  contractId: string
  identifier: string | null
  outcome: 'yes' | 'no' | 'undetermined'
  cents: bigint | null
}

/** The acts of these contracts, each judged on its day or, without one, on that of the contract. */
export async function listSubcontractDecisions(
  db: Db,
  contractIds: readonly string[],
  perimeter: PerimeterId,
  { plausibleFrom, plausibleTo }: Pick<FigureQuery, 'plausibleFrom' | 'plausibleTo'>,
): Promise<SubcontractDecision[]> {
  const plausible = (day: string) =>
    sql`case when ${sql.ref(day)} between ${plausibleFrom}::date and ${plausibleTo}::date then ${sql.ref(day)} end`
  const day = sql`coalesce(${plausible('a.notified_on')}, ${plausible('c.counted_on')})`
  const { rows } = await sql<SubcontractDecision>`
    select a.contract_id as "contractId", a.identifier, ${verdictOf(perimeter, day)} as outcome,
      case when a.amount_flag is null then a.amount_cents end as cents
    from contracts c join contract_subcontracts a on a.contract_id = c.id left join suppliers s on s.id = a.supplier_id
    where c.id = any(${contractIds as string[]}::uuid[])
    order by a.contract_id, a.position
  `.execute(db)
  return rows
}
