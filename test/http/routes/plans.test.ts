import t from 'tap'
import { reportScoreboard, type Scoreboard } from '../../../src/reports/scoreboard.ts'
import { FIXED_CLOCK } from '../../support/database.ts'
import { importDemo } from '../../support/demo.ts'
import { asJson, openApp, problemIn } from '../open-app.ts'

const PLAN = 'spaser-val-chimere-2023-2026'

const { app, db } = await openApp(t)
await importDemo(db)

t.test('the plans are listed, without their targets', async (t) => {
  const { data, meta } = (await app.inject('/v1/plans')).json()
  t.strictSame(meta, { page: 1, pageSize: 50, total: 1 })
  t.match(data, [
    { id: PLAN, from: '2023-01-01', to: '2026-12-31', deliberation: { adoptedOn: '2022-12-12' } },
  ])
  t.notOk('targets' in data[0])
})

t.test('the scoreboard has each target in each of its years', async (t) => {
  const response = await app.inject(`/v1/plans/${PLAN}/scoreboard`)
  t.strictSame(response.json(), asJson(await reportScoreboard(db, FIXED_CLOCK, PLAN)))
  const { plan, rows } = response.json<Scoreboard>()
  const asked = plan.targets.flatMap(({ id, values }) =>
    values.map((value) => `${id} ${'year' in value ? value.year : 'autre'}`),
  )
  t.strictSame(
    rows.map(({ targetId, year }) => `${targetId} ${year ?? 'autre'}`),
    asked,
  )
})

t.test('a row of the scoreboard is the share of its year', async (t) => {
  const { plan, rows } = (await app.inject(`/v1/plans/${PLAN}/scoreboard`)).json<Scoreboard>()
  const buyers = plan.buyers.map((buyer) => `buyer=${buyer}`).join('&')
  for (const row of rows.filter(
    ({ holders, indicator }) => holders !== null && indicator !== 'local-share',
  )) {
    const query = `${buyers}&perimeter=${row.perimeter}&from=${row.period.from}&to=${row.period.to}`
    const { contracts, value, share } = (await app.inject(`/v1/shares?${query}`)).json()
    t.strictSame(
      { contracts, value, share },
      { contracts: row.contracts, value: row.value, share: row.share },
    )
  }
})

t.test('a row opens at its address, on the same figure', async (t) => {
  const { rows } = (await app.inject(`/v1/plans/${PLAN}/scoreboard`)).json<Scoreboard>()
  for (const { address, contracts, value, measure, suppliers } of rows) {
    const { total, ...diversity } = (await app.inject(address ?? '')).json()
    if (measure === 'suppliers') t.strictSame(diversity.suppliers, suppliers?.all)
    else t.strictSame({ contracts: total.contracts, value: total.value }, { contracts, value }, address ?? '')
  }
})

t.test('each buyer of a joint plan has its own figure, and they add up to the whole', async (t) => {
  const { plan, rows } = (await app.inject(`/v1/plans/${PLAN}/scoreboard`)).json<Scoreboard>()
  for (const { address, buyers, contracts, measure, unit } of rows.filter(
    ({ stage }) => stage === 'under-way',
  )) {
    t.strictSame(
      buyers.map(({ buyer }) => buyer),
      plan.buyers,
    )
    t.equal(
      buyers.reduce((sum, own) => sum + own.contracts.yes, 0),
      contracts.yes,
    )
    if (unit === 'count') t.ok(buyers.every(({ verdict, gap }) => verdict === null && gap === null))
    if (measure === 'suppliers') continue
    for (const own of buyers) {
      const alone = (address ?? '').replaceAll(/buyer=\d+&?/g, '').replace('?', `?buyer=${own.buyer}&`)
      const { total } = (await app.inject(alone)).json()
      t.strictSame(
        { contracts: own.contracts, value: own.value },
        { contracts: total.contracts, value: total.value },
      )
    }
  }
})

t.test('a verdict follows from the bounds of the figure and the target', async (t) => {
  const { rows } = (await app.inject(`/v1/plans/${PLAN}/scoreboard`)).json<Scoreboard>()
  for (const { verdict, actual, target, direction } of rows) {
    const { lower, upper } = actual
    if (lower === null || upper === null) t.equal(verdict, 'no-contracts')
    else {
      const [worst, best] = direction === 'at-least' ? [lower, upper] : [-upper, -lower]
      const aim = direction === 'at-least' ? target : -target
      t.equal(verdict, worst >= aim ? 'met' : best >= aim ? 'depends-on-undetermined' : 'missed')
    }
  }
})

t.test('a plan nobody imported is not found, a name no plan can have is refused', async (t) => {
  const { detail } = problemIn(t, await app.inject('/v1/plans/autre-plan/scoreboard'), 404, 'not-found')
  t.match(detail, 'autre-plan')
  const { errors } = problemIn(
    t,
    await app.inject('/v1/plans/Autre%20Plan/scoreboard'),
    400,
    'parameters-invalid',
  )
  t.match(errors, [{ parameter: 'id', value: 'Autre Plan', expected: /minuscules/ }])
})

