import { sql } from 'kysely'
import type { Db } from './connect.ts'

/**
 * In a group, the records of the latest publication are current, one per object and initial amount (the most amended, then
 * the most complete, then the first notified); the others are history. Files that date rows by version and give no
 * publication date are ordered by that date; `counted_on` is then the first one, since the year is that of the notification.
 * A version its own file calls superseded yields to a later one of the same buyer with the same id, or with the same object
 * and the same id but for the two digits that number 2019 amendments.
 */
export async function chooseCurrentRecords(trx: Db): Promise<void> {
  await sql`
    create temporary table touched_groups on commit drop as
    select group_id from staged_records where is_new
    union
    select group_id from contracts
    where is_superseded and buyer_id in (select buyer_id from staged_records where is_new)
  `.execute(trx)
  await sql`analyze touched_groups`.execute(trx)
  await sql`
    with ranked as (
      select c.id,
        rank() over (
          partition by c.group_id
          order by c.published_on desc nulls last, case when c.is_version_dated then c.notified_on end desc nulls last
        ) = 1
        and row_number() over (
          partition by c.group_id, c.published_on, c.object, c.initial_amount_cents,
            case when c.is_version_dated then c.notified_on end
          order by c.amendment_count desc, c.filled_count desc, c.is_superseded, c.notified_on, c.id
        ) = 1
        and not (c.is_superseded and exists (
          select from contracts later
          where later.buyer_id = c.buyer_id and later.id <> c.id and not later.is_superseded
            and (later.source_id = c.source_id
              or (length(c.source_id) > 6 and left(later.source_id, -2) = left(c.source_id, -2) and later.object = c.object))
        )) as is_current,
        case when c.is_version_dated then min(c.notified_on) over (partition by c.group_id) else c.notified_on end as counted_on
      from touched_groups join contracts c using (group_id)
    )
    update contracts c set is_current = ranked.is_current, counted_on = ranked.counted_on,
      framework_is_known = c.framework_is_known and ranked.is_current, has_call_offs = c.has_call_offs and ranked.is_current
    from ranked
    where c.id = ranked.id and (c.is_current, c.counted_on) is distinct from (ranked.is_current, ranked.counted_on)
  `.execute(trx)
}

/** Ties call-offs to frameworks of the buyers this file touches, current records only; ids are unique within a buyer only. */
export async function linkFrameworks(trx: Db): Promise<void> {
  await sql`
    with touched as (
      select distinct coalesce(buyer_siren, buyer_id) as buyer from staged_records where is_new
    ), scope as (
      select c.id, coalesce(c.buyer_siren, c.buyer_id) as buyer, c.kind, c.source_id, c.framework_id
      from contracts c where c.is_current and coalesce(c.buyer_siren, c.buyer_id) in (select buyer from touched)
    ), pairs as (
      select call_off.id as call_off_id, framework.id as framework_id
      from scope call_off join scope framework
        on framework.buyer = call_off.buyer and framework.source_id = call_off.framework_id
          and framework.id <> call_off.id and framework.kind in ('framework', 'contract')
      where call_off.kind = 'call-off'
    )
    update contracts c set
      framework_is_known = c.id in (select call_off_id from pairs),
      has_call_offs = c.id in (select framework_id from pairs)
    from scope where c.id = scope.id
      and (c.framework_is_known, c.has_call_offs) is distinct from
        (c.id in (select call_off_id from pairs), c.id in (select framework_id from pairs))
  `.execute(trx)
}
