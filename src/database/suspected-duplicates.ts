import { type RawBuilder, sql } from 'kysely'
import type { DuplicateSignal } from '../domain/contract/duplicate-signal.ts'
import type { Db } from './connect.ts'
import { isOneOf } from './contract-keys.ts'

/** One of two contracts that look the same, with where it was read. */
export type SuspectedContract = {
  id: string
  buyerId: string
  sourceId: string | null
  lot: string | null
  object: string | null
  notifiedOn: string | null
  /** Cents, as text; `null`: unknown. */
  amountCents: string | null
  holders: string[]
  importId: number
  file: string
  format: string
  sheets: string[] | null
  line: number
}

export type SuspectedPair = {
  buyerSiren: string
  signals: DuplicateSignal[]
  first: SuspectedContract
  second: SuspectedContract
}

/** Whose pairs to list (SIREN or SIRET; none: every buyer's), and over which days of notification, inclusive. */
export type DuplicateFilters = { buyers: readonly string[]; from: string | null; to: string | null }

/** What names the suppliers of a contract: their legal units, else their foreign identifiers; `null`: none is usable. */
const suppliersOf = (contract: 'first_id' | 'second_id') => sql`(
  select array_agg(coalesce(s.siren, s.scheme || ':' || s.identifier))
  from contract_holders h join suppliers s on s.id = h.supplier_id where h.contract_id = candidates.${sql.ref(contract)}
)`

/** Records of `scope` two by two, alike by these columns. */
const match = (signal: DuplicateSignal, alike: RawBuilder<unknown>) => sql`
  select buyer_siren, a.counted_on, ${sql.lit(signal)} as signal, a.id as first_id, b.id as second_id
  from scope a join scope b ${alike}
  where (a.import_id, a.line, a.id) < (b.import_id, b.line, b.id)
    and a.group_id <> b.group_id and a.is_call_off = b.is_call_off and (a.lot = b.lot) is not false
`

/**
 * `pairs`: the current contracts that look the same, two by two, the one imported first in front. Texts are compared by their
 * ASCII letters and digits: accents that another publisher garbled do not tell them apart. Objects, which are long, are read last, each
 * once: that of most contracts never is. A contract without a usable SIREN of its buyer is left out.
 */
function pairs({ buyers, from, to }: DuplicateFilters) {
  return sql`
    with scope as materialized (
      select id, group_id, import_id, line, buyer_siren, lot, counted_on, kind = 'call-off' as is_call_off,
        case when initial_amount_flag is null then initial_amount_cents end as amount,
        nullif(ltrim(regexp_replace(upper(source_id), '[^A-Z0-9]', '', 'g'), '0'), '') as number, object
      from contracts
      where is_current and buyer_siren is not null
        and ${buyers.length === 0 ? sql`true` : sql`buyer_id = any(array(select id from buyers where ${isOneOf('siren', buyers)} or ${isOneOf('id', buyers)}))`}
        and (${from}::date is null or counted_on >= ${from}::date) and (${to}::date is null or counted_on <= ${to}::date)
    ), matches as materialized (
      ${match('same-award', sql`using (buyer_siren, counted_on, amount)`)}
      union all
      ${match('same-number', sql`using (buyer_siren, number)`)} and (a.amount = b.amount or a.counted_on = b.counted_on)
    ), objects as materialized (
      select id, nullif(regexp_replace(lower(object), '[^a-z0-9]', '', 'g'), '') as object from scope
      where id in (select first_id from matches union all select second_id from matches)
    ), candidates as (
      select buyer_siren, counted_on, first_id, second_id, array_agg(signal order by signal) as signals
      from matches join objects a on a.id = first_id join objects b on b.id = second_id
      where (starts_with(a.object, b.object) or starts_with(b.object, a.object)) is not false
      group by buyer_siren, counted_on, first_id, second_id
    ), pairs as materialized (
      select * from candidates where (${suppliersOf('first_id')} && ${suppliersOf('second_id')}) is not false
    )
  `
}

const contractOf = (side: 'first' | 'second') => sql`
  (
    select jsonb_build_object(
      'id', c.id, 'buyerId', c.buyer_id, 'sourceId', c.source_id, 'lot', c.lot, 'object', c.object,
      'notifiedOn', coalesce(c.counted_on, c.notified_on), 'amountCents', c.initial_amount_cents::text,
      'holders', coalesce((
        select jsonb_agg(h.identifier order by h.position) from contract_holders h
        where h.contract_id = c.id and h.identifier is not null
      ), '[]'),
      'importId', i.id, 'file', i.file_name, 'format', i.format, 'sheets', i.sheets, 'line', c.line
    )
    from contracts c join imports i on i.id = c.import_id where c.id = page.${sql.ref(`${side}_id`)}
  )
`

/** A page of suspected duplicates, by buyer then the latest notified, and how many there are. Every contract is compared anew. */
export async function listSuspectedDuplicates(
  db: Db,
  filters: DuplicateFilters,
  { limit, offset }: { limit: number | null; offset: number },
): Promise<{ rows: SuspectedPair[]; total: number }> {
  const { rows } = await sql<{ total: number; pair: SuspectedPair | null }>`
    ${pairs(filters)}
    select counted.total, case when page.first_id is not null then jsonb_build_object(
      'buyerSiren', page.buyer_siren, 'signals', page.signals, 'first', ${contractOf('first')}, 'second', ${contractOf('second')}
    ) end as pair
    from (select count(*)::integer as total from pairs) as counted left join (
      select * from pairs order by buyer_siren, counted_on desc nulls last, first_id, second_id
      limit ${limit}::integer offset ${offset}::integer
    ) as page on true
    order by page.buyer_siren, page.counted_on desc nulls last, page.first_id, page.second_id
  `.execute(db)
  return {
    total: rows[0]?.total ?? 0,
    rows: rows.map(({ pair }) => pair).filter((pair) => pair !== null),
  }
}

/** How many pairs of contracts look the same, as a query. */
export const countSuspectedDuplicates = (filters: DuplicateFilters): RawBuilder<number> =>
  sql`${pairs(filters)} select count(*)::integer from pairs`
