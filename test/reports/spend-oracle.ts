import { sql } from 'kysely'
import type { Db } from '../../src/database/connect.ts'
import type { TaxBasis } from '../../src/domain/payment/tax-basis.ts'
import type { SpendRequest } from '../../src/reports/spend-share-report.ts'
import { OUTCOMES } from './share-oracle.ts'

// An independent reading of the rules of spend: it knows nothing of profiles nor stored verdicts. Each payment is judged from
// facts and lists on every day something changes within the days it may have been paid on, then added up in JavaScript.

/** A date to come is none: the tests take place on 23 November 2026. */
const BELIEVED = sql`coalesce(spent_from between '1990-01-01' and '2026-11-23', false)`

/** Makes the judged payments once: table `oracle_payments`, one row per payment and day to judge. */
export async function prepareSpendOracle(db: Db): Promise<void> {
  await sql`drop table if exists oracle_payments`.execute(db)
  const columns = Object.entries(OUTCOMES).map(([id, outcome]) => sql`${outcome} as ${sql.id(id)}`)
  await sql`
    create table oracle_payments as
    select h.*, ${sql.join(columns)} from (
      select p.id, s.siren, p.supplier_identifier as identifier, days.day
      from (
          select id, supplier_id, supplier_identifier, case when ${BELIEVED} then spent_from else '-infinity' end as first_day,
            case when ${BELIEVED} then spent_to else 'infinity' end as last_day
          from payments
        ) as p
        left join suppliers s on s.id = p.supplier_id
        cross join lateral (
          select p.first_day as day
          union select f.valid_from from facts f where f.siren = s.siren and f.valid_from > p.first_day and f.valid_from <= p.last_day
          union select f.valid_to + 1 from facts f where f.siren = s.siren and f.valid_to >= p.first_day and f.valid_to < p.last_day
        ) as days
    ) as h
  `.execute(db)
  await sql`create index on oracle_payments (id)`.execute(db)
  await sql`analyze oracle_payments`.execute(db)
}

type Answer = 'yes' | 'no' | 'undetermined'
type Row = {
  buyer: string
  supplier: string | null
  cents: bigint
  tax: TaxBasis
  from: string | null
  to: string | null
  answers: Answer[]
}

export type SpendOracle = {
  payments: Record<Answer, number>
  suppliers: Record<Answer, number>
  cents: Record<Answer, bigint>
  creditCents: bigint
  creditors: number
}

const none = <T>(zero: T): Record<Answer, T> => ({ yes: zero, no: zero, undetermined: zero })

function isInPeriod({ from, to }: Row, request: SpendRequest): boolean {
  if (request.from === null && request.to === null) return true
  if (from === null || to === null) return false
  return (request.from === null || from >= request.from) && (request.to === null || to <= request.to)
}

/** What credit notes leave of the sums of one supplier: cent by cent would give the same. */
function spreadCredit(sums: Record<Answer, bigint>): bigint {
  let debt = 0n
  for (const answer of ['yes', 'no', 'undetermined'] as const)
    if (sums[answer] < 0n) {
      debt += -sums[answer]
      sums[answer] = 0n
    }
  for (const answer of ['yes', 'undetermined', 'no'] as const) {
    const borne = debt > sums[answer] ? sums[answer] : debt
    sums[answer] -= borne
    debt -= borne
  }
  return debt
}

/** The parts of a share of spend for one tax basis, one payment after the other. */
export async function recomputeSpend(
  db: Db,
  request: SpendRequest & { taxBasis: TaxBasis },
): Promise<SpendOracle> {
  const { rows } = await sql<Row>`
    select coalesce(p.buyer_siren, p.buyer_id) as buyer, p.amount_cents as cents, p.tax_basis as tax,
      case when ${BELIEVED} then p.spent_from end as "from", case when ${BELIEVED} then p.spent_to end as "to",
      coalesce(s.siren, p.supplier_scheme || p.supplier_identifier, p.supplier_identifier, lower(p.supplier_name)) as supplier,
      (select array_agg(distinct o.${sql.id(request.perimeter)}) from oracle_payments o where o.id = p.id) as answers
    from payments p left join suppliers s on s.id = p.supplier_id
    where ${request.buyers.length === 0} or left(p.buyer_id, 9) = any(${request.buyers as string[]}::text[])
  `.execute(db)
  const result: SpendOracle = {
    payments: none(0),
    suppliers: none(0),
    cents: none(0n),
    creditCents: 0n,
    creditors: 0,
  }
  const sums = new Map<string, Record<Answer, bigint>>()
  const suppliers = new Map<string, Set<Answer>>()
  for (const row of rows.filter((each) => each.tax === request.taxBasis && isInPeriod(each, request))) {
    const answer = row.answers.length === 1 ? (row.answers[0] as Answer) : 'undetermined'
    result.payments[answer]++
    const key = `${row.buyer} ${row.supplier}`
    const sum = sums.get(key) ?? none(0n)
    sum[answer] += row.cents
    sums.set(key, sum)
    if (row.supplier !== null)
      suppliers.set(row.supplier, (suppliers.get(row.supplier) ?? new Set()).add(answer))
  }
  for (const sum of sums.values()) {
    const left = spreadCredit(sum)
    result.creditCents += left
    if (left > 0n) result.creditors++
    for (const answer of ['yes', 'no', 'undetermined'] as const) result.cents[answer] += sum[answer]
  }
  for (const answers of suppliers.values())
    result.suppliers[answers.has('yes') ? 'yes' : answers.has('undetermined') ? 'undetermined' : 'no']++
  return result
}
