import { sql } from 'kysely'
import type { StateThresholds } from '../domain/insertion/clause-state.ts'
import type { Db } from './connect.ts'

/** The thresholds of states that a plan sets, for its buyers (SIREN or SIRET) and over its period. */
export type PlanThresholds = {
  id: string
  title: string
  buyers: readonly string[]
  from: string
  to: string
  thresholds: Partial<StateThresholds>
}

/** Every plan that sets thresholds of states, as the last import of it says them. */
export async function listPlanThresholds(db: Db): Promise<PlanThresholds[]> {
  const { rows } = await sql<PlanThresholds>`
    select p.id, p.title, p.buyers, p.starts_on as "from", p.ends_on as "to", v.content->'insertionThresholds' as thresholds
    from plans p join lateral (
      select content from plan_versions v where v.plan_id = p.id order by v.import_id desc limit 1
    ) as v on jsonb_typeof(v.content->'insertionThresholds') = 'object'
    order by p.id
  `.execute(db)
  return rows
}
