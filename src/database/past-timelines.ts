import { sql } from 'kysely'
import type { OutcomePeriod } from '../domain/supplier/rewind-timeline.ts'
import { outcomeOfAnyDay, rewindTimeline } from '../domain/supplier/rewind-timeline.ts'
import type { PerimeterId } from '../domain/supplier/verdict.ts'
import type { Db } from './connect.ts'
import { texts } from './contract-keys.ts'

// What was answered just before and just after a reclassification: what is answered now, with the moves made since taken back.

/**
 * Each supplier moved by the reclassification or since, with the `key` of its history: its profile now, and all its moves since. A few
 * histories are shared by all suppliers.
 */
export const HISTORIES = (reclassificationId: number) => sql`
  select h.supplier_id, h.reclassified, h.profile_id || ':' || h.moves as key
  from (
    select m.supplier_id, s.profile_id, bool_or(m.reclassification_id = ${reclassificationId}) as reclassified,
      string_agg(m.reclassification_id || '.' || m.move, ',' order by m.reclassification_id, m.move) as moves
    from moved_suppliers m join suppliers s on s.id = m.supplier_id
    where m.reclassification_id >= ${reclassificationId} group by m.supplier_id, s.profile_id
  ) as h
`

/** An answer of a history, before or after the reclassification; `isAnyDay`: that for a contract without day. */
export type PastOutcome = {
  key: string
  perimeter: PerimeterId
  moment: 'before' | 'after'
  isAnyDay: boolean
  validFrom: string
  validTo: string
  outcome: string
}

const toPeriod = (row: { valid_from: string; valid_to: string; outcome: string }): OutcomePeriod => ({
  validFrom: row.valid_from === '-infinity' ? null : row.valid_from,
  validTo: row.valid_to === 'infinity' ? null : row.valid_to,
  outcome: row.outcome as OutcomePeriod['outcome'],
})

type PeriodRow = {
  owner: string
  perimeter: PerimeterId
  valid_from: string
  valid_to: string
  outcome: string
}

/** Periods by owner and perimeter, in order. */
function groupPeriods(rows: readonly PeriodRow[]): Map<string, OutcomePeriod[]> {
  const groups = new Map<string, OutcomePeriod[]>()
  for (const row of rows) {
    const key = `${row.owner} ${row.perimeter}`
    const group = groups.get(key)
    if (group) group.push(toPeriod(row))
    else groups.set(key, [toPeriod(row)])
  }
  return groups
}

async function listPeriods(db: Db, reclassificationId: number, perimeters: readonly PerimeterId[]) {
  const verdicts = await sql<PeriodRow>`
    select profile_id::text as owner, perimeter, valid_from, valid_to, outcome from verdicts
    where perimeter = any(${texts(perimeters)}) and profile_id in (
      select s.profile_id from moved_suppliers m join suppliers s on s.id = m.supplier_id
      where m.reclassification_id >= ${reclassificationId})
    order by profile_id, perimeter, valid_from
  `.execute(db)
  const moves = await sql<PeriodRow>`
    select reclassification_id || '.' || move as owner, perimeter, valid_from, valid_to, outcome_before as outcome
    from verdict_moves
    where perimeter = any(${texts(perimeters)}) and reclassification_id >= ${reclassificationId}
    order by reclassification_id, move, perimeter, valid_from
  `.execute(db)
  return { verdicts: groupPeriods(verdicts.rows), moves: groupPeriods(moves.rows) }
}

const toRows = (
  about: Pick<PastOutcome, 'key' | 'perimeter' | 'moment'>,
  timeline: readonly OutcomePeriod[],
): PastOutcome[] => [
  ...timeline.map(({ validFrom, validTo, outcome }) => ({
    ...about,
    isAnyDay: false,
    validFrom: validFrom ?? '-infinity',
    validTo: validTo ?? 'infinity',
    outcome,
  })),
  {
    ...about,
    isAnyDay: true,
    validFrom: '-infinity',
    validTo: 'infinity',
    outcome: outcomeOfAnyDay(timeline),
  },
]

/** The answers of every history just before and just after a reclassification. */
export async function listPastOutcomes(
  db: Db,
  reclassificationId: number,
  perimeters: readonly PerimeterId[],
): Promise<PastOutcome[]> {
  const { rows: keys } = await sql<{ key: string }>`
    select distinct key from (${HISTORIES(reclassificationId)}) as histories order by key
  `.execute(db)
  const { verdicts, moves } = await listPeriods(db, reclassificationId, perimeters)
  return keys.flatMap(({ key }) => {
    const [profile = '', chain = ''] = key.split(':')
    const ids = chain.split(',')
    const since = ids.filter((id) => !id.startsWith(`${reclassificationId}.`))
    return perimeters.flatMap((perimeter) => {
      const now = verdicts.get(`${profile} ${perimeter}`) ?? []
      const movesOf = (owners: readonly string[]) =>
        owners.flatMap((owner) => moves.get(`${owner} ${perimeter}`) ?? [])
      const about = { key, perimeter }
      return [
        ...toRows({ ...about, moment: 'before' }, rewindTimeline(now, movesOf(ids))),
        ...toRows({ ...about, moment: 'after' }, rewindTimeline(now, movesOf(since))),
      ]
    })
  })
}

/** Past outcomes as a table: `key`, `perimeter`, `moment`, `is_any_day`, `valid_from`, `valid_to`, `outcome`. */
export const pastOutcomesSql = (outcomes: readonly PastOutcome[]) => sql`
  select key, perimeter, moment, "isAnyDay" as is_any_day, "validFrom" as valid_from, "validTo" as valid_to, outcome
  from jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb)
    as row (key text, perimeter text, moment text, "isAnyDay" boolean, "validFrom" date, "validTo" date, outcome text)
`
