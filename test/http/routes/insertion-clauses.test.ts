import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { fixture } from '../../support/database.ts'
import { openApp, problemIn } from '../open-app.ts'
import { send } from './send-file.ts'

const BUYER = '00001001700010'

const call = (app: FastifyInstance, method: 'POST' | 'PATCH', url: string, payload: object) =>
  app.inject({ method, url, payload })

const create = (app: FastifyInstance, fields: object = {}) =>
  call(app, 'POST', '/v1/insertion-clauses', {
    buyer: BUYER,
    sourceId: '2024-RES-SIAE',
    bases: ['execution-condition', 'award-criterion'],
    startsOn: '2025-01-01',
    endsOn: '2027-12-31',
    facilitator: 'Maison de l’emploi',
    due: {
      method: 'labour-share',
      effectiveOn: '2025-01-01',
      amount: 1_000_000,
      labourSharePercent: 50,
      insertionRatePercent: 5,
      hourlyCost: 30,
    },
    by: 'A. Gente',
    ...fields,
  })

t.test(
  'a clause is recorded before its contract, its hours due move, and any past day can be asked',
  async (t) => {
    const { app } = await openApp(t)
    const created = await create(app)
    t.equal(created.statusCode, 201, created.body)
    t.equal(created.headers.location, '/v1/insertion-clauses/1')
    t.match(created.json(), {
      id: 1,
      contracts: [],
      state: 'late',
      hours: { due: 833.33, done: 0, remaining: 833.33, rate: 0 },
      dues: [
        { event: 'initial', effect: 'total', inputs: { method: 'labour-share', hourlyCostCents: 3000 } },
      ],
      history: [{ version: 1, author: 'A. Gente' }],
    })
    problemIn(t, await create(app, { contractId: undefined }), 409, 'clause-exists')
    const amended = await call(app, 'POST', '/v1/insertion-clauses/1/due-hours', {
      method: 'entered',
      hours: 1000,
      effectiveOn: '2026-01-01',
      by: 'B. Autre',
    })
    t.match(amended.json(), { hours: { due: 1000 }, dues: [{}, { event: 'amendment', author: 'B. Autre' }] })
    await call(app, 'POST', '/v1/insertion-clauses/1/due-hours', {
      method: 'invoiced',
      amount: 10_000,
      eurosPerHour: 2_000,
      invoice: 'F-12',
      effectiveOn: '2026-06-01',
    })
    for (const [on, due] of [
      ['2024-12-31', 833.33],
      ['2025-12-31', 833.33],
      ['2026-05-31', 1000],
      ['2026-06-01', 1005],
    ] as const)
      t.equal((await app.inject(`/v1/insertion-clauses/1?on=${on}`)).json().hours.due, due, on)
  },
)

t.test('hours are recorded, corrected, validated and withdrawn without losing what was there', async (t) => {
  const { app } = await openApp(t)
  await create(app)
  const url = '/v1/insertion-clauses/1/hours'
  const hours = { person: 'p-017', from: '2025-03-01', to: '2025-03-31', hours: 100, publics: ['RSA', 'QPV'] }
  t.equal((await call(app, 'POST', url, { ...hours, employerSiren: '000024695' })).json().id, 1)
  problemIn(t, await call(app, 'POST', url, { ...hours, employerSiren: '000024695' }), 409, 'hours-stated')
  const corrected = await call(app, 'PATCH', `${url}/1`, {
    hours: 90.5,
    isValidated: true,
    by: 'A. Gente',
    reason: 'feuille relue',
  })
  t.equal(corrected.statusCode, 200, corrected.body)
  t.match((await app.inject('/v1/insertion-clauses/1')).json().hours, { done: 90.5, validated: 90.5 })
  await call(app, 'PATCH', `${url}/1`, { isWithdrawn: true })
  t.match((await app.inject('/v1/insertion-clauses/1')).json().hours, { done: 0, validated: 0 })
  t.match((await app.inject(url)).json().meta, { total: 0 })
  t.match((await app.inject(`${url}?history=true`)).json().data, [
    { id: 3, hours: 90.5, standing: 'withdrawn' },
    { id: 2, hours: 90.5, standing: 'superseded', author: 'A. Gente', reason: 'feuille relue' },
    { id: 1, person: 'P-017', hours: 100, standing: 'superseded', publics: ['QPV', 'RSA'] },
  ])
})

