import { sql } from 'kysely'
import { decideStandings, type RankedStatement } from '../domain/insertion/hours-statement.ts'
import type { Db } from './connect.ts'

type StoredStatement = RankedStatement & { clauseId: number; standing: string }

/** Decides again what each statement of these clauses is worth; call it whenever one comes or goes. */
export async function refreshStandings(trx: Db, clauseIds: readonly number[]): Promise<void> {
  if (clauseIds.length === 0) return
  const { rows } = await sql<StoredStatement>`
    select id, clause_id as "clauseId", key, person, period_from as "from", period_to as "to", employer_siren as employer,
      effective_on as "effectiveOn", rank, is_withdrawn as "isWithdrawn", standing
    from insertion_hours where clause_id = any(${clauseIds as number[]}::integer[])
  `.execute(trx)
  const byClause = Map.groupBy(rows, ({ clauseId }) => clauseId)
  const changed: { id: string; standing: string }[] = []
  for (const statements of byClause.values()) {
    const standings = decideStandings(statements)
    for (const { id, standing } of statements) {
      const decided = standings.get(id)
      if (decided !== undefined && decided !== standing) changed.push({ id: String(id), standing: decided })
    }
  }
  await sql`
    update insertion_hours h set standing = r.standing
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as r (id bigint, standing text) where h.id = r.id
  `.execute(trx)
}
