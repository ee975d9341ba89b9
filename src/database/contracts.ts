import { sql } from 'kysely'
import type { ContractFilters } from '../domain/contract-filter/contract-filters.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import type { Db } from './connect.ts'
import { matchesFilters } from './contract-filters.ts'

/** Which current contracts to list: those that the filters keep, on the day the contract was first notified. */
export type ContractListFilters = ContractFilters & {
  /** SIREN of a holder. */
  supplier: string | null
}

export type Page = { limit: number; offset: number }

function filtered(db: Db, filters: ContractListFilters) {
  const { from, to, supplier } = filters
  let query = db
    .selectFrom('contracts as c')
    .where('c.is_current', '=', true)
    .where(matchesFilters(filters, sql`c.counted_on`))
  if (from !== null) query = query.where('c.counted_on', '>=', from)
  if (to !== null) query = query.where('c.counted_on', '<=', to)
  if (supplier !== null)
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('contract_holders as h')
          .innerJoin('suppliers as s', 's.id', 'h.supplier_id')
          .select(sql`1`.as('one'))
          .whereRef('h.contract_id', '=', 'c.id')
          .where('s.siren', '=', supplier),
      ),
    )
  return query
}

/** A page of contracts, the latest notified first (undated last), and how many there are. */
export async function listContracts(db: Db, filters: ContractListFilters, page: Page) {
  const rows = await filtered(db, filters)
    .innerJoin('buyers as b', 'b.id', 'c.buyer_id')
    .selectAll('c')
    .select('b.name as buyer_name')
    .orderBy('c.counted_on', (order) => order.desc().nullsLast())
    .orderBy('c.id')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  const { total } = await filtered(db, filters)
    .select((eb) => eb.fn.countAll<bigint>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total: Number(total) }
}

/** These contracts, in no particular order. */
export function listContractsById(db: Db, ids: readonly string[]) {
  if (ids.length === 0) return Promise.resolve([])
  return db
    .selectFrom('contracts as c')
    .innerJoin('buyers as b', 'b.id', 'c.buyer_id')
    .selectAll('c')
    .select('b.name as buyer_name')
    .where('c.id', 'in', ids)
    .execute()
}

/** One record, current or not, with where it comes from. */
export function findContract(db: Db, id: string) {
  return db
    .selectFrom('contracts as c')
    .innerJoin('buyers as b', 'b.id', 'c.buyer_id')
    .innerJoin('imports as i', 'i.id', 'c.import_id')
    .selectAll('c')
    .select(['b.name as buyer_name', 'i.file_name', 'i.format', 'i.sheets'])
    .where('c.id', '=', id)
    .executeTakeFirst()
}

/** The holders of these contracts, in order, each with the SIREN and profile of its supplier. */
export function listHolders(db: Db, contractIds: readonly string[]) {
  if (contractIds.length === 0) return Promise.resolve([])
  return db
    .selectFrom('contract_holders as h')
    .leftJoin('suppliers as s', 's.id', 'h.supplier_id')
    .select(['h.contract_id', 'h.position', 'h.scheme', 'h.identifier', 'h.name', 's.siren', 's.profile_id'])
    .where('h.contract_id', 'in', contractIds)
    .orderBy('h.contract_id')
    .orderBy('h.position')
    .execute()
}

export function listAmendments(db: Db, contractId: string) {
  return db
    .selectFrom('contract_amendments')
    .selectAll()
    .where('contract_id', '=', contractId)
    .orderBy('position')
    .execute()
}

export function listSubcontracts(db: Db, contractId: string) {
  return db
    .selectFrom('contract_subcontracts as a')
    .leftJoin('suppliers as s', 's.id', 'a.supplier_id')
    .selectAll('a')
    .select('s.siren')
    .where('a.contract_id', '=', contractId)
    .orderBy('a.position')
    .execute()
}

/** The other records of the group of a contract: its earlier versions, and lots told apart by object or amount. */
export function listOtherVersions(db: Db, groupId: string, exceptId: string) {
  return db
    .selectFrom('contracts')
    .select([
      'id',
      'published_on',
      'notified_on',
      'amount_cents',
      'object',
      'is_current',
      'import_id',
      'line',
    ])
    .where('group_id', '=', groupId)
    .where('id', '<>', exceptId)
    .orderBy('published_on', (order) => order.desc().nullsLast())
    .orderBy('id')
    .execute()
}

/** The verdict of each holder of a contract for every perimeter, on the day it counts; every period when it has none. */
export async function listHolderVerdicts(db: Db, contractId: string, day: string | null) {
  const { rows } = await sql<{
    position: number
    perimeter: PerimeterId
    outcome: 'yes' | 'no' | 'undetermined'
    rule: string | null
    missing: string[]
    evidence: unknown[]
  }>`
    select h.position, v.perimeter, v.outcome, v.rule, v.missing, v.evidence
    from contract_holders h
      join suppliers s on s.id = h.supplier_id
      join verdicts v on v.profile_id = s.profile_id
    where h.contract_id = ${contractId}
      and (${day}::date is null or ${day}::date between v.valid_from and v.valid_to)
    order by h.position, v.perimeter, v.valid_from
  `.execute(db)
  return rows
}