t.test('what identifies a person is refused: neither stored, nor given back, nor logged', async (t) => {
  const { app, db, logs } = await openApp(t)
  await create(app)
  const period = { from: '2025-03-01', to: '2025-03-31', hours: 10 }
  const url = '/v1/insertion-clauses/1/hours'
  for (const body of [
    { ...period, person: 'Zebulon Quidam' },
    { ...period, person: '1850375123456' },
    { ...period, person: 'ZQ15031975' },
    { ...period, person: 'P-1', reason: 'Quidam, né le 15/03/1975' },
  ]) {
    const response = await call(app, 'POST', url, body)
    problemIn(t, response, 400, 'personal-data')
    t.notMatch(response.body, /quidam|1850375123456|1975/i)
  }
  for (const body of [
    { ...period, person: { nom: 'Quidam' } },
    { ...period, nom: 'Quidam' },
    { ...period, person: 'P-1', hours: 'Quidam' },
  ]) {
    const response = await call(app, 'POST', url, body)
    problemIn(t, response, 400, 'parameters-invalid')
    t.notMatch(response.body, /quidam/i)
  }
  t.notMatch(JSON.stringify(logs), /quidam|1850375123456|15031975/i)
  const { total } = await db
    .selectFrom('insertion_hours')
    .select((eb) => eb.fn.countAll<bigint>().as('total'))
    .executeTakeFirstOrThrow()
  t.equal(total, 0n)
})

t.test('a clause is changed, closed, waived, cancelled; each version stays with its author', async (t) => {
  const { app } = await openApp(t)
  await create(app)
  const change = (body: object) => call(app, 'PATCH', '/v1/insertion-clauses/1', body)
  t.match((await change({ closed: { on: '2026-01-31', reason: 'chantier fini' }, by: 'A. Gente' })).json(), {
    state: 'ended-short',
  })
  t.match(
    (await change({ closed: null, waived: { on: '2026-02-01', reason: 'entreprise en difficulté' } })).json(),
    {
      state: 'waived',
    },
  )
  problemIn(
    t,
    await change({ bases: ['execution-condition'], beneficiaries: ['siae'] }),
    400,
    'clause-invalid',
  )
  const tooEarly = await change({ endsOn: '2024-01-01' })
  problemIn(t, tooEarly, 400, 'clause-invalid')
  t.match(tooEarly.json().errors, [{ path: 'endsOn' }], 'by its name in the body')
  const noObject = await app.inject({
    method: 'PATCH',
    url: '/v1/insertion-clauses/1',
    headers: { 'content-type': 'application/json' },
    payload: '[]',
  })
  t.match(noObject.json(), { detail: 'Paramètre refusé : « corps de la requête ».' })
  const cancelled = await change({ cancelled: { on: '2026-02-02', reason: 'doublon' } })
  t.equal(cancelled.json().history.length, 4)
  t.match((await app.inject('/v1/insertion-clauses')).json().meta, { total: 0 })
  t.equal((await create(app)).statusCode, 201, 'the place is free again')
  problemIn(t, await app.inject('/v1/insertion-clauses/99'), 404, 'not-found')
})

t.test(
  'reserved contracts, and those with a social clause, are to complete until their clause is recorded',
  async (t) => {
    const { app } = await openApp(t)
    const contracts = await readFile(fixture('demo/marches-2022-2024.json'))
    t.equal((await send(app, '', contracts)).statusCode, 201)
    const toComplete = async () =>
      (await app.inject(`/v1/contracts-without-clause?buyer=${BUYER}&pageSize=500`)).json()
    const before = await toComplete()
    const reserved = before.data.find(({ sourceId }: { sourceId: string }) => sourceId === '2024-RES-SIAE')
    t.ok(reserved.socialConsiderations.includes('reserved-contract'))
    const created = await create(app, {
      buyer: undefined,
      sourceId: undefined,
      contractId: reserved.contractId,
      bases: ['reserved-siae'],
    })
    t.match(created.json(), {
      sourceId: '2024-RES-SIAE',
      beneficiaries: ['siae'],
      contracts: [{ id: reserved.contractId }],
    })
    t.equal((await toComplete()).meta.total, before.meta.total - 1)
    t.equal((await app.inject(`/v1/insertion-mentions?buyer=${BUYER}`)).statusCode, 200)
  },
)

t.test('clauses are filtered by state, basis, buyer and dates', async (t) => {
  const { app } = await openApp(t)
  await create(app)
  await create(app, { sourceId: 'AUTRE', bases: ['reserved-ess'], due: null, startsOn: '2027-06-01' })
  const idsOf = async (query: string) =>
    (await app.inject(`/v1/insertion-clauses?${query}`)).json().data.map(({ id }: { id: number }) => id)
  t.strictSame(await idsOf(''), [1, 2])
  t.strictSame(await idsOf('state=late'), [1])
  t.strictSame(await idsOf('state=late&state=not-started'), [1, 2])
  t.strictSame(await idsOf('basis=reserved-ess'), [2])
  t.strictSame(await idsOf('to=2027-01-01'), [1])
  t.strictSame(await idsOf('buyer=000010017'), [1, 2])
  t.strictSame(await idsOf('buyer=000010025'), [])
  t.strictSame(await idsOf('on=2025-02-01&state=on-track'), [1])
  problemIn(t, await app.inject('/v1/insertion-clauses?state=tardive'), 400, 'parameters-invalid')
})
