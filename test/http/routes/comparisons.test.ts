import t from 'tap'
import { reportComparison } from '../../../src/reports/comparison.ts'
import { FIXED_CLOCK } from '../../support/database.ts'
import { importDemo } from '../../support/demo.ts'
import { asJson, openApp, problemIn } from '../open-app.ts'

const { app, db } = await openApp(t)
await importDemo(db)
const ASK = '/v1/comparisons?buyer=000010041&year=2025'

t.test('the comparison is the report, its ranking a page', async (t) => {
  const { ranking, ...body } = (await app.inject(`${ASK}&kind=any&minimum=1&pageSize=3`)).json()
  const { rows, ...report } = await reportComparison(
    db,
    FIXED_CLOCK,
    {
      ...{ buyer: '000010041', period: { year: 2025 }, filters: {}, minimum: 1, measure: 'contracts' },
      ...{ perimeter: 'ess', holders: 'any-holder', frameworks: 'ceilings' },
      ...{ kind: 'any', size: null, department: null, region: null, group: null },
    },
    { limit: 3, offset: 0 },
  )
  t.strictSame(body, asJson(report))
  t.strictSame(ranking.data, asJson(rows))
  t.strictSame(ranking.meta, { page: 1, pageSize: 3, total: 4 })
  const next = (await app.inject(ranking.links.next)).json()
  t.match(next.ranking.data, [{ rank: 4, buyer: '000010025' }])
})

t.test('every line opens on contracts that add up to it', async (t) => {
  const { figure, national, buyer, ranking } = (await app.inject(`${ASK}&kind=any&minimum=1`)).json()
  for (const { opens, contracts, value } of [
    { ...figure, opens: buyer.opens },
    national,
    ...ranking.data,
  ] as const) {
    const { counted } = (await app.inject(opens.contracts)).json()
    t.strictSame(counted, { contracts: contracts.total, value: value.total }, opens.contracts)
  }
})

for (const { title, query, status, code } of [
  { title: 'no year', query: '/v1/comparisons?buyer=000010041', status: 400, code: 'parameters-invalid' },
  { title: 'a kind that is none', query: `${ASK}&kind=village`, status: 400, code: 'parameters-invalid' },
  {
    title: 'a region that is none',
    query: `${ASK}&region=99`,
    status: 400,
    code: 'parameters-invalid',
  },
  { title: 'a trait nobody knows', query: `${ASK}&size=same`, status: 400, code: 'bad-usage' },
  {
    title: 'a buyer nobody knows',
    query: '/v1/comparisons?buyer=999999999&year=2025',
    status: 404,
    code: 'not-found',
  },
])
  t.test(`${title} is refused`, async (t) => {
    problemIn(t, await app.inject(query), status, code)
  })
