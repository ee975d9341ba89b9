import { type RawBuilder, sql } from 'kysely'
import type { Db } from './connect.ts'
import { chooseCurrentRecords, linkFrameworks } from './contract-currency.ts'
import { CONTENT_COLUMNS } from './contract-staging.ts'

const list = (prefix = '') =>
  sql.raw(
    Object.keys(CONTENT_COLUMNS)
      .map((column) => `${prefix}${column}`)
      .join(', '),
  )

/** What tells a holder from another inside a contract: its identifier, else what is written of it. */
const holderKey = (holder: string): RawBuilder<string> =>
  sql.raw(
    `coalesce(${holder}->>'scheme' || ':' || (${holder}->>'identifier'), 'as-written:' || (${holder}->>'identifier'), 'name:' || (${holder}->>'name'), '')`,
  )

/**
 * `staged_rows`: each staged row with the record it belongs to and whether it repeats an earlier row of the file.
 * Without an id, identity is the content: the n-th identical row belongs to the n-th record.
 */
async function numberRows(trx: Db): Promise<void> {
  await sql`analyze staged_contracts`.execute(trx)
  await sql`
    create temporary table staged_rows on commit drop as
    select seq, line, row_hash, source_id is null as is_anonymous, version,
      (row_number() over (partition by row_hash, holders, amendments, subcontracts order by seq))::integer as occurrence
    from staged_contracts
  `.execute(trx)
  await sql`alter table staged_rows add column record_number integer, add column is_repeat boolean`.execute(
    trx,
  )
  await sql`
    update staged_rows set
      record_number = case when is_anonymous then occurrence else 1 end,
      is_repeat = not is_anonymous and occurrence > 1
  `.execute(trx)
}

/** The distinct items of a list that rows of one record carry, put together: `staged_records` rows get them in file order. */
const gather = (
  column: 'holders' | 'amendments' | 'subcontracts',
  key: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
) => sql`
  select row_hash, record_number, jsonb_agg(item order by ${order}seq, place) as items, array_agg(key::text order by key::text) as keys
  from (
    select distinct on (r.row_hash, r.record_number, ${key}) r.row_hash, r.record_number, seq, place, item, ${key} as key
    from staged_rows r join staged_contracts s using (seq),
      jsonb_array_elements(s.${sql.ref(column)}) with ordinality as items (item, place)
    order by r.row_hash, r.record_number, ${key}, seq, place
  ) as distinct_items
  group by row_hash, record_number
`

/** `staged_records`: one row per record, with the holders, amendments and subcontracts of all its rows. */
async function gatherRecords(trx: Db): Promise<void> {
  await sql`
    create temporary table staged_records on commit drop as
    with first_rows as (
      select distinct on (r.row_hash, r.record_number) s.*, r.record_number
      from staged_rows r join staged_contracts s using (seq)
      order by r.row_hash, r.record_number, seq
    ),
    holder_sets as (${gather('holders', holderKey('item'), sql``)}),
    amendment_sets as (${gather('amendments', sql`item`, sql`item->>'amendedOn', `)}),
    subcontract_sets as (${gather('subcontracts', sql`item`, sql`item->>'notifiedOn', `)})
    select f.seq, f.line, f.row_hash, f.record_number, ${list('f.')}, f.buyer_name, f.version, f.is_version_dated, f.is_superseded,
      coalesce(h.items, '[]'::jsonb) as all_holders, coalesce(h.keys, '{}') as holder_keys,
      coalesce(a.items, '[]'::jsonb) as amendments, coalesce(s.items, '[]'::jsonb) as subcontracts,
      null::uuid as id, null::uuid as group_id, false as is_new, 0 as filled_count, false as group_was_known, null::integer as base_seq
    from first_rows f
      left join holder_sets h using (row_hash, record_number)
      left join amendment_sets a using (row_hash, record_number)
      left join subcontract_sets s using (row_hash, record_number)
  `.execute(trx)
}

/**
 * Files with one row per version: versions above 0 become amendments of their version 0: same buyer and id and, where lots
 * share the id, the one that has most in common of holders, object and lot number (the first of equals). Its date is the
 * amendment's, never the contract's; an empty amount changes nothing. `base_seq` remembers where each went.
 */
