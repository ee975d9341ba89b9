import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { ofBuyers } from './contract-filters.ts'
import type { Page } from './contracts.ts'

/** A current contract, as far as a clause is concerned. Cents as text: they travel as JSON. */
export type ClauseContract = {
  id: string
  groupId: string
  sourceId: string | null
  lot: string | null
  object: string | null
  cpv: string | null
  kind: string
  notifiedOn: string | null
  durationMonths: number | null
  /** `null` when unknown or not to be believed. */
  amountCents: string | null
}

export const CONTRACT_FIELDS = sql`
  k.id, k.group_id as "groupId", k.source_id as "sourceId", k.lot, k.object, k.cpv, k.kind,
  coalesce(k.counted_on, k.notified_on)::text as "notifiedOn", k.duration_months as "durationMonths",
  case when k.amount_flag is null then k.amount_cents::text end as "amountCents"
`

/** Whether contract `k` is of the same buyer as clause `c`, whichever establishment each names. */
const IS_OF_BUYER = sql`(k.buyer_id = c.buyer_id or k.buyer_siren = (select siren from buyers where id = c.buyer_id))`

/**
 * Whether current contract `k` is one of those of clause `c`: the record a person pointed at, or, where there is none (any
 * more), those of the same number; a clause without lot is of every lot.
 */
export const IS_OF_CLAUSE = sql`
  k.is_current and (
    k.group_id = c.contract_group_id
    or k.source_id = c.source_id and ${IS_OF_BUYER} and (c.lot is null or k.lot = c.lot)
      and not exists (select from contracts g where g.group_id = c.contract_group_id)
  )
`

/** The current contracts of clause `c`. */
export const CLAUSE_CONTRACTS = sql`select ${CONTRACT_FIELDS} from contracts k where ${IS_OF_CLAUSE}`

/** A current contract a clause may be recorded on, with its buyer. */
export type ContractOfClause = ClauseContract & { buyerId: string; buyerSiren: string | null }

/** The contract of this id, whatever its version; `null`: there is none. */
export async function findContractOfClause(db: Db, id: string): Promise<ContractOfClause | null> {
  const { rows } = await sql<ContractOfClause>`
    select ${CONTRACT_FIELDS}, k.buyer_id as "buyerId", k.buyer_siren as "buyerSiren" from contracts k where k.id = ${id}::uuid
  `.execute(db)
  return rows[0] ?? null
}

/** How many current contracts of this buyer and number another contract than this one's group there are: its number is then not enough. */
export async function countHomonyms(db: Db, contract: ContractOfClause): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from contracts k
    where k.is_current and k.buyer_id = ${contract.buyerId} and k.source_id = ${contract.sourceId}::text
      and k.lot is not distinct from ${contract.lot}::text and k.group_id <> ${contract.groupId}::uuid
  `.execute(db)
  return rows[0]?.count ?? 0
}

export type ContractToComplete = ContractOfClause & {
  buyerName: string | null
  socialConsiderations: readonly string[]
}

/** Whether the considerations of a contract say that it is reserved, or has a social clause. `alias`: of the table of records. */
export const ANNOUNCES_CLAUSE = (alias: 'k' | 'c') =>
  sql`${sql.ref(`${alias}.social_considerations`)} && array['execution-clause', 'reserved-contract']`

/** The last version of the terms of clause `c`, where it was not recorded by mistake. */
const TERMS_IN_FORCE = sql`join lateral (
  select terms from insertion_clause_versions v where v.clause_id = c.id order by v.version desc limit 1
) as v on v.terms->'cancelled' = 'null'::jsonb`

/** The current contracts on which a clause in force is recorded, as a query read once: there are few clauses, and many contracts. */
export const CONTRACTS_WITH_CLAUSE = sql`
  select k.id from insertion_clauses c ${TERMS_IN_FORCE} join contracts k on ${IS_OF_CLAUSE}
`

/** Whether a clause in force is recorded on contract `k`. */
export const HAS_CLAUSE = sql`exists (
  select from insertion_clauses c ${TERMS_IN_FORCE} where ${IS_OF_CLAUSE}
)`

/** Objects read for a mention: a buyer has tens of thousands of contracts at most. */
const MOST_OBJECTS = 20_000

/** The contracts of these buyers without clause whose object holds a word near insertion, the latest first; whether it means it is for the domain to say. */
export async function listContractsNearInsertion(
  db: Db,
  buyers: readonly string[],
): Promise<ContractOfClause[]> {
  const { rows } = await sql<ContractOfClause>`
    select ${CONTRACT_FIELDS}, k.buyer_id as "buyerId", k.buyer_siren as "buyerSiren"
    from contracts k
    where k.is_current and ${ofBuyers(buyers, 'k')} and k.object ~* 'insertion|r[ée]serv|clause|2113|chantier|atelier' and not ${HAS_CLAUSE}
    order by k.counted_on desc nulls last, k.id limit ${MOST_OBJECTS}
  `.execute(db)
  return rows
}

/**
 * A page of the current contracts of these buyers that announce a social clause or a reservation and have no clause recorded,
 * the latest first, and how many there are.
 */
export async function listContractsToComplete(
  db: Db,
  { buyers, from, to }: { buyers: readonly string[]; from: string | null; to: string | null },
  page: Page,
): Promise<{ rows: ContractToComplete[]; total: number }> {
  const listed = sql`
    from contracts k join buyers b on b.id = k.buyer_id
    where k.is_current and ${ofBuyers(buyers, 'k')} and ${ANNOUNCES_CLAUSE('k')}
      and (${from}::date is null or k.counted_on >= ${from}::date) and (${to}::date is null or k.counted_on <= ${to}::date)
      and not ${HAS_CLAUSE}
  `
  const { rows } = await sql<ContractToComplete>`
    select ${CONTRACT_FIELDS}, k.buyer_id as "buyerId", k.buyer_siren as "buyerSiren", b.name as "buyerName",
      k.social_considerations as "socialConsiderations"
    ${listed} order by k.counted_on desc nulls last, k.id limit ${page.limit} offset ${page.offset}
  `.execute(db)
  const counted = await sql<{ total: number }>`select count(*)::integer as total ${listed}`.execute(db)
  return { rows, total: counted.rows[0]?.total ?? 0 }
}
