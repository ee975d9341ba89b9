import { type RawBuilder, sql } from 'kysely'
import type { Outcome } from '../domain/supplier/rewind-timeline.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import type { Db } from './connect.ts'
import { withBuyerIds } from './contract-filters.ts'
import { dayOf, inScope, type ResolvedScope, reasonOf, type ScopeQuery } from './contract-scope.ts'
import type { Page } from './contracts.ts'
import { USABLE_CENTS } from './outcome-sql.ts'
import { HISTORIES, type PastOutcome, pastOutcomesSql } from './past-timelines.ts'

// What a reclassification did to the contracts known today, of which a share counts those in scope.

/** A reclassification, and the contracts it is looked at on. `outcomes`: see `listPastOutcomes`. */
export type EffectQuery = ScopeQuery & { reclassificationId: number; outcomes: readonly PastOutcome[] }

type ResolvedEffect = EffectQuery & Pick<ResolvedScope, 'buyerIds'>

/** Names a legal unit, or a supplier that no French register knows. */
const UNIT = sql`coalesce(s.siren, s.scheme || ' ' || s.identifier)`

/**
 * `concerned`: contract, unit and perimeter where the answer on the contract's day is another since the reclassification. A contract
 * without day moves when the answer of any day does.
 */
const concernedBy = (query: ResolvedEffect): RawBuilder<unknown> => sql`
  past as materialized (${pastOutcomesSql(query.outcomes.filter(({ isAnyDay }) => isAnyDay))}),
  histories as materialized (select * from (${HISTORIES(query.reclassificationId)}) as known where reclassified),
  any_day as materialized (
    select b.key, b.perimeter, b.outcome as outcome_before, a.outcome as outcome_after
    from past b join past a on a.key = b.key and a.perimeter = b.perimeter and a.moment = 'after'
    where b.moment = 'before' and a.outcome <> b.outcome
  ),
  held as materialized (
    select c.id, ${dayOf(query).day} as day, ${USABLE_CENTS} as cents, h.supplier_id
    from contracts c join contract_holders h on h.contract_id = c.id
    where ${inScope(query)} and ${reasonOf(query)} is null and h.supplier_id in (select supplier_id from histories)
  ),
  concerned as materialized (
    select h.id, h.cents, ${UNIT} as unit, v.perimeter, v.outcome_before, v.outcome_after
    from held h
      join moved_suppliers m on m.supplier_id = h.supplier_id and m.reclassification_id = ${query.reclassificationId}
      join verdict_moves v on v.reclassification_id = m.reclassification_id and v.move = m.move
        and h.day between v.valid_from and v.valid_to
      join suppliers s on s.id = h.supplier_id
    group by 1, 2, 3, 4, 5, 6
    union all
    select h.id, h.cents, ${UNIT}, a.perimeter, a.outcome_before, a.outcome_after
    from held h
      join histories k on k.supplier_id = h.supplier_id
      join any_day a on a.key = k.key
      join suppliers s on s.id = h.supplier_id
    where h.day is null
    group by 1, 2, 3, 4, 5, 6
  )
`

/** What moved one way in a perimeter. `units`: on at least one day; `holders`: those of them that hold the contracts concerned. */
export type Movement = {
  perimeter: PerimeterId
  before: Outcome
  after: Outcome
  units: number
  holders: number
  contracts: number
  cents: bigint
}

