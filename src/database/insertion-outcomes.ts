import { sql } from 'kysely'
import type { ContractTest } from '../domain/indicator/contract-test.ts'
import { ANNOUNCES_CLAUSE, CONTRACTS_WITH_CLAUSE } from './insertion-contracts.ts'
import { grouped, type OutcomeSql, whole } from './outcome-sql.ts'

/** What is recorded of insertion on the contract, and what its record announces. */
export function byInsertionClause({
  minimum,
}: Extract<ContractTest, { of: 'insertion-clause' }>): OutcomeSql {
  const outcome = sql<string>`case when c.id in (${CONTRACTS_WITH_CLAUSE}) then 'yes'
    when coalesce(${ANNOUNCES_CLAUSE('c')}, false) then 'undetermined' else 'no' end`
  if (minimum === null) return whole(outcome)
  const isDue = sql`c.amount_flag is null and c.amount_cents >= ${minimum.cents} and c.counted_on >= ${minimum.from}::date`
  return { ...grouped(sql`join lateral (select 1 where ${isDue}) as due on true`, outcome), isGrouped: false }
}
