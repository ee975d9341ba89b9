import t from 'tap'
import { reportComparison } from '../../../src/reports/comparison.ts'
import { FIXED_CLOCK } from '../../support/database.ts'
import { importDemo } from '../../support/demo.ts'
import { asJson, openApp, problemIn } from '../open-app.ts'

const { app, db } = await openApp(t)
await importDemo(db)
const WHO = '/v1/comparisons?buyer=000010041'
const ASK = `${WHO}&year=2025`

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

for (const { title, query } of [
  { title: 'a year', query: ASK },
  {
    title: 'filters, a method and a period',
    query: `${WHO}&from=2023-02-01&to=2026-01-31&category=services&category=works&amount=90k-200k&amount=200k-1m&frameworks=none&holders=equal-split`,
  },
  {
    title: 'what contracts are, how near their holders, when they end',
    query: `${WHO}&from=2020-01-01&contractKind=contract&contractKind=framework&tag=none&holderDepartment=unknown&holderDepartment=00&endsFrom=2024-01-01&endsTo=2028-12-31`,
  },
])
  t.test(`every line opens on contracts that add up to it: ${title}`, async (t) => {
    const answer = (await app.inject(`${query}&kind=any&minimum=1`)).json()
    const { figure, national, buyer, ranking } = answer
    t.ok(figure.contracts.total > 0 && ranking.data.length > 2)
    for (const { opens, contracts, value } of [
      { ...figure, opens: buyer.opens },
      national,
      ...ranking.data,
    ] as const) {
      const { counted } = (await app.inject(opens.contracts)).json()
      t.strictSame(counted, { contracts: contracts.total, value: value.total }, opens.contracts)
    }
  })

t.test('the figure of the buyer is its share, with the same filters', async (t) => {
  const filters =
    'from=2023-02-01&to=2026-01-31&category=services&amount=90k-200k&frameworks=none&holders=equal-split&procedure=adapted'
  const { figure, ranking } = (await app.inject(`${WHO}&${filters}&kind=any&minimum=1`)).json()
  const share = (await app.inject(`/v1/shares?buyer=000010041&${filters}`)).json()
  t.ok(share.contracts.total > 0)
  t.match(share, figure)
  t.match(
    ranking.data.find((row: { buyer: string }) => row.buyer === '000010041'),
    figure,
  )
})

t.test('a comparison by tag says that buyers without tagged contracts have nothing', async (t) => {
  const said = async (tag: string) => JSON.stringify((await app.inject(`${ASK}&tag=${tag}`)).json().caveats)
  t.match(await said('urgent'), /étiquette est mise marché par marché/)
  t.notMatch(await said('none'), /étiquette est mise/)
})

for (const { title, query, status, code } of [
  { title: 'no year', query: '/v1/comparisons?buyer=000010041', status: 400, code: 'parameters-invalid' },
  { title: 'a year with a period', query: `${ASK}&from=2025-01-01`, status: 400, code: 'parameters-invalid' },
  {
    title: 'a period that ends first',
    query: `${WHO}&from=2025-02-01&to=2025-01-01`,
    status: 400,
    code: 'parameters-invalid',
  },
  {
    title: 'contracts that end before they start to',
    query: `${ASK}&endsFrom=2025-02-01&endsTo=2025-01-01`,
    status: 400,
    code: 'bad-usage',
  },
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
