import { sql } from 'kysely'
import type { ContractsFact, EmployerFact, StatementFact } from '../domain/insertion/insertion-facts.ts'
import type { Db } from './connect.ts'
import { ofBuyers } from './contract-filters.ts'
import { verdictOf } from './contract-keys.ts'
import { HAS_CLAUSE } from './insertion-contracts.ts'

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

/** Where a clause is due: from how many cents, for contracts notified from which day on. */
export type MandatoryScope = { thresholdCents: bigint; from: string }

/**
 * The contracts of these buyers notified in the period, and those that carry a clause in force: current records, neither
 * concessions nor call-offs of a known framework. Values leave out amounts that are not to be believed.
 */
export async function sumContractsFact(
  db: Db,
  buyers: readonly string[],
  { from, to }: InsertionPeriod,
  mandatory: MandatoryScope | null,
): Promise<ContractsFact> {
  const isAbove = mandatory
    ? sql`coalesce(amount_cents >= ${mandatory.thresholdCents} and counted_on >= ${mandatory.from}::date, false)`
    : sql`false`
  const { rows } = await sql<
    Record<'contracts' | 'withClause' | 'above' | 'aboveWithClause', number> & {
      cents: string
      clauseCents: string
    }
  >`
    with counted as (
      select k.counted_on, case when k.amount_flag is null then k.amount_cents end as amount_cents,
        ${HAS_CLAUSE} as has_clause
      from contracts k
      where k.is_current and k.kind <> 'concession' and not (k.kind = 'call-off' and k.framework_is_known)
        and ${ofBuyers(buyers, 'k')}
        and (${from}::date is null or k.counted_on >= ${from}::date) and (${to}::date is null or k.counted_on <= ${to}::date)
    )
    select count(*)::integer as contracts, coalesce(sum(amount_cents), 0)::text as cents,
      (count(*) filter (where has_clause))::integer as "withClause",
      coalesce(sum(amount_cents) filter (where has_clause), 0)::text as "clauseCents",
      (count(*) filter (where ${isAbove}))::integer as above,
      (count(*) filter (where ${isAbove} and has_clause))::integer as "aboveWithClause"
    from counted
  `.execute(db)
  const [row] = rows
  return {
    all: { contracts: row?.contracts ?? 0, cents: BigInt(row?.cents ?? 0) },
    withClause: { contracts: row?.withClause ?? 0, cents: BigInt(row?.clauseCents ?? 0) },
    aboveThreshold: mandatory && { contracts: row?.above ?? 0, withClause: row?.aboveWithClause ?? 0 },
  }
}

/** The instant anything was last recorded of insertion: clauses, hours due, hours done, by hand or by an import. */
export async function findInsertionVersion(db: Db): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select greatest(
      (select max(recorded_at) from insertion_clause_versions), (select max(recorded_at) from insertion_dues),
      (select max(recorded_at) from insertion_hours), (select max(coalesce(undone_at, finished_at)) from imports where is_change)
    ) as at
  `.execute(db)
  return rows[0]?.at ?? null
}
