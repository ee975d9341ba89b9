import { sql } from 'kysely'
import type { Parts } from '../domain/share/share.ts'
import type { Outcome } from '../domain/supplier/rewind-timeline.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import type { Db } from './connect.ts'
import { withBuyerIds } from './contract-filters.ts'
import { dayOf, inScope, reasonOf } from './contract-scope.ts'
import { anyOf, verdictJoin } from './holder-outcomes.ts'
import { HOLDER_JOINS, USABLE_CENTS } from './outcome-sql.ts'
import { HISTORIES, pastOutcomesSql } from './past-timelines.ts'
import type { EffectQuery } from './reclassification-effects.ts'

/** Counted contracts by outcome, and their cents. */
export type MomentParts = { contracts: Parts<bigint>; cents: Parts<bigint> }

const OUTCOMES = ['yes', 'no', 'undetermined'] as const
const noParts = (): MomentParts => ({
  contracts: { yes: 0n, no: 0n, undetermined: 0n },
  cents: { yes: 0n, no: 0n, undetermined: 0n },
})

/**
 * The contracts in scope held by a supplier moved by the reclassification or since, by their answer now, just before it and just
 * after it. The others have the same answer at the three moments.
 */
export async function sumMoments(
  db: Db,
  query: EffectQuery & { perimeter: PerimeterId },
): Promise<Record<'now' | 'before' | 'after', MomentParts>> {
  const resolved = await withBuyerIds(db, query)
  const { join, outcome } = verdictJoin(query, query.perimeter)
  const { day } = dayOf(query)
  const past = (moment: string) =>
    sql`past ${sql.id(moment)} on ${sql.id(moment)}.key = k.key and ${sql.id(moment)}.moment = ${sql.lit(moment)}
      and ${sql.id(moment)}.is_any_day = (${day} is null) and coalesce(${day}, '-infinity') between ${sql.id(moment)}.valid_from and ${sql.id(moment)}.valid_to`
  const outcomes = query.outcomes.filter(({ perimeter }) => perimeter === query.perimeter)
  const { rows } = await sql<{
    now: Outcome
    before: Outcome
    after: Outcome
    contracts: string
    cents: string
  }>`
    with past as materialized (${pastOutcomesSql(outcomes)}),
    histories as materialized (${HISTORIES(query.reclassificationId)}),
    judged as (
      select c.id, ${USABLE_CENTS} as cents, ${anyOf(outcome)} as now,
        ${anyOf(sql`coalesce("before".outcome, ${outcome})`)} as before, ${anyOf(sql`coalesce("after".outcome, ${outcome})`)} as after
      from contracts c ${HOLDER_JOINS} ${join}
        left join histories k on k.supplier_id = h.supplier_id
        left join ${past('before')}
        left join ${past('after')}
      where ${inScope(resolved)} and ${reasonOf(query)} is null
        and c.id in (select contract_id from contract_holders where supplier_id in (select supplier_id from histories))
      group by c.id
    )
    select now, before, after, count(*)::text as contracts, sum(cents)::text as cents from judged group by 1, 2, 3
  `.execute(db)
  const moments = { now: noParts(), before: noParts(), after: noParts() }
  for (const row of rows)
    for (const moment of ['now', 'before', 'after'] as const) {
      moments[moment].contracts[row[moment]] += BigInt(row.contracts)
      moments[moment].cents[row[moment]] += BigInt(row.cents)
    }
  return moments
}

/** `whole` with some of its contracts answered otherwise. */
export function replaceParts(whole: MomentParts, now: MomentParts, then: MomentParts): MomentParts {
  const replaced = noParts()
  for (const unit of ['contracts', 'cents'] as const)
    for (const outcome of OUTCOMES)
      replaced[unit][outcome] = whole[unit][outcome] - now[unit][outcome] + then[unit][outcome]
  return replaced
}
