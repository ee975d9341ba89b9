import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** Payments in one row of `payment_sightings`. */
const CHUNK = 5_000

/** Notes the staged payments that other imports brought before, with their lines here: undoing one of those leaves them to this one. */
export async function notePaymentSightings(trx: Db, importId: bigint): Promise<void> {
  await sql`
    insert into payment_sightings (import_id, payment_ids, lines)
    select ${importId}, array_agg(id order by rank), array_agg(line order by rank)
    from (select id, line, row_number() over (order by line, id) as rank from staged_copies where not is_new and not is_again) as seen
    group by (rank - 1) / ${CHUNK}::integer
  `.execute(trx)
}

/**
 * Hands the payments brought by this import over to the first later one that saw them too, and answers how many. An earlier one
 * never did: it would have brought them.
 */
export async function handPaymentsOver(trx: Db, importId: bigint): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update payments p set import_id = heirs.import_id, line = heirs.line
    from (
      select distinct on (seen.id) seen.id, s.import_id, seen.line
      from payment_sightings s, unnest(s.payment_ids, s.lines) as seen (id, line)
      where s.import_id > ${importId}
      order by seen.id, s.import_id
    ) as heirs
    where p.id = heirs.id and p.import_id = ${importId}
  `.execute(trx)
  return Number(numAffectedRows)
}

/** Forgets the payments that an import saw. */
export async function deletePaymentSightings(trx: Db, importId: bigint): Promise<void> {
  await sql`delete from payment_sightings where import_id = ${importId}`.execute(trx)
}
