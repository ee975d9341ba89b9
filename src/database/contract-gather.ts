import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { sheetOf } from './sheet-of-line.ts'
import { SEPARATOR } from './staged-text.ts'

/*
 * From rows to records. Most rows are a record by themselves and go straight on; `care_rows` are the others: rows that share
 * their hash (one row per holder, repeats) and rows with amendments or subcontracts.
 */

/**
 * `care_rows`: each with the record it belongs to and whether it repeats an earlier row of the file. Without an id, identity
 * is the content: the n-th identical row of the file, or of its sheet, belongs to the n-th record.
 */
async function numberRows(trx: Db, hasSheets: boolean): Promise<void> {
  const sheet = hasSheets ? sql`, ${sheetOf('line')}` : sql``
  const ofAnonymous = hasSheets ? sql`, case when is_anonymous then ${sheetOf('line')} end` : sql``
  const isRepeat = hasSheets
    ? sql`row_number() over (partition by row_hash, holder_texts, amendments, subcontracts, case when is_anonymous then occurrence else 1 end order by seq) > 1`
    : sql`not is_anonymous and occurrence > 1`
  await sql`
    create temporary table care_rows on commit drop as
    with shared as (
      select row_hash from staged_rows group by row_hash having count(*) > 1
    ), numbered as (
      select seq, line, row_hash, holder_texts, amendments, subcontracts, source_id, source_id is null as is_anonymous,
        (row_number() over (partition by row_hash, holder_texts, amendments, subcontracts${sheet} order by seq))::integer as occurrence
      from staged_rows
      where row_hash in (select row_hash from shared) or amendments is not null or subcontracts is not null
    )
    select seq, line, source_id,
      ${isRepeat} as is_repeat,
      min(seq) over (partition by row_hash, case when is_anonymous then occurrence else 1 end${ofAnonymous}) as record_seq
    from numbered
  `.execute(trx)
  await sql`analyze care_rows (seq, record_seq)`.execute(trx)
}

/** The distinct items of a list that the rows of one record carry, put together in file order. */
const gather = (column: 'amendments' | 'subcontracts', dateKey: string) => sql`
  select record_seq, jsonb_agg(item order by item->>${sql.lit(dateKey)}, seq, place) as items
  from (
    select distinct on (record_seq, item) record_seq, seq, place, item
    from care_rows r join staged_rows s using (seq),
      jsonb_array_elements(s.${sql.ref(column)}) with ordinality as items (item, place)
    where s.${sql.ref(column)} is not null
    order by record_seq, item, seq, place
  ) as distinct_items
  group by record_seq
`

/** `care_holders`: the distinct holders of each record of `care_rows`; `care_records`: its lists, put together. */
async function gatherRecords(trx: Db): Promise<void> {
  await sql`
    create temporary table care_holders on commit drop as
    select record_seq, row_number() over (partition by record_seq order by seq, place) as place,
      scheme, identifier, siren, name, key, text, department, commune
    from (
      select distinct on (record_seq, key) r.record_seq, h.*
      from care_rows r join staged_holders h using (seq)
      order by r.record_seq, key, seq, place
    ) as distinct_holders
  `.execute(trx)
  await sql`
    create temporary table care_records on commit drop as
    with holder_lists as (
      select record_seq, string_agg(key, ${SEPARATOR} order by key collate "C") as keys,
        string_agg(text, ${SEPARATOR} order by place) as texts
      from care_holders group by record_seq
    ), amendment_lists as (${gather('amendments', 'amendedOn')}), subcontract_lists as (${gather('subcontracts', 'notifiedOn')})
    select record_seq as seq, h.keys as holder_keys, h.texts as holder_texts, a.items as amendments, s.items as subcontracts
    from (select distinct record_seq from care_rows) as records
      left join holder_lists h using (record_seq)
      left join amendment_lists a using (record_seq)
      left join subcontract_lists s using (record_seq)
  `.execute(trx)
  await sql`analyze care_records (seq)`.execute(trx)
}

