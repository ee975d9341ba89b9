import { sql } from 'kysely'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import type { Db } from './connect.ts'
import { chooseCurrentRecords, extendTouchedGroups, linkFrameworks } from './contract-currency.ts'
import { gatherStagedRows } from './contract-gather.ts'
import { notePlaces } from './published-places.ts'
import { sheetOf } from './sheet-of-line.ts'
import { noteBuyerNames, noteSightings } from './sightings.ts'
import { CONTENT_COLUMNS } from './staged-text.ts'
import { noteRecordNames } from './supplier-names.ts'
import { refreshNotifiedTotals } from './supplier-totals.ts'
import { insertUnknownProfiles, UNKNOWN_SIGNATURE } from './verdicts.ts'

const list = (prefix = '') =>
  sql.raw(
    Object.keys(CONTENT_COLUMNS)
      .map((column) => `${prefix}${column}`)
      .join(', '),
  )

/**
 * `touched_groups`: groups whose current records have to be chosen anew. A group with one new record, that nothing known
 * concerns, is not among them: its record is current by itself. `touched_buyers`: those of new records.
 */
async function listTouched(trx: Db): Promise<void> {
  await sql`
    create temporary table known_groups on commit drop as
    select distinct group_id from staged_records r
    where exists (select from contracts c where c.group_id = r.group_id)
  `.execute(trx)
  await sql`
    create temporary table touched_buyers on commit drop as
    select distinct buyer_id from staged_records where is_new
  `.execute(trx)
  await sql`
    create temporary table touched_groups on commit drop as
    select group_id from staged_records where is_new group by group_id having count(*) > 1
    union
    select group_id from staged_records where is_new and group_id in (select group_id from known_groups)
    union
    select group_id from staged_records where is_new and (is_superseded or version > 0)
  `.execute(trx)
  await sql`analyze known_groups`.execute(trx)
  await sql`analyze touched_buyers`.execute(trx)
  await extendTouchedGroups(trx)
}

/** `new_holders`: the holders of every new record, in order. */
async function listNewHolders(trx: Db): Promise<void> {
  await sql`
    create temporary table new_holders on commit drop as
    select r.id as contract_id, h.place, h.scheme, h.identifier, h.siren, h.name, h.department, h.commune
    from staged_records r join staged_holders h using (seq)
    where r.is_new and not exists (select from care_records c where c.seq = r.seq)
    union all
    select r.id, h.place, h.scheme, h.identifier, h.siren, h.name, h.department, h.commune
    from staged_records r join care_holders h on h.record_seq = r.seq where r.is_new
  `.execute(trx)
  await sql`analyze new_holders (scheme, identifier)`.execute(trx)
}

/** A new buyer or supplier comes with a place that the file says of it; `notePlaces` then weighs all that is said otherwise. */
async function insertOrganisations(trx: Db): Promise<void> {
  await sql`
    create temporary table staged_buyers on commit drop as
    select buyer_id, min(buyer_siren) as buyer_siren, min(buyer_name) as buyer_name, min(buyer_department) as department, min(buyer_commune) as commune
    from staged_rows group by buyer_id
  `.execute(trx)
  await sql`
    insert into buyers (id, siren, name, department, commune)
    select buyer_id, buyer_siren, buyer_name, department, commune from staged_buyers where buyer_id in (select buyer_id from touched_buyers)
    on conflict (id) do update set name = excluded.name where buyers.name is null and excluded.name is not null
  `.execute(trx)
  await sql`
    create temporary table new_suppliers on commit drop as
    select o.*, ${UNKNOWN_SIGNATURE} as signature
    from (
      select scheme, identifier, min(siren) as siren, min(department) as department, min(commune) as commune from (
        select scheme, identifier, siren, department, commune from new_holders
        union all
        select o->>'scheme', o->>'identifier', o->>'siren', null, null
        from staged_records r, jsonb_array_elements(r.subcontracts) as o where r.is_new and r.subcontracts is not null
      ) as organisations
      where scheme is not null and identifier is not null
      group by scheme, identifier
    ) as o
    where not exists (select from suppliers s where s.scheme = o.scheme and s.identifier = o.identifier)
  `.execute(trx)
  await insertUnknownProfiles(trx)
  await sql`
    insert into suppliers (scheme, identifier, siren, profile_id, published_department, published_commune)
    select n.scheme, n.identifier, n.siren, p.id, n.department, n.commune
    from new_suppliers n left join profiles p using (signature)
    order by n.scheme, n.identifier
  `.execute(trx)
}

