import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** Records in one row of `import_sightings`: 200 kB, which PostgreSQL reads at once. */
const CHUNK = 10_000

/**
 * Notes what this import shares with others: the staged records that were already there, each once, with the line of its first
 * row. Undoing another import then knows what to leave, and to whom.
 */
export async function noteSightings(trx: Db, importId: bigint): Promise<void> {
  await sql`
    insert into import_sightings (import_id, version, is_version_dated, contract_ids, lines)
    select ${importId}::bigint, version, is_version_dated, array_agg(id order by seq), array_agg(line order by seq)
    from (
      select distinct on (id) id, seq, line, version, is_version_dated from staged_records r
      where not is_new and not exists (select from staged_records n where n.is_new and n.id = r.id)
      order by id, seq
    ) as seen
    group by version, is_version_dated, seq / ${CHUNK}::integer
  `.execute(trx)
}

/** Notes the names that the staged rows give to buyers, and names those that no earlier import named. */
export async function noteBuyerNames(
  trx: Db,
  importId: bigint,
  staged: 'staged_buyers' | 'staged_payments',
): Promise<void> {
  await sql`
    insert into import_buyers (buyer_id, import_id, name)
    select buyer_id, ${importId}::bigint, min(buyer_name) from ${sql.table(staged)} where buyer_name is not null group by buyer_id
  `.execute(trx)
  await sql`
    update buyers b set name = named.name from import_buyers named
    where named.import_id = ${importId} and named.buyer_id = b.id and b.name is distinct from named.name
      and not exists (select from import_buyers first where first.buyer_id = b.id and first.import_id < ${importId})
  `.execute(trx)
}

/**
 * `heirs`: the records brought by this import that a later one saw too, with the first that did. An earlier one never did:
 * it would have brought them.
 */
export async function findHeirs(trx: Db, importId: bigint): Promise<void> {
  await sql`
    create temporary table heirs on commit drop as
    select distinct on (c.id) c.id, s.import_id, seen.line, s.version, s.is_version_dated,
      (s.version, s.is_version_dated) is distinct from (c.version, c.is_version_dated) as is_read_otherwise
    from import_sightings s, unnest(s.contract_ids, s.lines) as seen (contract_id, line)
      join contracts c on c.id = seen.contract_id
    where s.import_id > ${importId} and c.import_id = ${importId}
    order by c.id, s.import_id
  `.execute(trx)
  await sql`create unique index on heirs (id)`.execute(trx)
  await sql`analyze heirs`.execute(trx)
}

/** Hands the records of `heirs` over to the imports found there, and answers how many. */
export async function handOver(trx: Db): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update contracts c set import_id = h.import_id, line = h.line, version = h.version, is_version_dated = h.is_version_dated
    from heirs h where h.id = c.id
  `.execute(trx)
  return Number(numAffectedRows)
}

/** Forgets the records that an import saw. */
export async function deleteSightings(trx: Db, importId: bigint): Promise<void> {
  await sql`delete from import_sightings where import_id = ${importId}`.execute(trx)
}

/** Forgets the names an import gave; its buyers then bear the name given by the first of the others that gives one. */
export async function deleteBuyerNames(trx: Db, importId: bigint): Promise<void> {
  await sql`
    with forgotten as (
      delete from import_buyers where import_id = ${importId} returning buyer_id
    ), names as (
      select distinct on (buyer_id) forgotten.buyer_id, named.name
      from forgotten left join import_buyers named on named.buyer_id = forgotten.buyer_id and named.import_id <> ${importId}
      order by buyer_id, named.import_id
    )
    update buyers b set name = names.name from names where names.buyer_id = b.id and b.name is distinct from names.name
  `.execute(trx)
}