/** Every record of the file but those folded into another, with what identifies it: `records` in the queries below. */
const RECORDS = sql`
  select s.seq, s.line, s.buyer_mark, s.buyer_id, s.source_id, s.lot, s.version, s.is_version_dated, s.is_superseded, s.content_hash,
    case when c.seq is null then s.holder_keys else c.holder_keys end as holder_keys,
    case when c.seq is null then s.holder_texts else c.holder_texts end as holder_texts,
    c.amendments, c.subcontracts
  from staged_rows s left join care_records c using (seq)
  where not exists (select from care_rows r where r.seq = s.seq and r.record_seq <> s.seq)
`

/** What a version may have in common with its original, the most telling first. Each row is compared with all at once, never two by two. */
const WHAT_VERSIONS_SHARE = [
  ['holders', 'object', 'lot'],
  ['holders', 'object'],
  ['holders', 'lot'],
  ['holders'],
  ['object', 'lot'],
  ['object'],
  ['lot'],
  [],
] as const

/** The first version 0 of the same buyer and id that has all of these in common; unknown on both sides is in common. */
const firstBase = (shared: readonly string[]) =>
  sql`min(base) over (partition by ${sql.join(['buyer_id', 'source_id', ...shared].map((column) => sql.ref(column)))})`

/**
 * Files with one row per version: versions above 0 become amendments of their version 0: same buyer and id and, where lots
 * share the id, the one that has most in common of holders, object and lot number (the first of equals). Its date is the
 * amendment's, never the contract's; an empty amount changes nothing. `folded_versions` remembers where each went.
 */
async function foldVersions(trx: Db): Promise<void> {
  await sql`
    create temporary table versioned_records on commit drop as
    with versioned as (
      select distinct buyer_id, source_id from staged_rows where version > 0
    )
    select r.seq, r.buyer_id, r.source_id, r.lot, r.version, r.holder_keys,
      c.object, c.notified_on, c.published_on, c.initial_amount_cents, c.initial_amount_flag, c.duration_months
    from (${RECORDS}) as r join versioned using (buyer_id, source_id) join staged_contents c using (seq)
  `.execute(trx)
  await sql`analyze versioned_records (seq)`.execute(trx)
  await sql`
    create temporary table folded_versions on commit drop as
    with compared as (
      select seq, version, buyer_id, source_id, case when version = 0 then seq end as base,
        md5(holder_keys)::uuid as holders, md5(object)::uuid as object, md5(lot)::uuid as lot
      from versioned_records
    ), nearest as (
      select seq, version, coalesce(${sql.join(WHAT_VERSIONS_SHARE.map(firstBase))}) as base_seq from compared
    )
    select seq, base_seq from nearest where version > 0 and base_seq is not null
  `.execute(trx)
  await sql`analyze folded_versions`.execute(trx)
  await sql`
    create temporary table folded_amendments on commit drop as
    with own_holders as (
      select f.seq, h.place, h.scheme, h.identifier, h.siren, h.name
      from folded_versions f join care_holders h on h.record_seq = f.seq
      union all
      select f.seq, h.place, h.scheme, h.identifier, h.siren, h.name
      from folded_versions f join staged_holders h using (seq)
      where not exists (select from care_records c where c.seq = f.seq)
    ), holder_lists as (
      select seq, jsonb_agg(jsonb_build_object('scheme', scheme, 'identifier', identifier, 'siren', siren, 'name', name) order by place) as items
      from own_holders group by seq
    )
    select f.base_seq as seq, jsonb_agg(jsonb_build_object(
        'version', s.version, 'amendedOn', s.notified_on, 'publishedOn', s.published_on, 'amountCents', s.initial_amount_cents::text,
        'amountFlag', nullif(s.initial_amount_flag, 'missing'), 'durationMonths', s.duration_months, 'object', null,
        'holders', coalesce(h.items, '[]'::jsonb)
      ) order by s.version, s.seq) as amendments
    from folded_versions f join versioned_records s using (seq) left join holder_lists h using (seq)
    group by f.base_seq
  `.execute(trx)
  await sql`analyze folded_amendments (seq)`.execute(trx)
}

