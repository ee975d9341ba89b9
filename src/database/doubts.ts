import { type RawBuilder, sql } from 'kysely'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import type { Db } from './connect.ts'
import { ofBuyers } from './contract-filters.ts'
import { dayOf, reasonOf, type ScopeQuery } from './contract-scope.ts'
import type { Page } from './contracts.ts'

/** Whose contracts, in which perimeter; a notification day outside the plausible ones is no day. No buyer: all of them. */
export type DoubtScope = {
  buyers: readonly string[]
  perimeter: PerimeterId
  plausibleFrom: string
  plausibleTo: string
}

/** A legal unit in doubt: the contracts left undetermined because of it, and the cents of their usable amounts. */
export type Doubt = { siren: string; contracts: number; cents: bigint }

/** `profile_id` and its outcome: on each period (`timeline`), and for contracts without day (`any_day`: the same on every day, or undetermined). */
const OUTCOMES = (perimeter: PerimeterId) => sql`
  timeline as materialized (select profile_id, valid_from, valid_to, outcome from verdicts where perimeter = ${perimeter}),
  any_day as materialized (
    select profile_id, case when count(distinct outcome) = 1 then min(outcome) else 'undetermined' end as outcome
    from timeline group by profile_id
  )
`

/**
 * The doubts of these legal units (`null`: of all those of the buyers). The contracts are those that a share counts by default:
 * neither concessions nor call-offs of a known framework; one that has a holder in the perimeter is settled.
 */
async function measureDoubts(db: Db, scope: DoubtScope, sirens: readonly string[] | null): Promise<Doubt[]> {
  const filters = { buyers: scope.buyers, from: null, to: null }
  const counted: ScopeQuery = { ...scope, filters, frameworks: 'ceilings', isDated: false }
  const concerned: RawBuilder<boolean> =
    sirens === null
      ? ofBuyers(scope.buyers)
      : sql`c.id in (
          select h.contract_id from contract_holders h join suppliers s on s.id = h.supplier_id
          where s.siren = any(${sirens as string[]}::text[]))`
  const asked: RawBuilder<boolean> =
    sirens === null ? sql`true` : sql`siren = any(${sirens as string[]}::text[])`
  const { rows } = await sql<{ siren: string; contracts: bigint; cents: string }>`
    with ${OUTCOMES(scope.perimeter)}, held as (
      select c.id, s.siren, case when c.amount_flag is null then c.amount_cents end as cents,
        coalesce(case when c.day is null then a.outcome else v.outcome end, 'undetermined') as outcome
      from (
          select c.*, ${dayOf(counted).day} as day from contracts c
          where c.is_current and ${reasonOf(counted)} is null and ${concerned}
        ) as c
        join contract_holders h on h.contract_id = c.id
        left join suppliers s on s.id = h.supplier_id
        left join any_day a on a.profile_id = s.profile_id
        left join timeline v on v.profile_id = s.profile_id and c.day between v.valid_from and v.valid_to
    ), open_contracts as (
      select id from held group by id having not bool_or(outcome = 'yes')
    )
    select siren, count(*) as contracts, coalesce(sum(cents), 0)::text as cents from (
      select distinct id, siren, cents from held join open_contracts using (id)
      where outcome = 'undetermined' and siren is not null and ${asked}
    ) as doubts group by siren
  `.execute(db)
  return rows.map(({ siren, contracts, cents }) => ({
    siren,
    contracts: Number(contracts),
    cents: BigInt(cents),
  }))
}

/** The legal units that may be in doubt and hold contracts, those that hold the most first: a doubt never exceeds what is held. */
async function listCandidates(db: Db, perimeter: PerimeterId, limit: number) {
  const { rows } = await sql<{ siren: string; cents: string; total: number }>`
    with ${OUTCOMES(perimeter)}, units as materialized (
      select s.siren, sum(t.cents) as cents
      from suppliers s join any_day a using (profile_id) join supplier_totals t on t.supplier_id = s.id
      where s.siren is not null and a.outcome = 'undetermined' group by s.siren
    )
    select siren, cents::text as cents, (select count(*) from units)::integer as total
    from units order by units.cents desc, siren limit ${limit}
  `.execute(db)
  return {
    sirens: rows.map(({ siren }) => siren),
    total: rows[0]?.total ?? 0,
    /** Units beyond these hold no more than so many cents. */
    rest: rows.length < limit ? -1n : BigInt(rows.at(-1)?.cents ?? 0),
  }
}

/** Further down the list, counting every doubt takes less time than choosing whose to count. */
const MOST_CANDIDATES = 500

const byWeight = (one: Doubt, other: Doubt) => {
  if (one.cents !== other.cents) return one.cents > other.cents ? -1 : 1
  return other.contracts - one.contracts || (one.siren < other.siren ? -1 : 1)
}

/**
 * A page of the suppliers in doubt, those whose doubt moves the most euros first, and how many there are. Of all buyers, the
 * exact doubts are counted for the largest suppliers only, as many as it takes to be sure of the order: 200 000 contracts take
 * tenths of a second instead of seconds; `total` then also counts those in doubt on other days than those of their contracts.
 */
export async function listDoubts(
  db: Db,
  scope: DoubtScope,
  { limit, offset }: Page,
): Promise<{ doubts: Doubt[]; total: number }> {
  const wanted = offset + limit
  if (scope.buyers.length > 0 || wanted > MOST_CANDIDATES) {
    const doubts = (await measureDoubts(db, scope, null)).sort(byWeight)
    return { doubts: doubts.slice(offset, wanted), total: doubts.length }
  }
  for (let size = wanted * 2 + 50; ; size *= 4) {
    const { sirens, total, rest } = await listCandidates(db, scope.perimeter, size)
    const doubts = (await measureDoubts(db, scope, sirens)).sort(byWeight)
    const last = doubts[wanted - 1]
    if (rest === -1n) return { doubts: doubts.slice(offset, wanted), total: doubts.length }
    if (last && last.cents > rest) return { doubts: doubts.slice(offset, wanted), total }
  }
}

/** What the verdicts of these legal units lack on a day, by SIREN. */
export async function listMissingFacts(
  db: Db,
  perimeter: PerimeterId,
  day: string,
  sirens: readonly string[],
): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ siren: string; missing: string[] }>`
    select s.siren, array_agg(distinct fact order by fact) as missing
    from suppliers s
      join verdicts v on v.profile_id = s.profile_id and v.perimeter = ${perimeter} and ${day}::date between v.valid_from and v.valid_to,
      unnest(v.missing) as fact
    where s.siren = any(${sirens as string[]}::text[]) group by s.siren
  `.execute(db)
  return new Map(rows.map(({ siren, missing }) => [siren, missing]))
}
