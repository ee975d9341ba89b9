import t from 'tap'
import { importFile } from '../../src/import/import-file.ts'
import { importReference } from '../../src/import/import-reference.ts'
import { createClause } from '../../src/import/insertion-clauses.ts'
import { reportInsertion } from '../../src/reports/insertion-report.ts'
import { FIXED_CLOCK, fixture, openTestDatabase } from '../support/database.ts'

const REQUEST = {
  buyers: ['000010017'],
  from: '2025-01-01',
  to: '2025-12-31',
  fullTimeHours: 1607,
  isInternal: true,
  thresholdCents: null,
} as const

t.test('a facilitator’s file goes from its import to the indicators', async (t) => {
  const { db } = await openTestDatabase(t)
  await importReference(db, FIXED_CLOCK, 'siae', fixture('demo/siae.csv'), { listedOn: '2025-01-01' })
  await createClause(
    db,
    FIXED_CLOCK,
    {
      contract: { buyer: '00001001700010', sourceId: '2025-VOIRIE', lot: null },
      terms: { bases: ['execution-condition'], startsOn: '2025-01-01', endsOn: '2025-12-31' },
      due: { due: { method: 'entered', hundredths: 1_000_00 }, effectiveOn: '2025-01-01' },
    },
    { author: null },
  )
  await importFile(db, FIXED_CLOCK, fixture('hours-by-person.csv'))
  const report = await reportInsertion(db, FIXED_CLOCK, REQUEST)
  const of = (id: string) => report.indicators.find((indicator) => indicator.id === id)
  t.match(of('insertion-hours-done'), { value: 334.17 })
  t.match(of('insertion-hours-due'), { value: 1000 })
  t.match(of('insertion-people'), { value: 3, atMost: 3 })
  t.match(of('insertion-companies'), { value: 1, parts: { siae: 1 } })
  t.match(of('insertion-by-sex')?.groups, [
    { key: 'female', people: 1, hours: 291.67 },
    { key: 'male' },
    { key: 'unknown' },
  ])
  t.match(of('insertion-contracts'), { value: 0, parts: { shareByNumber: null } }, 'no contract is imported')
  const open = await reportInsertion(db, FIXED_CLOCK, { ...REQUEST, isInternal: false })
  for (const id of ['insertion-people', 'insertion-by-sex', 'insertion-hours-per-person'])
    t.match(
      open.indicators.find((indicator) => indicator.id === id),
      { value: null, isHidden: true },
      id,
    )
  t.equal((await reportInsertion(db, FIXED_CLOCK, { ...REQUEST, from: '2025-01-15' })).straddling, 2)
  t.equal(
    (await reportInsertion(db, FIXED_CLOCK, { ...REQUEST, buyers: ['000010025'] })).indicators[5]?.value,
    0,
  )
})
