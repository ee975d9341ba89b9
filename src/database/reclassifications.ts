import { sql } from 'kysely'
import type { CompleteList } from '../domain/supplier/facts.ts'
import { areChanged, type ChangedSuppliers } from './changed-suppliers.ts'
import type { Db } from './connect.ts'

/** What made verdicts be decided again. */
export type Cause =
  | { kind: 'list' | 'enrichment' | 'undo'; importId: bigint }
  | { kind: 'decision' | 'decision-reverted'; decisionId: number }
  | { kind: 'rules'; versionBefore: number }

/** Whether the verdicts in force rest on these complete lists; not known, and so no, until something was reclassified. */
export async function restOnLists(trx: Db, lists: readonly CompleteList[]): Promise<boolean> {
  const { rows } = await sql<{ same: boolean }>`
    select complete_lists = ${JSON.stringify(lists)}::jsonb as same from reclassifications order by id desc limit 1
  `.execute(trx)
  return rows[0]?.same ?? false
}

/**
 * Keeps the verdicts that may change as they are, in temporary tables: call before deciding again, then
 * `recordReclassification`. Suppliers without verdicts yet have nothing to move from.
 */
export async function noteVerdictsBefore(trx: Db, only: ChangedSuppliers): Promise<void> {
  await sql`
    create temporary table suppliers_before on commit drop as
    select s.id as supplier_id, s.profile_id from suppliers s where s.profile_id is not null and ${areChanged(only)}
  `.execute(trx)
  await sql`
    create temporary table verdicts_before on commit drop as
    select profile_id, perimeter, valid_from, valid_to, outcome, rule
    from verdicts where profile_id in (select profile_id from suppliers_before)
  `.execute(trx)
  for (const table of ['suppliers_before', 'verdicts_before'])
    await sql`analyze ${sql.table(table)}`.execute(trx)
}

/** Periods of one pair of profiles and perimeter where the answer differs; neighbours that say the same are one. */
const MOVED_PERIODS = sql`
  with pairs as materialized (
    select distinct b.profile_id as before_id, s.profile_id as after_id
    from suppliers_before b join suppliers s on s.id = b.supplier_id
  ), differing as (
    select before_id, after_id, a.perimeter, greatest(b.valid_from, a.valid_from) as valid_from, least(b.valid_to, a.valid_to) as valid_to,
      b.outcome as outcome_before, a.outcome as outcome_after, b.rule as rule_before, a.rule as rule_after
    from pairs
      join verdicts_before b on b.profile_id = before_id
      join verdicts a on a.profile_id = after_id and a.perimeter = b.perimeter
        and a.valid_from <= b.valid_to and b.valid_from <= a.valid_to
    where a.outcome <> b.outcome
  ), marked as (
    select *, coalesce(lag(valid_to) over same + 1 = valid_from, false) as continues
    from differing
    window same as (partition by before_id, after_id, perimeter, outcome_before, outcome_after, rule_before, rule_after order by valid_from)
  ), numbered as (
    select *, count(*) filter (where not continues) over (
      partition by before_id, after_id, perimeter, outcome_before, outcome_after, rule_before, rule_after order by valid_from) as run
    from marked
  )
  select before_id, after_id, perimeter, min(valid_from) as valid_from, max(valid_to) as valid_to,
    outcome_before, outcome_after, rule_before, rule_after
  from numbered
  group by before_id, after_id, perimeter, outcome_before, outcome_after, rule_before, rule_after, run
`

/** The reclassification to write to: a new one, or the latest when it is of the same run of answers. */
async function openReclassification(
  trx: Db,
  cause: Cause,
  basis: { rulesVersion: number; completeLists: readonly CompleteList[]; madeAt: Date },
): Promise<number> {
  const latest = await trx
    .selectFrom('reclassifications')
    .select(['id', 'cause', 'import_id'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (cause.kind === 'enrichment' && latest?.cause === 'enrichment' && latest.import_id === cause.importId)
    return latest.id
  const { id } = await trx
    .insertInto('reclassifications')
    .values({
      cause: cause.kind,
      import_id: 'importId' in cause ? cause.importId : null,
      decision_id: 'decisionId' in cause ? cause.decisionId : null,
      rules_version_before: 'versionBefore' in cause ? cause.versionBefore : null,
      rules_version: basis.rulesVersion,
      complete_lists: JSON.stringify(basis.completeLists),
      made_at: basis.madeAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/**
 * Stores what moved since `noteVerdictsBefore`, beside what is decided now: for each supplier and perimeter, the periods during
 * which the answer is another. What suppliers share is written once: a list that moves 86 000 of them has some dozens of moves.
 */
export async function recordReclassification(
  trx: Db,
  cause: Cause,
  basis: { rulesVersion: number; completeLists: readonly CompleteList[]; madeAt: Date },
): Promise<void> {
  const id = await openReclassification(trx, cause, basis)
  await sql`
    create temporary table moved_periods on commit drop as
    select moved.*, dense_rank() over (order by signature) + (
      select coalesce(max(move), 0) from verdict_moves where reclassification_id = ${id}) as move
    from (
      select *, md5(string_agg(concat_ws('|', perimeter, valid_from, valid_to, outcome_before, outcome_after, coalesce(rule_before, '?'), coalesce(rule_after, '?')), ';')
        over (partition by before_id, after_id order by perimeter, valid_from rows between unbounded preceding and unbounded following)) as signature
      from (${MOVED_PERIODS}) as periods
    ) as moved
  `.execute(trx)
  await sql`
    insert into verdict_moves (reclassification_id, move, perimeter, valid_from, valid_to, outcome_before, outcome_after, rule_before, rule_after)
    select distinct ${id}::integer, move, perimeter, valid_from, valid_to, outcome_before, outcome_after, rule_before, rule_after
    from moved_periods
  `.execute(trx)
  await sql`
    insert into moved_suppliers (supplier_id, reclassification_id, move)
    select b.supplier_id, ${id}::integer, m.move
    from suppliers_before b
      join suppliers s on s.id = b.supplier_id
      join (select distinct before_id, after_id, move from moved_periods) as m on m.before_id = b.profile_id and m.after_id = s.profile_id
    order by b.supplier_id
  `.execute(trx)
  for (const table of ['moved_periods', 'suppliers_before', 'verdicts_before'])
    await sql`drop table ${sql.table(table)}`.execute(trx)
}