async function foldVersions(trx: Db): Promise<void> {
  await sql`
    with candidates as (
      select v.seq as version_seq, b.seq,
        rank() over (partition by v.seq order by
          (b.holder_keys = v.holder_keys)::integer * 4 + (b.object is not distinct from v.object)::integer * 2
            + (b.lot is not distinct from v.lot)::integer desc) as place
      from staged_records v join staged_records b on b.buyer_id = v.buyer_id and b.source_id = v.source_id and b.version = 0
      where v.version > 0
    ), chosen as (
      select version_seq, min(seq) as seq from candidates where place = 1 group by version_seq
    )
    update staged_records v set base_seq = chosen.seq from chosen where v.seq = chosen.version_seq
  `.execute(trx)
  await sql`
    update staged_records b set
      amendments = b.amendments || versions.amendments,
      is_superseded = false
    from (
      select base_seq, jsonb_agg(jsonb_build_object(
        'version', version, 'amendedOn', notified_on, 'publishedOn', published_on, 'amountCents', initial_amount_cents::text,
        'amountFlag', nullif(initial_amount_flag, 'missing'), 'durationMonths', duration_months, 'object', null,
        'holders', all_holders
      ) order by version, seq) as amendments
      from staged_records where base_seq is not null group by base_seq
    ) as versions
    where b.seq = versions.base_seq
  `.execute(trx)
}

/**
 * Names every record by its content. `group_id`: buyer, id, lot and set of holders; without an id, all that the record says
 * but its amendments and subcontracts, and which of the file's copies it is. `id`: the group and all that the record says,
 * so that the same record read from any file, in any order, is the same row.
 */
async function identifyRecords(trx: Db): Promise<void> {
  await sql`delete from staged_records where base_seq is not null`.execute(trx)
  await sql`
    update staged_records set
      group_id = md5(jsonb_build_array(buyer_id, source_id, lot, holder_keys)::text)::uuid,
      filled_count = num_nonnulls(${list()}) + jsonb_array_length(all_holders) + jsonb_array_length(subcontracts)
  `.execute(trx)
  await sql`
    update staged_records r set group_id = md5(jsonb_build_array(holder_keys, content, copy)::text)::uuid
    from (
      select seq, content, row_number() over (partition by content, holder_keys order by seq) as copy
      from (select seq, holder_keys, row(${list()})::text as content from staged_records where source_id is null) as anonymous
    ) as copies
    where copies.seq = r.seq
  `.execute(trx)
  await sql`
    update staged_records set
      id = md5(jsonb_build_array(group_id, all_holders, amendments, subcontracts, is_superseded)::text || row(${list()})::text)::uuid
  `.execute(trx)
  await sql`
    update staged_records r set is_new = true
    from (select min(seq) as seq from staged_records group by id) as first
    where r.seq = first.seq and not exists (select from contracts c where c.id = r.id)
  `.execute(trx)
  await sql`analyze staged_records`.execute(trx)
}

async function insertOrganisations(trx: Db): Promise<void> {
  await sql`
    insert into buyers (id, siren, name)
    select distinct on (buyer_id) buyer_id, buyer_siren, buyer_name from staged_records where is_new
    order by buyer_id, buyer_name nulls last
    on conflict (id) do update set name = excluded.name where buyers.name is null and excluded.name is not null
  `.execute(trx)
  await sql`
    insert into suppliers (scheme, identifier, siren)
    select distinct on (o->>'scheme', o->>'identifier') o->>'scheme', o->>'identifier', o->>'siren'
    from staged_records r, jsonb_array_elements(r.all_holders || r.subcontracts) as o
    where r.is_new and o->>'scheme' is not null and o->>'identifier' is not null
    order by o->>'scheme', o->>'identifier'
    on conflict (scheme, identifier) do nothing
  `.execute(trx)
}

/** The amendments of record `r` from first to last: by rank of version where the file gives one, else by date, undated first. */
const IN_ORDER = sql`
  select a, row_number() over (order by (a->>'version')::integer nulls first, a->>'amendedOn' nulls first, place) as rank
  from jsonb_array_elements(r.amendments) with ordinality as item (a, place)
`

