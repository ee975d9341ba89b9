import { type RawBuilder, sql } from 'kysely'
import { EARLIEST_PLAUSIBLE_DAY } from '../domain/contract/contract-problems.ts'
import { PERIMETER_IDS } from '../domain/supplier/verdict.ts'
import { refreshBuyerExclusions } from './buyer-exclusions.ts'
import { refreshBuyerTraits } from './buyer-traits.ts'
import { refreshBuyerYears } from './buyer-years.ts'
import type { Db } from './connect.ts'
import { refreshListEntries } from './list-entries.ts'

/**
 * What a change made stale: `touched-buyers`, those of the temporary table of this name (`buyer_id`), which imports of contracts and
 * their undoing leave; `relinked-buyers`, those whose records were linked by name otherwise (`relinked`); the buyers of what these legal
 * units hold, or those of the temporary table `changed_units`; or everything.
 */
export type StaleFigures =
  | 'touched-buyers'
  | 'relinked-buyers'
  | 'changed-units'
  | { sirens: readonly string[] }
  | 'all'

/** How stored figures are counted. Another text, and those of the database are counted again when it is opened. */
export const STORED_METHOD = `2 ${EARLIEST_PLAUSIBLE_DAY} ${PERIMETER_IDS.join(' ')}`

/** `stale_buyers`: legal units, or identifiers where there is none. A buyer that left with its last contract is named by what its identifier holds. */
async function listStaleBuyers(trx: Db, stale: Exclude<StaleFigures, 'all'>): Promise<void> {
  const touched = sql`
    select coalesce(b.siren, t.buyer_id) as buyer from touched_buyers t left join buyers b on b.id = t.buyer_id
    union select left(regexp_replace(buyer_id, '\s', '', 'g'), 9) from touched_buyers
  `
  const relinked = sql`select distinct scope as buyer from relinked`
  const held = (units: RawBuilder<unknown>) => sql`
    select distinct coalesce(b.siren, b.id) as buyer
    from suppliers s join contract_holders h on h.supplier_id = s.id join contracts c on c.id = h.contract_id
      join buyers b on b.id = c.buyer_id
    where s.siren in (${units}) and c.is_current
    union select siren from buyers where siren in (${units})
  `
  const buyersOf = () => {
    if (stale === 'touched-buyers') return touched
    if (stale === 'relinked-buyers') return relinked
    if (stale === 'changed-units') return held(sql`select siren from changed_units`)
    return held(sql`select unnest(${stale.sirens as string[]}::text[])`)
  }
  await sql`create temporary table stale_buyers on commit drop as ${buyersOf()}`.execute(trx)
  await sql`analyze stale_buyers`.execute(trx)
}

/**
 * Brings what is stored of buyers (`buyer_years`, `buyer_exclusions`, `buyer_traits`) and the entries of lists in step with contracts, verdicts and
 * facts: call it last, in the transaction that changed them, and it never differs from what a full count would give. `today`: see
 * `refreshBuyerYears`.
 */
export async function refreshStoredFigures(trx: Db, today: string, stale: StaleFigures): Promise<void> {
  if (stale === 'all') {
    await sql`set local work_mem = '128MB'`.execute(trx)
    await refreshBuyerYears(trx, today, 'all')
    await refreshBuyerExclusions(trx, today, 'all')
    await refreshBuyerTraits(trx, 'all')
    await refreshListEntries(trx, 'all')
    await sql`
      insert into stored_figures (name, method, latest_day) values ('buyer-years', ${STORED_METHOD}, ${today})
      on conflict (name) do update set method = excluded.method, latest_day = excluded.latest_day
    `.execute(trx)
    return
  }
  await listStaleBuyers(trx, stale)
  await sql`update stored_figures set latest_day = ${today} where latest_day < ${today}::date`.execute(trx)
  await refreshBuyerYears(trx, today, 'stale-buyers')
  await refreshBuyerExclusions(trx, today, 'stale-buyers')
  await refreshBuyerTraits(trx, 'stale-buyers')
  if (stale === 'changed-units') await refreshListEntries(trx, 'all')
  else if (typeof stale === 'object') await refreshListEntries(trx, 'company-search')
  await sql`drop table stale_buyers`.execute(trx)
}

/** Whether what is stored was counted otherwise, or never: it must be counted again. */
export async function hasStaleFigures(db: Db): Promise<boolean> {
  const { rows } =
    await sql`select from stored_figures where name = 'buyer-years' and method = ${STORED_METHOD}`.execute(db)
  return rows.length === 0
}
