import t from 'tap'
import { UNKNOWN_HOURS } from '../../../src/domain/insertion/hours-record.ts'
import { importContracts } from '../../../src/import/import-contracts.ts'
import { createClause } from '../../../src/import/insertion-clauses.ts'
import { recordHours } from '../../../src/import/insertion-hours.ts'
import { FIXED_CLOCK, fixture } from '../../support/database.ts'
import { openApp, problemIn } from '../open-app.ts'

t.test('a clause is assessed beside similar ones, and contracts that end soon are proposed', async (t) => {
  const { app, db } = await openApp(t)
  await importContracts(db, FIXED_CLOCK, fixture('lots-same-id.json'))
  for (const sourceId of ['2021-LOTS', 'AUTRE'])
    await createClause(
      db,
      FIXED_CLOCK,
      {
        contract: { buyer: '00001001700010', sourceId, lot: null },
        terms: {
          bases: ['execution-condition'],
          startsOn: '2024-01-01',
          endsOn: '2025-12-31',
          penaltyCentsPerHour: 50_00,
        },
        due: { due: { method: 'entered', hundredths: 400_00 }, effectiveOn: '2024-01-01' },
      },
      { author: null },
    )
  const hours = { ...UNKNOWN_HOURS, from: '2024-03-01', to: '2024-03-31', hundredths: 300_00, people: 6 }
  await recordHours(db, FIXED_CLOCK, 2, hours, { author: null })
  const noted = await app.inject({
    method: 'POST',
    url: '/v1/insertion-clauses/2/notes',
    payload: { note: 'Difficulté à recruter sur le site', on: '2025-05-01', by: 'A. Gente' },
  })
  t.equal(noted.statusCode, 201, noted.body)
  t.match((await app.inject('/v1/insertion-clauses/2/assessment')).json(), {
    clause: {
      clauseId: 2,
      state: 'ended-short',
      promisedHours: 400,
      doneHours: 300,
      rate: 0.75,
      hoursPerMonth: 12.49,
      shortfallHours: 100,
      penalty: 5000,
      people: { atLeast: 6 },
    },
    similarBy: 'basis',
    similar: [{ clauseId: 1, family: 'waste', doneHours: 0, shortfallHours: 400 }],
    notes: [{ notedOn: '2025-05-01', author: 'A. Gente' }],
  })
  const named = await app.inject({
    method: 'POST',
    url: '/v1/insertion-clauses/2/notes',
    payload: { note: 'Voir quidam@exemple.fr' },
  })
  problemIn(t, named, 400, 'personal-data')
  t.notMatch(named.body, 'quidam')
  problemIn(t, await app.inject('/v1/insertion-clauses/9/assessment'), 404, 'not-found')
  const none = (await app.inject('/v1/insertion-prospects')).json()
  t.match(
    none.families.find(({ family }: { family: string }) => family === 'waste'),
    { clauses: 1, rate: 0 },
  )
  t.strictSame(none.contracts, [], 'the contract has a clause already, and ended')
})

t.test('the hours of a prospect are those of the formula asked for', async (t) => {
  const { app, db } = await openApp(t)
  await importContracts(db, FIXED_CLOCK, fixture('demo/marches-2024-2026.csv'))
  const answer = (await app.inject('/v1/insertion-prospects?insertionRatePercent=10&hourlyCost=25')).json()
  t.ok(answer.contracts.length > 0)
  for (const { amount, hours, endsOn } of answer.contracts) {
    t.ok(endsOn >= '2026-11-23' && endsOn <= '2027-11-23', endsOn)
    if (amount !== null) t.equal(hours, Math.round((amount * 0.5 * 0.1 * 100) / 25) / 100)
  }
  t.match(answer.method, /montant HT × 50 % de main-d’œuvre × 10 % d’insertion ÷ 25 € de coût horaire/)
})