async function insertContracts(trx: Db, importId: bigint): Promise<void> {
  await sql`
    insert into contracts (id, group_id, import_id, line, ${list()}, amount_cents, amount_flag, amendment_count, filled_count, version, is_version_dated, is_superseded)
    select r.id, r.group_id, ${importId}, r.line, ${list('r.')},
      case when a.found then a.amount_cents else r.initial_amount_cents end,
      case when a.found then a.amount_flag else r.initial_amount_flag end,
      jsonb_array_length(r.amendments), r.filled_count, r.version, r.is_version_dated, r.is_superseded
    from staged_records r left join lateral (
      select true as found, (a->>'amountCents')::bigint as amount_cents, a->>'amountFlag' as amount_flag
      from (${IN_ORDER} where a->>'amountCents' is not null or a->>'amountFlag' is not null) as amendment
      order by rank desc limit 1
    ) as a on true
    where r.is_new
  `.execute(trx)
  await sql`
    insert into contract_holders (contract_id, position, scheme, identifier, name, supplier_id)
    select r.id, place, h->>'scheme', h->>'identifier', h->>'name', s.id
    from staged_records r, jsonb_array_elements(r.all_holders) with ordinality as holder (h, place)
      left join suppliers s on s.scheme = h->>'scheme' and s.identifier = h->>'identifier'
    where r.is_new
  `.execute(trx)
  await sql`
    insert into contract_amendments (contract_id, position, amended_on, published_on, amount_cents, amount_flag, duration_months, object, holders)
    select r.id, rank, (a->>'amendedOn')::date, (a->>'publishedOn')::date, (a->>'amountCents')::bigint, a->>'amountFlag',
      (a->>'durationMonths')::integer, a->>'object', a->'holders'
    from staged_records r, lateral (${IN_ORDER}) as amendment
    where r.is_new
  `.execute(trx)
  await sql`
    insert into contract_subcontracts (contract_id, position, scheme, identifier, name, supplier_id, amount_cents, amount_flag, notified_on, duration_months)
    select r.id, place, a->>'scheme', a->>'identifier', a->>'name', s.id, (a->>'amountCents')::bigint, a->>'amountFlag',
      (a->>'notifiedOn')::date, (a->>'durationMonths')::integer
    from staged_records r, jsonb_array_elements(r.subcontracts) with ordinality as act (a, place)
      left join suppliers s on s.scheme = a->>'scheme' and s.identifier = a->>'identifier'
    where r.is_new
  `.execute(trx)
}

/** Rows of the file by what became of them. A row follows its record. */
export type MergeCounts = { stored: number; updated: number; unchanged: number; contracts: number }

async function countOutcomes(trx: Db): Promise<MergeCounts> {
  const { rows } = await sql<MergeCounts>`
    with outcomes as (
      select case
          when row.is_repeat or not coalesce(record.is_new, base.is_new) then 'unchanged'
          when contract.is_current and not coalesce(record.group_was_known, base.group_was_known) then 'stored'
          else 'updated'
        end as outcome
      from staged_rows row
        left join staged_records record using (row_hash, record_number)
        left join folded_rows folded using (row_hash, record_number)
        left join staged_records base on base.seq = folded.base_seq
        left join contracts contract on contract.id = coalesce(record.id, base.id)
    )
    select (count(*) filter (where outcome = 'stored'))::integer as stored,
      (count(*) filter (where outcome = 'updated'))::integer as updated,
      (count(*) filter (where outcome = 'unchanged'))::integer as unchanged,
      (select count(*)::integer from staged_records where is_new) as contracts
    from outcomes
  `.execute(trx)
  return rows[0] as MergeCounts
}

/** A row of the file that the merge itself has something to say about. */
export type MergeFinding = { line: number; code: 'exact-repeat' | 'version-without-original'; value: string }

async function listFindings(trx: Db): Promise<MergeFinding[]> {
  const { rows } = await sql<MergeFinding>`
    select row.line, 'exact-repeat' as code, coalesce(staged.source_id, '') as value
    from staged_rows row join staged_contracts staged using (seq) where row.is_repeat
    union all
    select line, 'version-without-original', source_id from staged_records where version > 0
    order by 1
  `.execute(trx)
  return rows
}

/**
 * Merges the staged rows into the database and says what became of each. The result depends on the set of records ever
 * read, not on the order of files: merging the same file again changes nothing.
 */
export async function mergeStagedContracts(
  trx: Db,
  importId: bigint,
): Promise<{ counts: MergeCounts; findings: MergeFinding[] }> {
  await numberRows(trx)
  await gatherRecords(trx)
  await foldVersions(trx)
  await sql`
    create temporary table folded_rows on commit drop as
    select row_hash, record_number, base_seq from staged_records where base_seq is not null
  `.execute(trx)
  await identifyRecords(trx)
  await sql`
    update staged_records r set group_was_known = true
    where exists (select from contracts c where c.group_id = r.group_id)
  `.execute(trx)
  await insertOrganisations(trx)
  await insertContracts(trx, importId)
  await chooseCurrentRecords(trx)
  await linkFrameworks(trx)
  return { counts: await countOutcomes(trx), findings: await listFindings(trx) }
}
