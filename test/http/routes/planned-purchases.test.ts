import t from 'tap'
import { UNKNOWN_HOURS } from '../../../src/domain/insertion/hours-record.ts'
import { importContracts } from '../../../src/import/import-contracts.ts'
import { createClause } from '../../../src/import/insertion-clauses.ts'
import { recordHours } from '../../../src/import/insertion-hours.ts'
import { savePlannedPurchases } from '../../../src/import/planned-purchases.ts'
import { FIXED_CLOCK, fixture } from '../../support/database.ts'
import { openApp, problemIn } from '../open-app.ts'

const { app, db } = await openApp(t)
await importContracts(db, FIXED_CLOCK, fixture('lots-same-id.json'))
// Clause 1 is of waste (2021-LOTS); 2 to 4 have no contract imported. 100 h promised by the first three; people: 6, 3, 2.
for (const [index, sourceId] of ['2021-LOTS', 'A', 'B', 'C'].entries()) {
  const id = await createClause(
    db,
    FIXED_CLOCK,
    {
      contract: { buyer: '00001001700010', sourceId, lot: null },
      terms: {
        bases: [index === 3 ? 'reserved-siae' : 'execution-condition'],
        startsOn: '2024-01-01',
        endsOn: '2025-12-31',
        penaltyCentsPerHour: index === 2 ? null : 10_00,
      },
      due: index === 3 ? null : { due: { method: 'entered', hundredths: 100_00 }, effectiveOn: '2024-01-01' },
    },
    { author: null },
  )
  const people = [6, 3, 2, 0][index] ?? 0
  const hours = {
    ...UNKNOWN_HOURS,
    from: '2024-03-01',
    to: '2024-03-31',
    hundredths: (index + 1) * 20_00,
    people,
  }
  if (index < 3) await recordHours(db, FIXED_CLOCK, id, hours, { author: null })
}
const get = (url: string) => app.inject(url)
const post = (purchases: object[]) =>
  app.inject({ method: 'POST', url: '/v1/planned-purchases', payload: { purchases, by: 'A. Gente' } })

t.test('a set of clauses is assessed whole, beside its like', async (t) => {
  const payload = { note: 'Difficulté à recruter', on: '2025-05-01' }
  await app.inject({ method: 'POST', url: '/v1/insertion-clauses/3/notes', payload })
  const { set, similar, similarBy, notes } = (await get('/v1/insertion-assessment?clause=2&clause=3')).json()
  t.match(set, {
    clauses: 2,
    promisedHours: 200,
    doneHours: 100,
    rate: 0.5,
    shortfallHours: 100,
    penalty: 600,
    people: null,
    isHidden: true,
    lines: [{ clauseId: 2 }, { clauseId: 3 }],
  })
  t.equal(similarBy, 'basis', 'their contracts are not imported')
  t.match(similar, { clauses: 1, doneHours: 20, people: { atLeast: 6 }, lines: [{ clauseId: 1 }] })
  t.match(notes, [{ clauseId: 3, note: 'Difficulté à recruter' }])
  t.match((await get('/v1/insertion-assessment?clause=2')).json().set, {
    isHidden: true,
    people: null,
    doneHours: 40,
  })
  for (const [query, atLeast] of [
    ['clause=2', 3],
    ['clause=2&clause=3', 5],
  ] as const) {
    const internal = (await get(`/v1/insertion-assessment?${query}&audience=internal`)).json()
    t.match(
      internal.set,
      { people: { atLeast }, isHidden: false },
      'five people of which two are one clause apart',
    )
  }
})

