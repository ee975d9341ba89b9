import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** An import that changed the data, or its undoing. */
export type ImportEvent = {
  importId: number
  kind: 'contracts' | 'reference' | 'plan' | 'payments' | 'hours'
  fileName: string
  at: Date
  isUndone: boolean
}

/** The imports that changed the data after an instant and stand, and those undone after it that stood then. In the order they happened. */
export async function listImportEvents(db: Db, since: Date): Promise<ImportEvent[]> {
  const { rows } = await sql<ImportEvent>`
    select id::integer as "importId", kind, file_name as "fileName", coalesce(undone_at, finished_at) as at,
      undone_at is not null as "isUndone"
    from imports
    where (is_change and undone_at is null and finished_at > ${since}) or (undone_at > ${since} and finished_at <= ${since})
    order by at, id
  `.execute(db)
  return rows
}

/** Where a contract stands today, if it is still there. */
export type Standing = {
  id: string
  isCurrent: boolean
  /** Imports of the framework it is a call-off of. */
  frameworks: number[]
}

export async function listStandings(db: Db, ids: readonly string[]): Promise<Standing[]> {
  const { rows } = await sql<Standing>`
    select c.id, c.is_current as "isCurrent",
      coalesce((
        select array_agg(f.import_id::integer) from contracts f
        where f.buyer_id = c.buyer_id and f.source_id = c.framework_id and f.kind = 'framework' and f.is_current
      ), '{}') as frameworks
    from contracts c where c.id = any(${ids}::uuid[])
  `.execute(db)
  return rows
}

/** The imports that the current records of these groups come from, by group. */
export async function listSuccessors(
  db: Db,
  groupIds: readonly string[],
): Promise<{ groupId: string; importId: number }[]> {
  const { rows } = await sql<{ groupId: string; importId: number }>`
    select distinct group_id as "groupId", import_id::integer as "importId"
    from contracts where group_id = any(${groupIds}::uuid[]) and is_current
  `.execute(db)
  return rows
}

/** The legal units that hold each of these contracts. */
export async function listHolderUnits(
  db: Db,
  ids: readonly string[],
): Promise<{ contractId: string; siren: string }[]> {
  const { rows } = await sql<{ contractId: string; siren: string }>`
    select distinct h.contract_id as "contractId", s.siren
    from contract_holders h join suppliers s on s.id = h.supplier_id
    where h.contract_id = any(${ids}::uuid[]) and s.siren is not null
  `.execute(db)
  return rows
}

/** A decision on a legal unit taken, or taken back, after an instant. */
export type DecisionEvent = {
  siren: string
  decisionId: number
  perimeter: string
  outcome: 'yes' | 'no'
  author: string
  at: Date
  isReverted: boolean
}

export async function listDecisionEvents(
  db: Db,
  sirens: readonly string[],
  since: Date,
): Promise<DecisionEvent[]> {
  const { rows } = await sql<DecisionEvent>`
    select d.siren, d.id as "decisionId", d.perimeter, d.outcome, coalesce(r.author, d.author) as author,
      coalesce(r.created_at, d.created_at) as at, r.decision_id is not null as "isReverted"
    from decisions d left join decision_reversals r on r.decision_id = d.id
    where d.siren = any(${sirens}::text[])
      and ((r.decision_id is null and d.created_at > ${since}) or (r.created_at > ${since} and d.created_at <= ${since}))
    order by at, d.id
  `.execute(db)
  return rows
}

/** The imports after an instant that brought a fact on these legal units, or closed or changed one. */
export async function listFactEvents(
  db: Db,
  sirens: readonly string[],
  since: Date,
): Promise<{ siren: string; importId: number }[]> {
  const { rows } = await sql<{ siren: string; importId: number }>`
    select f.siren, i.id::integer as "importId"
    from facts f join imports i on i.id = f.import_id
    where f.siren = any(${sirens}::text[]) and i.finished_at > ${since}
    union
    select f.siren, i.id::integer
    from facts f join fact_changes c on c.fact_id = f.id join imports i on i.id = c.import_id
    where f.siren = any(${sirens}::text[]) and i.finished_at > ${since}
    order by 1, 2
  `.execute(db)
  return rows
}

/** The complete lists imported after an instant: their silence on a supplier says no. */
export async function listCompleteLists(db: Db, since: Date): Promise<number[]> {
  const { rows } = await sql<{ importId: number }>`
    select distinct i.id::integer as "importId" from reference_lists l join imports i on i.id = l.import_id
    where l.is_complete and i.finished_at > ${since} and i.undone_at is null order by 1
  `.execute(db)
  return rows.map(({ importId }) => importId)
}

/** The import that each of these plans comes from. */
export async function listPlanImports(
  db: Db,
  planIds: readonly string[],
): Promise<{ planId: string; importId: number }[]> {
  const { rows } = await sql<{ planId: string; importId: number }>`
    select id as "planId", import_id::integer as "importId" from plans where id = any(${planIds}::text[])
  `.execute(db)
  return rows
}

/** How many entries on insertion (clauses, hours due, hours done) were recorded after an instant, and the last of them. */
export async function countInsertionEntries(
  db: Db,
  since: Date,
): Promise<{ entries: number; lastAt: Date | null }> {
  const { rows } = await sql<{ entries: number; lastAt: Date | null }>`
    select count(*)::integer as entries, max(recorded_at) as "lastAt" from (
      select recorded_at from insertion_clause_versions where recorded_at > ${since}
      union all select recorded_at from insertion_dues where recorded_at > ${since}
      union all select recorded_at from insertion_hours where recorded_at > ${since}
    ) as entered
  `.execute(db)
  return rows[0] ?? { entries: 0, lastAt: null }
}
