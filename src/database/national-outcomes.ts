import { type RawBuilder, sql } from 'kysely'
import { dayOf, type ScopeQuery } from './contract-scope.ts'
import { grouped, HOLDER_JOINS, type OutcomeSql } from './outcome-sql.ts'

/**
 * The holders of a contract, each with `listed.until`: the last day that a list knows it by, when it is a company with a valid SIRET;
 * `null`: not listed. Rows refused but naming the unit say nothing. Each holder is looked up by its SIREN,
 * whatever the planner believes of the lists (7 900 contracts: 51 s through the index of open facts).
 */
const withListing = (source: 'esus' | 'siae', condition: RawBuilder<unknown>) => sql`${HOLDER_JOINS}
  left join lateral (
    select max(coalesce(f.valid_to, 'infinity')) as until
    from (select * from facts where facts.siren = s.siren offset 0) as f
    where s.scheme = 'SIRET' and f.source = ${source} and not f.statement ? 'unusableRowOf' and ${condition}
  ) as listed on true`

const hasCompleteList = (source: 'esus' | 'siae', coverages: readonly string[]) => sql`exists (
  select from reference_lists l where l.source = ${source} and l.is_complete and l.covers = any(${coverages as string[]}::text[])
)`

/** The beginning is not looked at: the published indicator reads the end only. A statement that never held (reversed days) is none. */
export function byAgreements(query: ScopeQuery): OutcomeSql {
  const { day } = dayOf(query)
  return grouped(
    withListing('esus', sql`(f.valid_from is null or f.valid_to >= f.valid_from)`),
    sql`case when bool_or(listed.until > ${day}) then 'yes'
      when not ${hasCompleteList('esus', ['esus'])} or (${day} is null and bool_or(listed.until is not null)) then 'undetermined'
      else 'no' end`,
  )
}

export function byInclusiveList({ plausibleTo }: ScopeQuery): OutcomeSql {
  const isToday = sql`f.closed_on is null and (f.valid_from is null or f.valid_from <= ${plausibleTo}::date)
    and (f.valid_to is null or f.valid_to >= ${plausibleTo}::date)`
  return grouped(
    withListing('siae', isToday),
    sql`case when bool_or(listed.until is not null) then 'yes'
      when ${hasCompleteList('siae', ['inclusive'])} then 'no' else 'undetermined' end`,
  )
}
