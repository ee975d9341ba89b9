import { readFile } from 'node:fs/promises'
import type { Db } from '../database/connect.ts'
import { listClausesOfKey } from '../database/insertion-clauses.ts'
import type { ClauseTerms } from '../domain/insertion/clause-terms.ts'
import { type DueInputs, toDueMethod } from '../import/due-inputs.ts'
import { createClause } from '../import/insertion-clauses.ts'
import type { Clock } from '../platform/clock.ts'
import { type ClauseSummary, listClauseSummaries } from '../reports/insertion-clauses.ts'

/** A clause of the demonstration, in hours, euros and per cent. */
type DemoClause = Pick<ClauseTerms, 'bases' | 'facilitator' | 'startsOn' | 'endsOn'> &
  Partial<Pick<ClauseTerms, 'beneficiaries' | 'waived'>> & {
    shows: string
    buyer: string
    sourceId: string
    penaltyPerHour?: number
    due: (DueInputs & { effectiveOn: string }) | null
  }

/** Records the clauses of the demonstration that are not recorded yet. */
export async function recordDemoClauses(db: Db, clock: Clock, path: string): Promise<void> {
  const clauses: DemoClause[] = JSON.parse(await readFile(path, 'utf8'))
  for (const { shows: _, buyer, sourceId, penaltyPerHour, due, ...terms } of clauses) {
    const key = { buyerId: buyer, sourceId, lot: null, contractGroupId: null }
    if ((await listClausesOfKey(db, key)).length > 0) continue
    const { effectiveOn, ...inputs } = due ?? { effectiveOn: '' }
    await createClause(
      db,
      clock,
      {
        contract: { buyer, sourceId, lot: null },
        terms: { ...terms, penaltyCentsPerHour: penaltyPerHour === undefined ? null : penaltyPerHour * 100 },
        due: 'method' in inputs ? { due: toDueMethod(inputs), effectiveOn } : null,
      },
      { author: 'démonstration' },
    )
  }
}

/** The clauses of the demonstration as they stand today. */
export async function listDemoClauses(db: Db, clock: Clock): Promise<ClauseSummary[]> {
  const filters = { buyers: [], states: [], bases: [], from: null, to: null, on: null, thresholds: {} }
  return (await listClauseSummaries(db, clock, filters, { limit: 100, offset: 0 })).clauses
}
