import { sql } from 'kysely'
import type { ClauseTerms } from '../domain/insertion/clause-terms.ts'
import type { Db } from './connect.ts'
import { ofBuyersOrGroups } from './contract-filters.ts'
import { CLAUSE_CONTRACTS, type ClauseContract } from './insertion-contracts.ts'

/** The contract a clause is of: by its number and lot, which outlive imports, and by the record a person pointed at. */
export type ClauseKey = {
  buyerId: string
  sourceId: string | null
  lot: string | null
  contractGroupId: string | null
}

/** A clause in force, with the current contracts it is of: several where its number has several lots, none before they are imported. */
export type ClauseRow = ClauseKey & {
  id: number
  buyerSiren: string | null
  buyerName: string | null
  version: number
  terms: ClauseTerms
  recordedAt: string
  contracts: readonly ClauseContract[]
}

/** Who changes a clause, why and when. */
export type Authorship = { author: string | null; reason: string | null; at: Date }

/** Creates a clause, its buyer too where no contract named it yet, and answers its number. */
export async function insertClause(
  trx: Db,
  key: ClauseKey & { buyerSiren: string | null },
  terms: ClauseTerms,
  by: Authorship,
): Promise<number> {
  await trx
    .insertInto('buyers')
    .values({ id: key.buyerId, siren: key.buyerSiren, name: null })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  const { id } = await trx
    .insertInto('insertion_clauses')
    .values({
      buyer_id: key.buyerId,
      source_id: key.sourceId,
      lot: key.lot,
      contract_group_id: key.contractGroupId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await appendClauseVersion(trx, id, terms, by)
  return id
}

/** Adds a version of the terms of a clause: the one in force from now on. */
export async function appendClauseVersion(
  trx: Db,
  clauseId: number,
  terms: ClauseTerms,
  { author, reason, at }: Authorship,
): Promise<void> {
  await sql`
    insert into insertion_clause_versions (clause_id, version, terms, author, reason, recorded_at)
    select ${clauseId}, coalesce(max(version), 0) + 1, ${JSON.stringify(terms)}::jsonb, ${author}, ${reason}, ${at}
    from insertion_clause_versions where clause_id = ${clauseId}
  `.execute(trx)
}

/** Ties a clause to its contract by number and lot alone, and no more to the record a person pointed at. */
export async function detachClause(trx: Db, clauseId: number): Promise<void> {
  await trx
    .updateTable('insertion_clauses')
    .set({ contract_group_id: null })
    .where('id', '=', clauseId)
    .execute()
}

/** Waits for whoever changes this clause, and keeps others waiting until the transaction ends. */
export async function lockClause(trx: Db, clauseId: number): Promise<void> {
  await sql`select from insertion_clauses where id = ${clauseId} for update`.execute(trx)
}

/** The clauses of these buyers and groups (all: none given), or the one of this number; those recorded by mistake are left out unless asked for. */
export async function listClauses(
  db: Db,
  {
    buyers = [],
    groups = [],
    id = null,
    withCancelled = false,
  }: { buyers?: readonly string[]; groups?: readonly string[]; id?: number | null; withCancelled?: boolean },
): Promise<ClauseRow[]> {
  const { rows } = await sql<ClauseRow>`
    select c.id, c.buyer_id as "buyerId", b.siren as "buyerSiren", b.name as "buyerName", c.source_id as "sourceId", c.lot,
      c.contract_group_id as "contractGroupId", v.version, v.terms,
      to_char(v.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "recordedAt",
      coalesce((select jsonb_agg(to_jsonb(k) order by k."notifiedOn", k.id) from (${CLAUSE_CONTRACTS}) as k), '[]') as contracts
    from insertion_clauses c
      join buyers b on b.id = c.buyer_id
      join lateral (
        select * from insertion_clause_versions v where v.clause_id = c.id order by v.version desc limit 1
      ) as v on true
    where ${ofBuyersOrGroups(buyers, groups)} and (${id}::integer is null or c.id = ${id}::integer)
      and (${withCancelled} or v.terms->'cancelled' = 'null'::jsonb)
    order by c.id
  `.execute(db)
  return rows
}

/** The clauses in force of a contract, by the same number and lot or the same record: one too many when there is one. */
export async function listClausesOfKey(db: Db, key: ClauseKey): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select c.id from insertion_clauses c
      join lateral (
        select * from insertion_clause_versions v where v.clause_id = c.id order by v.version desc limit 1
      ) as v on true
    where v.terms->'cancelled' = 'null'::jsonb and (
      c.contract_group_id = ${key.contractGroupId}::uuid
      or c.buyer_id = ${key.buyerId} and c.source_id = ${key.sourceId}::text and c.lot is not distinct from ${key.lot}::text
        and (c.contract_group_id is null or ${key.contractGroupId}::uuid is null)
    )
    order by c.id
  `.execute(db)
  return rows.map(({ id }) => id)
}

/** Every version of the terms of a clause, the first first. */
export function listClauseVersions(db: Db, clauseId: number) {
  return db
    .selectFrom('insertion_clause_versions')
    .selectAll()
    .where('clause_id', '=', clauseId)
    .orderBy('version')
    .execute()
}
