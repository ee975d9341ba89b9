import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** The clauses in force that are tied to a record which no import but this one brings: without it they would be of no contract. */
export async function listClausesResting(db: Db, importId: bigint): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select c.id from insertion_clauses c
      join lateral (
        select terms from insertion_clause_versions v where v.clause_id = c.id order by v.version desc limit 1
      ) as v on v.terms->'cancelled' = 'null'::jsonb
    where exists (select from contracts k where k.group_id = c.contract_group_id and k.import_id = ${importId})
      and not exists (
        select from contracts k where k.group_id = c.contract_group_id and (
          k.import_id <> ${importId}
          or exists (select from import_sightings s where s.import_id > ${importId} and k.id = any(s.contract_ids))
        )
      )
    order by c.id
  `.execute(db)
  return rows.map(({ id }) => id)
}