/** The amendments of record `r` from first to last: by rank of version where the file gives one, else by date, undated first. */
const IN_ORDER = sql`
  select a, row_number() over (order by (a->>'version')::integer nulls first, a->>'amendedOn' nulls first, place) as rank
  from jsonb_array_elements(r.amendments) with ordinality as item (a, place)
`

/** In order of their ids, which stand together by buyer: indexes grow at few places instead of everywhere. */
async function insertContracts(trx: Db, importId: bigint): Promise<void> {
  await sql`
    insert into contracts (id, group_id, import_id, line, ${list()}, amount_cents, amount_flag, amendment_count, filled_count, version, is_version_dated, is_superseded, is_current, counted_on)
    select r.id, r.group_id, ${importId}, r.line, ${list('s.')},
      case when a.found then a.amount_cents else s.initial_amount_cents end,
      case when a.found then a.amount_flag else s.initial_amount_flag end,
      coalesce(jsonb_array_length(r.amendments), 0),
      num_nonnulls(${list('s.')}) + r.holder_count + coalesce(jsonb_array_length(r.subcontracts), 0),
      r.version, r.is_version_dated, r.is_superseded,
      r.group_id not in (select group_id from touched_groups),
      case when not r.is_version_dated or s.notified_on >= ${EARLIEST_PLAUSIBLE_DAY} then s.notified_on end
    from staged_records r join staged_contents s using (seq) left join lateral (
      select true as found, (a->>'amountCents')::bigint as amount_cents, a->>'amountFlag' as amount_flag
      from (${IN_ORDER} where a->>'amountCents' is not null or a->>'amountFlag' is not null) as amendment
      where r.amendments is not null
      order by rank desc limit 1
    ) as a on true
    where r.is_new
    order by r.id
  `.execute(trx)
  await sql`
    insert into contract_holders (contract_id, position, scheme, identifier, name, supplier_id)
    select contract_id, place, h.scheme, h.identifier, h.name, s.id
    from new_holders h left join suppliers s on s.scheme = h.scheme and s.identifier = h.identifier
    order by contract_id, place
  `.execute(trx)
  await sql`
    insert into contract_amendments (contract_id, position, amended_on, published_on, amount_cents, amount_flag, duration_months, object, holders)
    select r.id, rank, (a->>'amendedOn')::date, (a->>'publishedOn')::date, (a->>'amountCents')::bigint, a->>'amountFlag',
      (a->>'durationMonths')::integer, a->>'object', a->'holders'
    from staged_records r, lateral (${IN_ORDER}) as amendment
    where r.is_new and r.amendments is not null
  `.execute(trx)
  await sql`
    insert into contract_subcontracts (contract_id, position, scheme, identifier, name, supplier_id, amount_cents, amount_flag, notified_on, duration_months)
    select r.id, place, a->>'scheme', a->>'identifier', a->>'name', s.id, (a->>'amountCents')::bigint, a->>'amountFlag',
      (a->>'notifiedOn')::date, (a->>'durationMonths')::integer
    from staged_records r, jsonb_array_elements(r.subcontracts) with ordinality as act (a, place)
      left join suppliers s on s.scheme = a->>'scheme' and s.identifier = a->>'identifier'
    where r.is_new and r.subcontracts is not null
  `.execute(trx)
}

/** Keeps the register of suppliers in step with the records that came in, once these are known to be current or not. */
async function registerSuppliers(trx: Db): Promise<void> {
  await sql`
    create temporary table brought_names on commit drop as
    select s.id as supplier_id, h.name
    from (select distinct scheme, identifier, name from new_holders where identifier is not null) as h
      join suppliers s on s.scheme = h.scheme and s.identifier = h.identifier
    union
    select supplier_id, name from contract_subcontracts
    where supplier_id is not null and contract_id in (select id from staged_records where is_new)
  `.execute(trx)
  await sql`analyze brought_names`.execute(trx)
  await noteRecordNames(trx, 'brought_names')
  await refreshNotifiedTotals(trx)
}

