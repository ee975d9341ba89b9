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

/**
 * What names the suppliers of a contract, as one text: their legal units, else their foreign identifiers; `null`: none is usable. Each
 * is looked up by its key: a join reads all the suppliers for each contract until the server has counted them.
 */
const SUPPLIERS = sql`(
  select string_agg(supplier, chr(31) order by supplier) from (
    select (select coalesce(s.siren, s.scheme || ':' || s.identifier) from suppliers s where s.id = h.supplier_id) as supplier
    from contract_holders h where h.contract_id = scope.id
  ) as named
)`

/**
 * Beyond so many contracts of one buyer alike by the columns of a signal, each is compared with as many of those nearest to it by object and
 * suppliers, not with all: 5 000 would make 12 million pairs, which nobody would read.
 */
const MOST_NEIGHBOURS = 50

/** What makes two records of a buyer alike at first sight. */
const SIGNALS: readonly { signal: DuplicateSignal; columns: RawBuilder<unknown> }[] = [
  { signal: 'same-award', columns: sql`buyer_siren, counted_on, amount` },
  { signal: 'same-number', columns: sql`buyer_siren, number, amount` },
  { signal: 'same-number', columns: sql`buyer_siren, number, counted_on` },
]

/**
 * Records of `scope` two by two, alike by these columns. A window brings each its neighbours: planned for a few rows, a join would
 * compare all the contracts of a large buyer.
 */
const match = ({ signal, columns }: (typeof SIGNALS)[number]) => sql`
  select buyer_siren, ${sql.lit(signal)} as signal,
    case when is_first then counted_on else other_counted_on end as counted_on,
    case when is_first then id else other_id end as first_id, case when is_first then other_id else id end as second_id
  from (
    select a.*, other.*, (a.import_id, a.line, a.id) < (other_import_id, other_line, other_id) as is_first
    from (
      select *, array_agg(id) over nearest as ids, array_agg(group_id) over nearest as groups, array_agg(lot) over nearest as lots,
        array_agg(import_id) over nearest as imports, array_agg(line) over nearest as lines, array_agg(counted_on) over nearest as days,
        array_agg(plain) over nearest as plains, array_agg(suppliers) over nearest as all_suppliers
      from (
        select *, nullif(regexp_replace(lower(object), '[^a-z0-9]', '', 'g'), '') as plain, ${SUPPLIERS} as suppliers
        from scope where (${columns}) is not null
          and ((${columns}) in (select ${columns} from scope where (${columns}) is not null group by ${columns} having count(*) > 1)) is true
      ) as alike
      window nearest as (
        partition by ${columns}, is_call_off order by plain collate "C" nulls first, suppliers collate "C" nulls first, import_id, line, id
        rows between ${sql.lit(MOST_NEIGHBOURS)} preceding and 1 preceding
      )
    ) as a, unnest(ids, groups, lots, imports, lines, days, plains, all_suppliers)
      as other (other_id, other_group_id, other_lot, other_import_id, other_line, other_counted_on, other_plain, other_suppliers)
    where group_id <> other_group_id and (lot = other_lot) is not false
      and (starts_with(plain, other_plain) or starts_with(other_plain, plain)) is not false
      and (suppliers = other_suppliers or string_to_array(suppliers, chr(31)) && string_to_array(other_suppliers, chr(31))) is not false
  ) as pair
`

/**
 * `pairs`: the current contracts that look the same, two by two, the one imported first in front. Texts are compared by their
 * ASCII letters and digits: accents that another publisher garbled do not tell them apart. Objects, which are long, are read for the
 * contracts that something else brings together: that of most never is. A contract without a usable SIREN of its buyer is left out.
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
    ), pairs as materialized (
      select buyer_siren, min(counted_on) as counted_on, first_id, second_id, array_agg(distinct signal order by signal) as signals
      from (${sql.join(SIGNALS.map(match), sql` union all `)}) as matches
      group by buyer_siren, first_id, second_id
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
