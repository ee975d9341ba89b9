import t from 'tap'
import { UNKNOWN_HOURS } from '../../src/domain/insertion/hours-record.ts'
import { importPlan } from '../../src/import/import-plan.ts'
import { createClause } from '../../src/import/insertion-clauses.ts'
import { recordHours } from '../../src/import/insertion-hours.ts'
import { undoImport } from '../../src/import/undo-import.ts'
import { reportInsertionFigure } from '../../src/reports/insertion-figure.ts'
import { readClauses } from '../../src/reports/read-clauses.ts'
import { openFile } from '../import/temporary-file.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'

const PLAN = {
  id: 'plan',
  title: 'Plan',
  buyers: ['000010017'],
  from: '2025-01-01',
  to: '2026-12-31',
  targets: [
    {
      id: 'ess',
      title: 'ESS',
      perimeter: 'ess',
      measure: 'contracts',
      values: [{ year: 2025, minimumPercent: 10 }],
    },
  ],
}

t.test('the states of the clauses of a plan are read with its thresholds, in its period alone', async (t) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'plan.json')
  const bring = async (plan: object) =>
    importPlan(db, FIXED_CLOCK, await write(JSON.stringify({ ...PLAN, ...plan })))
  for (const buyer of ['00001001700010', '00001002500013']) {
    const id = await createClause(
      db,
      FIXED_CLOCK,
      {
        contract: { buyer, sourceId: 'M1', lot: null },
        terms: { bases: ['execution-condition'], startsOn: '2025-01-01', endsOn: '2027-12-31' },
        due: { due: { method: 'entered', hundredths: 1095_00 }, effectiveOn: '2025-01-01' },
      },
      { author: null },
    )
    // One hour a day is due; 600 are done by 22 November 2026, 691 days after the start.
    await recordHours(
      db,
      FIXED_CLOCK,
      id,
      { ...UNKNOWN_HOURS, from: '2025-01-01', to: '2026-11-22', hundredths: 600_00 },
      { author: null },
    )
  }
  const states = async (on: string | null = null, thresholds = {}) =>
    (await readClauses(db, FIXED_CLOCK, { on, thresholds })).map(({ standing, thresholds }) => [
      standing.state,
      thresholds.plan?.id ?? null,
      thresholds.values.lateToleranceBasisPoints,
    ])
  t.strictSame(await states(), [
    ['at-risk', null, 2000],
    ['at-risk', null, 2000],
  ])
  await bring({ insertionThresholds: { latePercent: 10 } })
  const ofPlan = [
    ['late', 'plan', 1000],
    ['at-risk', null, 2000],
  ]
  t.strictSame(await states(), ofPlan, 'the buyer of the plan, by SIREN; the other keeps the defaults')
  t.strictSame((await states('2027-01-01'))[0]?.slice(1), [null, 2000], 'the day after the plan')
  t.strictSame((await states('2026-12-31'))[0]?.slice(1), ['plan', 1000], 'its last day')
  t.strictSame(
    (await states(null, { lateToleranceBasisPoints: 2000 }))[0],
    ['at-risk', null, 2000],
    'what is asked wins',
  )
  const figure = { id: 'insertion-clauses-by-state', filters: { buyers: [], from: null, to: null } }
  t.match((await reportInsertionFigure(db, FIXED_CLOCK, figure)).total, {
    value: 1,
    parts: { late: 1, 'at-risk': 1 },
  })
  const { importId } = await bring({
    id: 'later',
    from: '2026-01-01',
    insertionThresholds: { riskPercent: 50 },
  })
  t.strictSame((await states())[0], ['on-track', 'later', 2000], 'of two plans, the last to begin')
  await undoImport(db, FIXED_CLOCK, BigInt(importId ?? 0))
  t.strictSame(await states(), ofPlan, 'undone, the former is back')
  await bring({})
  t.strictSame(
    (await states())[0],
    ['at-risk', null, 2000],
    'imported again without thresholds, it sets none',
  )
})
