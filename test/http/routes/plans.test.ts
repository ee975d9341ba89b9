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
  const asked = plan.targets.flatMap(({ id, values }) => values.map(({ year }) => `${id} ${year}`))
  t.strictSame(
    rows.map(({ targetId, year }) => `${targetId} ${year}`),
    asked,
  )
})

t.test('a row of the scoreboard is the share of its year', async (t) => {
  const { plan, rows } = (await app.inject(`/v1/plans/${PLAN}/scoreboard`)).json<Scoreboard>()
  const buyers = plan.buyers.map((buyer) => `buyer=${buyer}`).join('&')
  for (const row of rows) {
    const query = `${buyers}&perimeter=${row.perimeter}&from=${row.year}-01-01&to=${row.year}-12-31`
    const { contracts, value, share } = (await app.inject(`/v1/shares?${query}`)).json()
    t.strictSame(
      { contracts, value, share },
      { contracts: row.contracts, value: row.value, share: row.share },
    )
  }
})

t.test('a verdict follows from the bounds of the share and the minimum', async (t) => {
  const { rows } = (await app.inject(`/v1/plans/${PLAN}/scoreboard`)).json<Scoreboard>()
  for (const { verdict, share, measure, minimum } of rows) {
    const { lower, upper } = measure === 'value' ? share.value : share.contracts
    if (lower === null || upper === null) t.equal(verdict, 'no-contracts')
    else t.equal(verdict, lower >= minimum ? 'met' : upper >= minimum ? 'depends-on-undetermined' : 'missed')
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