/** 32 hexadecimal digits that name a group, those of its buyer first. */
const groupName = (what: string) => sql.raw(`buyer_mark || left(md5(concat(${what})), 24)`)

/**
 * `named_records`: every record, named by its content. `group_id`: buyer, id, lot and set of holders; without an id, all that
 * the record says but its amendments and subcontracts, and which of the copies of the file, or of its sheet, it is. `id`: the group and all that the
 * record says, so that the same record read from any file, in any order, is the same row. `offset 0`: a name is hashed once, not
 * for each of its uses.
 */
async function nameRecords(trx: Db, hasSheets: boolean): Promise<void> {
  const sheet = hasSheets ? sql`, ${sheetOf('line')}` : sql``
  const records = sql`${RECORDS} and not exists (select from folded_versions f where f.seq = s.seq)`
  await sql`
    create temporary table named_records on commit drop as
    with anonymous as (
      select seq, row_number() over (partition by content_hash, holder_keys${sheet} order by seq) as copy
      from (${records} and s.source_id is null) as records
    ), grouped as (
      select r.*, f.amendments as folded,
        case when a.seq is null then ${groupName('buyer_id, chr(31), source_id, chr(31), lot, chr(31), holder_keys')}
        else ${groupName('content_hash, chr(31), copy, chr(31), holder_keys')} end as group_name
      from (${records}) as r left join anonymous a using (seq) left join folded_amendments f using (seq)
    ), completed as (
      select seq, line, buyer_id, version, is_version_dated, content_hash, holder_texts, subcontracts, group_name,
        case when folded is null then amendments else coalesce(amendments, '[]'::jsonb) || folded end as amendments,
        is_superseded and folded is null as is_superseded
      from grouped
      offset 0
    )
    select seq, line, buyer_id, version, is_version_dated, group_name::uuid as group_id, amendments, subcontracts, is_superseded,
      coalesce(length(holder_texts) - length(replace(holder_texts, ${SEPARATOR}, '')) + 1, 0) as holder_count,
      (left(group_name, 16)
        || left(md5(concat(group_name, content_hash, holder_texts, chr(31), amendments, chr(31), subcontracts, is_superseded)), 16))::uuid as id
    from completed
  `.execute(trx)
  await sql`analyze named_records (id)`.execute(trx)
}

/** `staged_records`: the same; `is_new`: not in the database yet (the first of those that say the same). */
async function markNewRecords(trx: Db): Promise<void> {
  await sql`
    create temporary table staged_records on commit drop as
    with first_of_equals as (select id, min(seq) as seq from named_records group by id having count(*) > 1)
    select r.*, c.id is null and (e.id is null or e.seq = r.seq) as is_new
    from named_records r left join contracts c on c.id = r.id left join first_of_equals e on e.id = r.id
  `.execute(trx)
  await sql`drop table named_records`.execute(trx)
  await sql`analyze staged_records (seq, id, group_id, version, is_new)`.execute(trx)
}

/** Makes `staged_records` of the staged rows, and `care_rows`, `care_holders`, `folded_versions` that say which row went where. `hasSheets`: they are those of several sheets. */
export async function gatherStagedRows(trx: Db, hasSheets: boolean): Promise<void> {
  await sql`analyze staged_rows (seq, row_hash, buyer_id, source_id, version)`.execute(trx)
  await sql`analyze staged_holders (seq)`.execute(trx)
  // Whole tables are joined here, and their columns depend on each other: the planner expects one row where thousands come.
  await sql`set local enable_nestloop = off`.execute(trx)
  await numberRows(trx, hasSheets)
  await gatherRecords(trx)
  await foldVersions(trx)
  await nameRecords(trx, hasSheets)
  await sql`set local enable_nestloop = on`.execute(trx)
  await markNewRecords(trx)
}