t.test('a set is chosen by buyer, family, basis or tag, and an empty one is said', async (t) => {
  for (const [query, ids] of [
    ['family=waste', [1]],
    ['basis=reserved-siae', [4]],
    ['buyer=000010017', [1, 2, 3, 4]],
    ['buyer=000010017&basis=execution-condition', [1, 2, 3]],
  ] as const) {
    const { set } = (await get(`/v1/insertion-assessment?${query}`)).json()
    t.strictSame(
      set.lines.map(({ clauseId }: { clauseId: number }) => clauseId),
      ids,
      query,
    )
  }
  const unknown = (await get('/v1/insertion-assessment?basis=reserved-siae')).json().set
  t.match(unknown, { clausesWithoutHoursDue: 1, rate: null, penalty: null }, 'not known is not zero')
  problemIn(t, await get('/v1/insertion-assessment?tag=inconnue'), 404, 'not-found')
  problemIn(t, await get('/v1/insertion-assessment?clause=1&clause=9'), 404, 'not-found')
})

const PURCHASE = {
  buyer: '00001001700010',
  reference: 'PROG-1',
  title: 'Réfection de voirie',
  cpv: '45233140-2',
  amount: 1_000_000,
  plannedOn: '2027-03-01',
}

t.test('planned purchases are proposed for a clause, with the hours of the formula', async (t) => {
  t.strictSame((await post([PURCHASE])).json(), { recorded: 1 })
  const outside = { ...PURCHASE, reference: 'PROG-2', title: 'Logiciel', cpv: '48000000' }
  const late = { ...PURCHASE, reference: 'PROG-3', plannedOn: '2028-03-01' }
  const stated = { ...PURCHASE, reference: 'PROG-4', cpv: null, family: 'Nettoyage', amount: null }
  t.strictSame((await post([outside, late, stated])).json(), { recorded: 3 })
  t.match((await get('/v1/insertion-prospects')).json().planned, [
    { reference: 'PROG-1', family: 'works', hours: 833.33, author: 'A. Gente' },
    { reference: 'PROG-4', family: 'cleaning', hours: null },
  ])
  t.strictSame((await post([{ ...PURCHASE, amount: 500_000 }])).json(), { recorded: 1 })
  const { data, meta } = (await get('/v1/planned-purchases?buyer=000010017')).json()
  t.strictSame(meta, { page: 1, pageSize: 50, total: 4 })
  const second = (await get('/v1/planned-purchases?buyer=000010017&page=2&pageSize=3')).json()
  t.match(second, { data: [data[3]], links: { next: null }, meta: { total: 4 } })
  t.equal(data.length, 4, 'the same reference takes the place of the former')
  t.match(data[0], { amount: 500_000 })
  t.equal((await app.inject({ method: 'DELETE', url: '/v1/planned-purchases/1' })).statusCode, 204)
  problemIn(t, await app.inject({ method: 'DELETE', url: '/v1/planned-purchases/1' }), 404, 'not-found')
})

t.test('all that is wrong is told at once, and nothing is recorded', async (t) => {
  const before = (await get('/v1/planned-purchases')).json().data.length
  const response = await post([
    { ...PURCHASE, reference: 'X', buyer: '123' },
    { ...PURCHASE, reference: 'Y', cpv: 'travaux', plannedOn: 'bientôt' },
    { ...PURCHASE, reference: 'Z', cpv: null },
  ])
  problemIn(t, response, 400, 'bad-usage')
  for (const words of [/ligne 1, acheteur/, /ligne 2, CPV/, /ligne 2, date prévue/, /ligne 3, CPV/])
    t.match(response.json().detail, words)
  t.equal((await get('/v1/planned-purchases')).json().data.length, before)
})

t.test('an amount or a reference that no table could keep is refused, from a file as well', async (t) => {
  const raw = { ...PURCHASE, family: null, amount: '100 000 000 000 000 000 000', reference: 'x'.repeat(501) }
  await t.rejects(savePlannedPurchases(db, FIXED_CLOCK, [{ raw, line: 2 }], null), {
    code: 'bad-usage',
    message: /ligne 2, référence .* : une référence de 500.*ligne 2, montant .* : un montant hors taxes/s,
  })
})