/** Rows of the file by what became of them. A row follows its record. */
export type MergeCounts = { stored: number; updated: number; unchanged: number; contracts: number }

async function countOutcomes(trx: Db): Promise<MergeCounts> {
  const { rows } = await sql<MergeCounts>`
    with outcomes as (
      select r.is_new, coalesce(c.is_repeat, false) as is_repeat, r.group_id in (select group_id from known_groups) as is_known,
        r.group_id not in (select group_id from touched_groups)
          or r.id in (select id from contracts join touched_groups using (group_id) where is_current) as is_current,
        count(*) as rows
      from staged_rows s left join care_rows c using (seq) left join folded_versions f on f.seq = coalesce(c.record_seq, s.seq)
        join staged_records r on r.seq = coalesce(f.base_seq, c.record_seq, s.seq)
      group by 1, 2, 3, 4
    ), sums as (
      select coalesce(sum(rows) filter (where is_new and not is_repeat and is_current and not is_known), 0)::integer as stored,
        coalesce(sum(rows) filter (where is_new and not is_repeat and (not is_current or is_known)), 0)::integer as updated,
        coalesce(sum(rows) filter (where not is_new or is_repeat), 0)::integer as unchanged
      from outcomes
    )
    select sums.*, (select count(*) from staged_records where is_new)::integer as contracts from sums
  `.execute(trx)
  return rows[0] as MergeCounts
}

/** A row of the file that the merge itself has something to say about. */
export type MergeFinding = {
  line: number
  code: 'exact-repeat' | 'version-without-original' | 'number-on-sheets'
  value: string
}

/**
 * Contracts whose number an earlier sheet of the workbook gives to another that counts too: told with another holder, object or
 * amount, one contract counts twice.
 */
const NUMBERS_ON_SHEETS = sql`
  with numbered as (
    select r.id, s.line, ${sheetOf('s.line')} as sheet, s.buyer_id, s.source_id, s.lot
    from staged_records r join staged_rows s using (seq) join contracts c on c.id = r.id
    where s.source_id is not null and c.is_current
  )
  select line, 'number-on-sheets' as code, source_id as value from numbered n
  where exists (
    select from numbered o
    where o.buyer_id = n.buyer_id and o.source_id = n.source_id and o.lot is not distinct from n.lot and o.sheet < n.sheet and o.id <> n.id
  ) and not exists (select from numbered o where o.id = n.id and o.sheet < n.sheet)
`

async function listFindings(trx: Db, hasSheets: boolean): Promise<MergeFinding[]> {
  const ofSheets = hasSheets ? sql`union all (${NUMBERS_ON_SHEETS})` : sql``
  const { rows } = await sql<MergeFinding>`
    select line, 'exact-repeat' as code, coalesce(source_id, '') as value from care_rows where is_repeat
    union all
    select s.line, 'version-without-original', source_id
    from staged_records r join staged_rows s using (seq) where r.version > 0
    ${ofSheets}
    order by 1
  `.execute(trx)
  return rows
}

/**
 * Merges the staged rows into the database and says what became of each. The result depends on the set of records ever
 * read, not on the order of files: merging the same file again changes nothing. `hasMoved`: a
 * buyer or a holder is now known to be elsewhere, even where no record is new. `hasSheets`: the rows are those of several sheets.
 */
export async function mergeStagedContracts(
  trx: Db,
  importId: bigint,
  hasSheets = false,
): Promise<{ counts: MergeCounts; findings: MergeFinding[]; hasMoved: boolean }> {
  await sql`set local work_mem = '128MB'`.execute(trx)
  await gatherStagedRows(trx, hasSheets)
  await listTouched(trx)
  await listNewHolders(trx)
  await insertOrganisations(trx)
  await insertContracts(trx, importId)
  await noteSightings(trx, importId)
  await noteBuyerNames(trx, importId, 'staged_buyers')
  const hasMoved = await notePlaces(trx, importId)
  await chooseCurrentRecords(trx)
  await linkFrameworks(trx)
  await registerSuppliers(trx)
  return { counts: await countOutcomes(trx), findings: await listFindings(trx, hasSheets), hasMoved }
}
