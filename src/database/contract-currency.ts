import { type RawBuilder, sql } from 'kysely'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import type { Db } from './connect.ts'

/** The holders of contract `c` as one text, whatever their order. */
const HOLDERS = sql`(
  select string_agg(coalesce(h.scheme || ':' || h.identifier, h.identifier, h.name), '|'
    order by coalesce(h.scheme || ':' || h.identifier, h.identifier, h.name))
  from contract_holders h where h.contract_id = c.id
)`

/*
 * Below, a buyer may have written one id on thousands of contracts: each is compared with the others at once, by a window, never
 * two by two. `is true` keeps a look-up in a set from being planned as a join of a few rows; `exists` spares reading every contract
 * where there is nothing to look for, as in most files.
 */

/** Records that their file says superseded, and the same contract under the next number: 2019 ids end in the rank of the amendment. */
const RENUMBERED = sql`
  select id from (
    select id, is_superseded, right(source_id, 2) as rank, max(right(source_id, 2)) filter (where not is_superseded)
      over (partition by buyer_id, left(source_id, -2), md5(object), md5(holders)) as last_rank
    from (
      select c.id, c.buyer_id, c.source_id, c.object, c.is_superseded, ${HOLDERS} as holders
      from contracts c
      where exists (select from to_compare where is_superseded)
        and c.buyer_id in (select buyer_id from to_compare where is_superseded)
        and ((c.buyer_id, left(c.source_id, -2)) in (select buyer_id, left(source_id, -2) from to_compare where is_superseded)) is true
        and c.object is not null and length(c.source_id) > 6 and right(c.source_id, 2) ~ '^[0-9]{2}$'
    ) as numbered
  ) as compared
  where is_superseded and last_rank > rank
`

/** Versions read on their own that the whole contract, read elsewhere, already holds among its amendments. */
const FOLDED_ELSEWHERE = sql`
  select id from (
    select c.id, c.version,
      max(c.amendment_count) filter (where c.version = 0) over (partition by c.buyer_id, c.source_id, md5(c.object)) as known_amendments
    from contracts c
    where exists (select from to_compare where version > 0)
      and c.buyer_id in (select buyer_id from to_compare where version > 0)
      and ((c.buyer_id, c.source_id) in (select buyer_id, source_id from to_compare where version > 0)) is true
  ) as compared
  where version > 0 and known_amendments >= version
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
    with to_compare as materialized (
      select buyer_id, source_id, version, is_superseded from contracts
      where (is_superseded or version > 0) and buyer_id in (select buyer_id from touched_buyers)
    ), ranked as (
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
        and c.id not in (${RENUMBERED}) and c.id not in (${FOLDED_ELSEWHERE}) as is_current,
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

/** `is true` keeps it a look-up in a set: as a join, it would be planned for a few rows and compare thousands two by two. */
const isAmong = (row: RawBuilder<unknown>, table: 'call_offs' | 'frameworks') =>
  sql`(${row} in (select buyer, number from ${sql.table(table)})) is true`

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
    ), call_offs as materialized (
      select c.id, buyer, c.framework_id as number
      from contracts c join establishments using (buyer_id)
      where c.is_current and c.kind = 'call-off' and c.framework_id is not null
    ), frameworks as materialized (
      select c.id, buyer, c.source_id as number
      from contracts c join establishments using (buyer_id)
      where c.is_current and c.kind in ('framework', 'contract') and (c.source_id in (select number from call_offs)) is true
        and ${isAmong(sql`(buyer, c.source_id)`, 'call_offs')}
    ), linked as materialized (
      select id, true as framework_is_known, false as has_call_offs from call_offs where ${isAmong(sql`(buyer, number)`, 'frameworks')}
      union all
      select id, false, true from frameworks
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
