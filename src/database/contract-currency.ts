import { sql } from 'kysely'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import type { Db } from './connect.ts'

/** The holders of a contract as one text, whatever their order. */
const holdersOf = (contract: string) =>
  sql.raw(`(select string_agg(coalesce(h.scheme || ':' || h.identifier, h.identifier, h.name), '|'
    order by coalesce(h.scheme || ':' || h.identifier, h.identifier, h.name))
    from contract_holders h where h.contract_id = ${contract}.id)`)

/** A record that its file says superseded, and the same contract under the next number: 2019 ids end in the rank of the amendment. */
const IS_RENUMBERED = sql`
  c.is_superseded and exists (
    select from contracts later
    where later.buyer_id = c.buyer_id and not later.is_superseded and later.object = c.object
      and length(c.source_id) > 6 and left(later.source_id, -2) = left(c.source_id, -2)
      and right(c.source_id, 2) ~ '^[0-9]{2}$' and right(later.source_id, 2) ~ '^[0-9]{2}$'
      and right(later.source_id, 2) > right(c.source_id, 2)
      and ${holdersOf('later')} is not distinct from ${holdersOf('c')}
  )
`

/** A version read on its own that the whole contract, read elsewhere, already holds among its amendments. */
const IS_FOLDED_ELSEWHERE = sql`
  c.version > 0 and exists (
    select from contracts base
    where base.buyer_id = c.buyer_id and base.source_id = c.source_id and base.object is not distinct from c.object
      and base.version = 0 and base.amendment_count >= c.version
  )
`

/**
 * Adds to `touched_groups`, which the caller has filled with the groups of records that come or go, those of `touched_buyers`
 * that such a record may concern all the same: records superseded, and versions read on their own.
 */
export async function extendTouchedGroups(trx: Db): Promise<void> {
  await sql`
    insert into touched_groups
    select distinct group_id from contracts
    where (is_superseded or version > 0) and buyer_id in (select buyer_id from touched_buyers)
    except select group_id from touched_groups
  `.execute(trx)
  await sql`analyze touched_groups`.execute(trx)
}

/**
 * Chooses in `touched_groups`. In a group, the records of the latest publication are current, one per object and initial amount (the most amended, then
 * the most complete, then the first notified); the others are history. Files that date rows by version and give no
 * publication date are ordered by that date. `counted_on` is the day the contract was first notified: for them, the first
 * plausible day among the versions 0 of the group, and none when only later versions were read.
 */
export async function chooseCurrentRecords(trx: Db): Promise<void> {
  await sql`
    with ranked as (
      select c.id,
        rank() over (
          partition by c.group_id
          order by c.published_on desc nulls last, case when c.is_version_dated then c.notified_on end desc nulls last, c.is_superseded
        ) = 1
        and row_number() over (
          partition by c.group_id, c.published_on, c.object, c.initial_amount_cents,
            case when c.is_version_dated then c.notified_on end
          order by c.is_superseded, c.amendment_count desc, c.filled_count desc, c.notified_on, c.id
        ) = 1
        and not (${IS_RENUMBERED}) and not (${IS_FOLDED_ELSEWHERE}) as is_current,
        case when c.is_version_dated
          then min(c.notified_on) filter (where c.version = 0 and c.notified_on >= ${EARLIEST_PLAUSIBLE_DAY}) over (partition by c.group_id)
          else c.notified_on end as counted_on
      from touched_groups join contracts c using (group_id)
    )
    update contracts c set is_current = ranked.is_current, counted_on = ranked.counted_on,
      framework_is_known = c.framework_is_known and ranked.is_current, has_call_offs = c.has_call_offs and ranked.is_current
    from ranked
    where c.id = ranked.id and (c.is_current, c.counted_on) is distinct from (ranked.is_current, ranked.counted_on)
  `.execute(trx)
}

/**
 * Ties call-offs to frameworks of `touched_buyers`, every establishment of theirs, current records only; ids are
 * unique within a buyer only.
 */
export async function linkFrameworks(trx: Db): Promise<void> {
  await sql`
    with touched as (
      select distinct coalesce(b.siren, b.id) as buyer
      from buyers b where b.id in (select buyer_id from touched_buyers)
    ), establishments as (
      select b.id as buyer_id, buyer from buyers b join touched on coalesce(b.siren, b.id) = buyer
    ), call_offs as (
      select c.id, buyer, c.framework_id
      from contracts c join establishments using (buyer_id)
      where c.is_current and c.kind = 'call-off' and c.framework_id is not null
    ), pairs as (
      select call_offs.id as call_off_id, framework.id as framework_id
      from call_offs join establishments using (buyer)
        join contracts framework on framework.buyer_id = establishments.buyer_id and framework.source_id = call_offs.framework_id
      where framework.is_current and framework.id <> call_offs.id and framework.kind in ('framework', 'contract')
    ), linked as (
      select id, bool_or(is_call_off) as framework_is_known, bool_or(not is_call_off) as has_call_offs
      from (
        select call_off_id as id, true as is_call_off from pairs union all select framework_id, false from pairs
      ) as ends group by id
    ), candidates as (
      select id, framework_is_known, has_call_offs from linked
      union all
      select c.id, false, false from contracts c join establishments using (buyer_id)
      where c.is_current and (c.framework_is_known or c.has_call_offs) and c.id not in (select id from linked)
    )
    update contracts c set framework_is_known = n.framework_is_known, has_call_offs = n.has_call_offs
    from candidates n
    where c.id = n.id and (c.framework_is_known, c.has_call_offs) is distinct from (n.framework_is_known, n.has_call_offs)
  `.execute(trx)
}
