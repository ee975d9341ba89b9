import { sql } from 'kysely'
import type { EmployerFact, StatementFact } from '../domain/insertion/insertion-facts.ts'
import type { Db } from './connect.ts'
import { verdictOf } from './contract-keys.ts'

/** Days are inclusive; `null`: no bound. */
export type InsertionPeriod = { from: string | null; to: string | null }

/**
 * The statements that count of these clauses, their period whole within the one asked; and how many straddle one of its bounds.
 * A code is told apart from the same code given by another facilitator, else to another buyer.
 */
export async function listStatementFacts(
  db: Db,
  clauseIds: readonly number[],
  { from, to }: InsertionPeriod,
): Promise<{ statements: StatementFact[]; straddling: number }> {
  const counted = sql`
    from insertion_hours h join insertion_clauses c on c.id = h.clause_id
      join lateral (
        select terms from insertion_clause_versions v where v.clause_id = c.id order by v.version desc limit 1
      ) as v on true
    where h.standing = 'counted' and h.clause_id = any(${clauseIds as number[]}::integer[])
      and h.period_to >= coalesce(${from}::date, '-infinity') and h.period_from <= coalesce(${to}::date, 'infinity')
  `
  const isWhole = sql`h.period_from >= coalesce(${from}::date, '-infinity') and h.period_to <= coalesce(${to}::date, 'infinity')`
  const { rows } = await sql<StatementFact>`
    select h.clause_id as "clauseId", coalesce(lower(v.terms->>'facilitator'), c.buyer_id) as scope, h.person,
      h.period_from as "from", h.period_to as "to", h.hundredths, h.people, h.employment_contracts as "employmentContracts",
      h.publics, h.hiring_form as "hiringForm", h.employer_siren as "employerSiren", h.employment_form as "employmentForm",
      h.employment_reference as "employmentReference", h.is_qpv as "isQpv", h.sex, h.age_band as "ageBand", h.qualification,
      h.afterwards, h.is_validated as "isValidated"
    ${counted} and ${isWhole} order by h.id
  `.execute(db)
  const others = await sql<{ count: number }>`
    select count(*)::integer as count ${counted} and not (${isWhole})
  `.execute(db)
  return { statements: rows, straddling: others.rows[0]?.count ?? 0 }
}

/** What the registers say of these employers (SIREN) on a day. */
export async function listEmployerFacts(
  db: Db,
  sirens: readonly string[],
  day: string,
): Promise<EmployerFact[]> {
  const on = sql`${day}::date`
  const { rows } = await sql<EmployerFact>`
    select s.siren, ${verdictOf('siae', on)} as siae, ${verdictOf('handicap', on)} as handicap
    from suppliers s
    where s.scheme = 'SIREN' and s.identifier = any(${sirens as string[]}::text[]) order by s.siren
  `.execute(db)
  return rows
}
