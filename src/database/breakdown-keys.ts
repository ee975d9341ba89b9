import { type RawBuilder, sql } from 'kysely'
import type { BreakdownId } from '../domain/contract-filter/breakdown.ts'
import { PERIMETER_IDS } from '../domain/supplier/verdict.ts'
import { AMOUNT_BAND, CATEGORY, PROCEDURE, texts, verdictOf } from './contract-filters.ts'
import { dayOf, type ScopeQuery } from './contract-scope.ts'

/** The row or rows of a breakdown where contract `c` stands: one text, or an array where it may stand in several. */
export type KeySql = { expression: RawBuilder<unknown>; isArray: boolean }

const one = (expression: RawBuilder<unknown>): KeySql => ({ expression, isArray: false })

/** Every perimeter that has a holder on the day of the contract; `none` when all answer no, else `undetermined`. */
const perimeterKeys = (day: RawBuilder<unknown>) => sql`(
  select coalesce(
    array_agg(distinct judged.perimeter) filter (where judged.outcome = 'yes'),
    array[case when bool_or(judged.outcome = 'undetermined') then 'undetermined' else 'none' end])
  from (
    select asked.perimeter, ${verdictOf(sql`asked.perimeter`, day)} as outcome
    from unnest(${texts(PERIMETER_IDS)}) as asked (perimeter)
      left join contract_holders h on h.contract_id = c.id left join suppliers s on s.id = h.supplier_id
  ) as judged
)`

/** Where contract `c` stands in a breakdown. Nothing is left without a row: what is not known has its own. */
export function keySql(by: BreakdownId, query: ScopeQuery): KeySql {
  const { day } = dayOf(query)
  switch (by) {
    case 'year':
      return one(sql`to_char(${day}, 'YYYY')`)
    case 'quarter':
      return one(sql`to_char(${day}, 'YYYY-"T"Q')`)
    case 'buyer':
      return one(sql`coalesce(c.buyer_siren, c.buyer_id)`)
    case 'kind':
      return one(sql`c.kind`)
    case 'procedure':
      return one(PROCEDURE)
    case 'category':
      return one(CATEGORY)
    case 'cpv-division':
      return one(sql`coalesce(left(c.cpv, 2), 'unknown')`)
    case 'amount':
      return one(AMOUNT_BAND)
    case 'perimeter':
      return { expression: perimeterKeys(day), isArray: true }
  }
}
