import { type RawBuilder, sql } from 'kysely'
import type { ContractTest } from '../domain/indicator/contract-test.ts'
import type { HolderMethod } from '../domain/share/share.ts'
import type { ScopeQuery } from './contract-scope.ts'

/** What a contract counts for, and how the verdicts of several holders are put together. */
export type OutcomeQuery = ScopeQuery & { test: ContractTest; holders: HolderMethod }

/**
 * A test in SQL: what to join to contract `c` (with a row for each holder when `isGrouped`: group by `c.id`), its outcome, and its
 * cents by outcome. No more is joined than the test reads.
 */
export type OutcomeSql = {
  joins: RawBuilder<unknown>
  isGrouped: boolean
  outcome: RawBuilder<string>
  /** Cents that follow each outcome; `null`: the whole amount follows that of the contract. */
  cents: ((outcome: string) => RawBuilder<unknown>) | null
  /** Whether something of the contract is missing from the cents, where it is not its amount. */
  isOutOfValue?: RawBuilder<boolean>
  /** Offers received, where the test is about them; `null` where they are not known. */
  offers?: RawBuilder<unknown>
}

/** The amount that enters values: nothing when it is flagged. */
export const USABLE_CENTS = sql`case when c.amount_flag is null then coalesce(c.amount_cents, 0) else 0 end`

/** A row for each holder, and one for a contract without any. */
export const HOLDER_JOINS = sql`left join contract_holders h on h.contract_id = c.id left join suppliers s on s.id = h.supplier_id`

/** A contract that counts whole, told by its own record. */
export const whole = (outcome: RawBuilder<string>): OutcomeSql => ({
  joins: sql``,
  isGrouped: false,
  outcome,
  cents: null,
})

/** A contract that counts whole, told by the rows joined to it. */
export const grouped = (joins: RawBuilder<unknown>, outcome: RawBuilder<string>): OutcomeSql => ({
  joins,
  isGrouped: true,
  outcome,
  cents: null,
})
