import t from 'tap'
import { listDemoClauses, recordDemoClauses } from '../../src/cli/demo-clauses.ts'
import { CLAUSE_BASIS_IDS } from '../../src/domain/insertion/clause-basis.ts'
import { CLAUSE_STATE_IDS } from '../../src/domain/insertion/clause-state.ts'
import { importHours } from '../../src/import/import-hours.ts'
import { FIXED_CLOCK, fixture, openTestDatabase } from '../support/database.ts'

t.test('the demonstration follows eight clauses: one of each state, every basis', async (t) => {
  const { db } = await openTestDatabase(t)
  for (const _ of ['first', 'again']) await recordDemoClauses(db, FIXED_CLOCK, fixture('demo/clauses.json'))
  for (const file of ['heures-par-personne.csv', 'heures-totaux.csv'])
    t.match(await importHours(db, FIXED_CLOCK, fixture(`demo/${file}`)), { rejected: 0, problems: [] })
  const clauses = await listDemoClauses(db, FIXED_CLOCK)
  t.strictSame(clauses.map(({ state }) => state).sort(), [...CLAUSE_STATE_IDS].sort())
  const bases = clauses.flatMap((clause) => clause.bases.map(({ id }) => id))
  t.strictSame([...new Set(bases)].sort(), [...CLAUSE_BASIS_IDS].sort())
})
