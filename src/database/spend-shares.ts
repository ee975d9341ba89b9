import { type RawBuilder, sql } from 'kysely'
import type { TaxBasis } from '../domain/payment/tax-basis.ts'
import type { Parts } from '../domain/share/share.ts'
import type { Db } from './connect.ts'
import { outcomeOf, type SpendQuery, spendScope } from './spend-scope.ts'

/** What was paid by outcome: lines, distinct suppliers, and cents net of credit notes. */
export type SpendParts = {
  /** Calendar year; `null` when the figure is not broken down. */
  year: number | null
  payments: Parts<bigint>
  /** Yes when one payment of the supplier is; lines that name nobody are no supplier. */
  suppliers: Parts<bigint>
  cents: Parts<bigint>
  creditNotes: bigint
  /** Suppliers (one per buyer) whose credit notes exceed their payments, and by how much: counted in no part. */
  creditors: bigint
  creditCents: bigint
  /** Lines whose supplier has no usable identifier. */
  unidentified: bigint
  /** Lines that name their supplier only, linked to a legal unit by that name. */
  linkedByName: bigint
}

/** What the period holds, whatever the tax, and what it leaves out. `weightCents`: without sign. */
export type SpendContent = {
  undated: bigint
  straddling: bigint
  bases: { taxBasis: TaxBasis; payments: bigint; weightCents: bigint }[]
}

/** Counts the payments by tax basis and those left out of the figure, by reason. */
export async function countSpend(db: Db, query: SpendQuery, byYear: boolean): Promise<SpendContent> {
  const { rows } = await sql<{ reason: string | null; tax_basis: TaxBasis; payments: bigint; cents: string }>`
    with scope as (${spendScope(query, byYear)})
    select reason, tax_basis, count(*) as payments, sum(abs(amount_cents))::text as cents
    from scope where reason is distinct from 'outside' group by 1, 2
  `.execute(db)
  const total = (reason: string) =>
    rows.filter((row) => row.reason === reason).reduce((sum, { payments }) => sum + payments, 0n)
  return {
    undated: total('undated'),
    straddling: total('straddling'),
    bases: rows
      .filter(({ reason }) => reason === null)
      .map(({ tax_basis: taxBasis, payments, cents }) => ({
        taxBasis,
        payments,
        weightCents: BigInt(cents),
      })),
  }
}

const OUTCOMES = ['yes', 'no', 'undetermined'] as const
/** One column for each outcome: `<prefix>yes`, `<prefix>no`, `<prefix>undetermined`. */
const byOutcome = (aggregate: RawBuilder<unknown>, prefix = '') =>
  sql.join(
    OUTCOMES.map(
      (value) =>
        sql`coalesce(${aggregate} filter (where outcome = ${value}), 0) as ${sql.ref(`${prefix}${value}`)}`,
    ),
  )

/**
 * The parts of the share, one row a year when `byYear`, else one row. Credit notes are taken off the payments of their
 * supplier to the same buyer, over the period or the year; the rule is `netOfCredits` of `domain/payment`. Sums are exact,
 * in cents, and hold one tax basis when the query names it.
 */
export async function sumSpend(db: Db, query: SpendQuery, byYear: boolean): Promise<SpendParts[]> {
  const year = byYear ? sql`extract(year from first_day)::integer` : sql`0`
  const { rows } = await sql<Record<string, never>>`
    with scope as materialized (${spendScope(query, byYear)}),
      days as materialized (
        select ${year} as year, buyer_key, supplier_key, supplier_id, profile_id, first_day, last_day, sum(amount_cents) as cents,
          count(*) as payments, count(*) filter (where amount_cents < 0) as credit_notes,
          count(*) filter (where supplier_identifier is null and supplier_id is not null) as linked
        from scope where reason is null group by 1, 2, 3, 4, 5, 6, 7
      ), classified as materialized (
        select d.*, ${outcomeOf('d', query.perimeter)} as outcome from days d
      ), sums as (
        select year, ${byOutcome(sql`sum(cents)`)} from classified group by year, buyer_key, supplier_key
      ), credited as (
        select year, greatest(yes, 0) as yes, greatest(no, 0) as no, greatest(undetermined, 0) as undetermined,
          greatest(-yes, 0) + greatest(-no, 0) + greatest(-undetermined, 0) as credit
        from sums
      ), net as (
        select year, greatest(yes - credit, 0) as yes,
          greatest(undetermined - greatest(credit - yes, 0), 0) as undetermined,
          greatest(no - greatest(credit - yes - undetermined, 0), 0) as no,
          greatest(credit - yes - undetermined - no, 0) as credit
        from credited
      ), net_of_year as (
        select year, sum(yes)::text as yes, sum(no)::text as no, sum(undetermined)::text as undetermined,
          sum(credit)::text as credit, count(*) filter (where credit > 0) as creditors
        from net group by year
      ), suppliers_of_year as (
        select year, ${byOutcome(sql`count(*)`, 'suppliers_')} from (
          select year, case when bool_or(outcome = 'yes') then 'yes' when bool_or(outcome = 'undetermined') then 'undetermined' else 'no' end as outcome
          from classified where supplier_key is not null group by year, supplier_key
        ) as suppliers group by year
      ), payments_of_year as (
        select year, ${byOutcome(sql`sum(payments)`, 'payments_')}, sum(credit_notes) as credit_notes,
          coalesce(sum(payments) filter (where supplier_id is null), 0) as unidentified,
          sum(linked) as linked
        from classified group by year
      )
    select * from payments_of_year join net_of_year using (year) left join suppliers_of_year using (year) order by year
  `.execute(db)
  return rows.map((row: Record<string, unknown>) => {
    const partsOf = (prefix: string, read: (value: unknown) => bigint): Parts<bigint> => ({
      yes: read(row[`${prefix}yes`]),
      no: read(row[`${prefix}no`]),
      undetermined: read(row[`${prefix}undetermined`]),
    })
    /** Sums of counts come as text, counts as `bigint`, and nothing where no supplier is named. */
    const count = (value: unknown) => BigInt((value ?? 0) as bigint | string)
    return {
      year: byYear ? (row.year as number) : null,
      payments: partsOf('payments_', count),
      suppliers: partsOf('suppliers_', count),
      cents: partsOf('', (value) => BigInt(value as string)),
      creditNotes: count(row.credit_notes),
      creditors: count(row.creditors),
      creditCents: BigInt(row.credit as string),
      unidentified: count(row.unidentified),
      linkedByName: count(row.linked),
    }
  })
}