t.test('the list of plans refuses what it does not know', async (t) => {
  const { errors } = problemIn(
    t,
    await app.inject('/v1/plans?year=2024&pageSize=0'),
    400,
    'parameters-invalid',
  )
  t.strictSame(
    errors?.map(({ parameter }) => parameter),
    ['pageSize', 'year'],
  )
})

const DOCUMENT = {
  id: 'plan-b',
  title: 'Plan B',
  buyers: ['000010017'],
  from: '2025-01-01',
  to: '2026-12-31',
  targets: [
    {
      id: 'reserves',
      title: 'Marchés réservés',
      indicator: 'reserved-contracts',
      measure: 'contracts',
      unit: 'count',
      values: [{ year: 2026, value: 4 }],
    },
  ],
}

t.test(
  'a plan is created, read, replaced and deleted; its versions stay, and what was done can be undone',
  async (t) => {
    const url = '/v1/plans/plan-b'
    const created = await app.inject({ method: 'POST', url: '/v1/plans', payload: DOCUMENT })
    t.equal(created.statusCode, 201)
    t.equal(created.headers.location, url)
    t.match(created.json(), { change: 'created', plan: { ...DOCUMENT, phases: [], hourTargets: [] } })
    const problem = problemIn(
      t,
      await app.inject({ method: 'POST', url: '/v1/plans', payload: DOCUMENT }),
      409,
      'plan-exists',
    )
    t.match(problem.detail, /PUT \/v1\/plans\/plan-b/)
    const plan = (await app.inject(url)).json()
    const put = async (payload: object) => (await app.inject({ method: 'PUT', url, payload })).json()
    t.match(await put(plan), { change: 'unchanged' }, 'what is read can be sent back')
    t.match(await put({ ...plan, title: 'Autre' }), { change: 'replaced', plan: { title: 'Autre' } })
    const deleted = await app.inject({ method: 'DELETE', url })
    t.equal(deleted.statusCode, 204)
    problemIn(t, await app.inject(url), 404, 'not-found')
    problemIn(t, await app.inject(`${url}/scoreboard`), 404, 'not-found')
    problemIn(t, await app.inject({ method: 'DELETE', url }), 404, 'not-found')
    const { versions } = (await app.inject(`${url}/versions`)).json()
    t.match(versions, [{ plan: null }, { plan: { title: 'Autre' } }, { plan: { title: 'Plan B' } }, {}])
    const undo = async () => app.inject({ method: 'DELETE', url: String(deleted.headers.location) })
    t.match((await undo()).json(), { plans: { removed: 0, restored: 1 } })
    t.match((await app.inject(url)).json(), { title: 'Autre' }, 'undoing the deletion brings the plan back')
    const { importId } = versions[1]
    t.match((await app.inject({ method: 'DELETE', url: `/v1/imports/${importId}` })).json(), {
      plans: { restored: 1 },
    })
    t.match((await app.inject(url)).json(), { title: 'Plan B' }, 'and undoing the change, the version before')
    problemIn(t, await app.inject('/v1/plans/inconnu/versions'), 404, 'not-found')
  },
)

t.test(
  'a plan that cannot be used is refused with every error in its place, and nothing is kept',
  async (t) => {
    const payload = {
      ...DOCUMENT,
      id: 'plan-c',
      from: 'x',
      targets: [{ ...DOCUMENT.targets[0], unit: 'euros' }],
    }
    for (const { method, url } of [
      { method: 'POST', url: '/v1/plans' },
      { method: 'PUT', url: '/v1/plans/plan-c' },
    ] as const) {
      const { errors } = problemIn(t, await app.inject({ method, url, payload }), 400, 'plan-invalid')
      t.match(errors, [
        { path: 'from', expected: /AAAA-MM-JJ/ },
        { path: 'targets.0.unit', expected: /percent ou en count/ },
      ])
    }
    const other = await app.inject({ method: 'PUT', url: '/v1/plans/plan-d', payload: DOCUMENT })
    t.match(problemIn(t, other, 400, 'plan-invalid').errors, [{ path: 'id', expected: /plan-b.*plan-d/ }])
    problemIn(
      t,
      await app.inject({ method: 'PUT', url: '/v1/plans/Plan%20D', payload: DOCUMENT }),
      400,
      'parameters-invalid',
    )
    for (const payload of ['3', '[]', 'null'])
      problemIn(
        t,
        await app.inject({
          method: 'POST',
          url: '/v1/plans',
          payload,
          headers: { 'content-type': 'application/json' },
        }),
        400,
        'plan-invalid',
      )
    problemIn(t, await app.inject('/v1/plans/plan-c'), 404, 'not-found')
  },
)