/** How many suppliers moved each way in each perimeter, and the contracts in scope whose day is concerned. */
export async function sumMovements(db: Db, query: EffectQuery): Promise<Movement[]> {
  const resolved = await withBuyerIds(db, query)
  const { rows } = await sql<Omit<Movement, 'cents'> & { cents: string }>`
    with ${concernedBy(resolved)},
    units as (
      select v.perimeter, v.outcome_before, v.outcome_after, count(distinct ${UNIT})::integer as units
      from (
        select distinct move, perimeter, outcome_before, outcome_after from verdict_moves
        where reclassification_id = ${query.reclassificationId}
      ) as v
        join moved_suppliers m on m.reclassification_id = ${query.reclassificationId} and m.move = v.move
        join suppliers s on s.id = m.supplier_id
      group by 1, 2, 3
    ),
    held_by as (
      select perimeter, outcome_before, outcome_after, count(distinct unit)::integer as holders from concerned group by 1, 2, 3
    ),
    sums as (
      select perimeter, outcome_before, outcome_after, count(*)::integer as contracts, sum(cents)::text as cents
      from (select distinct id, cents, perimeter, outcome_before, outcome_after from concerned) as contracts group by 1, 2, 3
    )
    select perimeter, outcome_before as before, outcome_after as after, coalesce(units, 0) as units, coalesce(holders, 0) as holders,
      coalesce(contracts, 0) as contracts, coalesce(cents, '0') as cents
    from units
      full join held_by using (perimeter, outcome_before, outcome_after)
      full join sums using (perimeter, outcome_before, outcome_after)
    order by perimeter, outcome_before, outcome_after
  `.execute(db)
  return rows.map((row) => ({ ...row, cents: BigInt(row.cents) }))
}

/** A supplier that moved one way in the perimeter, with the periods and rules; and its contracts in scope whose day is concerned. */
export type MovedUnit = {
  unit: string
  siren: string | null
  before: Outcome
  after: Outcome
  periods: { validFrom: string; validTo: string; ruleBefore: string | null; ruleAfter: string | null }[]
  contracts: number
  cents: bigint
}

/** Which moved suppliers to list. `null`: whatever; of some buyers or a period, only those that hold contracts concerned. */
export type MovedUnitQuery = EffectQuery & {
  perimeter: PerimeterId
  before: Outcome | null
  after: Outcome | null
}

/** A page of the suppliers that moved in a perimeter, those of the most euros concerned first, and how many there are. */
export async function listMovedUnits(
  db: Db,
  query: MovedUnitQuery,
  { limit, offset }: Page,
): Promise<{ units: MovedUnit[]; total: number }> {
  const resolved = await withBuyerIds(db, query)
  const { filters, perimeter, reclassificationId, before, after } = query
  const { buyers, groups = [], from, to } = filters
  const isRestricted = buyers.length + groups.length > 0 || from !== null || to !== null
  const { rows } = await sql<Omit<MovedUnit, 'cents'> & { cents: string; total: number }>`
    with ${concernedBy(resolved)},
    lines as (
      select distinct ${UNIT} as unit, s.siren, v.outcome_before as before, v.outcome_after as after,
        jsonb_build_object('validFrom', v.valid_from, 'validTo', v.valid_to, 'ruleBefore', v.rule_before, 'ruleAfter', v.rule_after) as period,
        0 as contracts, 0::bigint as cents
      from verdict_moves v
        join moved_suppliers m on m.reclassification_id = v.reclassification_id and m.move = v.move
        join suppliers s on s.id = m.supplier_id
      where v.reclassification_id = ${reclassificationId} and v.perimeter = ${perimeter}
        and v.outcome_before = coalesce(${before}::text, v.outcome_before) and v.outcome_after = coalesce(${after}::text, v.outcome_after)
      union all
      select unit, null, outcome_before, outcome_after, null, 1, cents from concerned where perimeter = ${perimeter}
    ),
    listed as materialized (
      select unit, max(siren) as siren, before, after,
        jsonb_agg(period order by (period->>'validFrom')::date) filter (where period is not null) as periods,
        sum(contracts)::integer as contracts, sum(cents) as cents
      from lines group by unit, before, after
      having bool_or(period is not null) and ${isRestricted ? sql`sum(contracts) > 0` : sql`true`}
    )
    select unit, siren, before, after, periods, contracts, cents::text as cents, (select count(*)::integer from listed) as total
    from listed order by listed.cents desc, contracts desc, unit, before, after limit ${limit} offset ${offset}
  `.execute(db)
  const units = rows.map(({ total: _, ...row }) => ({ ...row, cents: BigInt(row.cents) }))
  const total =
    rows[0]?.total ?? (offset === 0 ? 0 : (await listMovedUnits(db, query, { limit: 1, offset: 0 })).total)
  return { units, total }
}
