import t from 'tap'
import { recordDemoClauses } from '../../../src/cli/demo-clauses.ts'
import { INSERTION_INDICATORS } from '../../../src/domain/insertion/insertion-indicators.ts'
import { importHours } from '../../../src/import/import-hours.ts'
import { type InsertionFigureReport, reportInsertionFigure } from '../../../src/reports/insertion-figure.ts'
import type { InsertionReport } from '../../../src/reports/insertion-report.ts'
import { FIXED_CLOCK, fixture } from '../../support/database.ts'
import { importDemo } from '../../support/demo.ts'
import { asJson, openApp, problemIn } from '../open-app.ts'

const { app, db } = await openApp(t)
await importDemo(db)
await recordDemoClauses(db, FIXED_CLOCK, fixture('demo/clauses.json'))
for (const file of ['heures-par-personne.csv', 'heures-totaux.csv'])
  await importHours(db, FIXED_CLOCK, fixture(`demo/${file}`))

const get = (url: string) => app.inject(url)
const PERIOD = 'from=2025-01-01&to=2025-12-31'

t.test('the catalogue tells the indicators of insertion, and each is at the address of all', async (t) => {
  const { insertion } = (await get('/v1/indicators')).json()
  t.strictSame(
    insertion.map(({ id }: { id: string }) => id),
    INSERTION_INDICATORS.map(({ id }) => id),
  )
  for (const { id } of INSERTION_INDICATORS) {
    const answer = (await get(`/v1/indicators/${id}?buyer=000010017&${PERIOD}&by=category`)).json()
    const filters = { buyers: ['000010017'], from: '2025-01-01', to: '2025-12-31' }
    t.strictSame(
      answer,
      asJson(await reportInsertionFigure(db, FIXED_CLOCK, { id, filters, by: 'category' })),
      id,
    )
  }
})

t.test('the report of insertion is a view of the same figures', async (t) => {
  const report = (await get(`/v1/insertion-report?${PERIOD}&audience=internal`)).json<InsertionReport>()
  for (const { id, value, parts, groups } of report.indicators) {
    const figure = (
      await get(`/v1/indicators/${id}?${PERIOD}${id === 'insertion-contracts' ? '' : '&audience=internal'}`)
    ).json()
    if (id === 'insertion-contracts') t.equal(figure.total.contracts.yes, value)
    else
      t.strictSame([figure.total.value, figure.total.parts, figure.total.groups], [value, parts, groups], id)
  }
})

t.test('a figure opens on its clauses, a row on its own, and their hours add up to it', async (t) => {
  const url = '/v1/indicators/insertion-hours-done'
  const figure = (await get(`${url}?${PERIOD}&by=kind`)).json<InsertionFigureReport>()
  const sumOf = async (query: string) => {
    const { data } = (await get(`${url}/clauses?${PERIOD}&by=kind&pageSize=500${query}`)).json()
    return (
      Math.round(
        data.reduce((sum: number, { doneHours }: { doneHours: number }) => sum + doneHours, 0) * 100,
      ) / 100
    )
  }
  t.ok((figure.total.value ?? 0) > 0)
  t.equal(await sumOf(''), figure.total.value)
  for (const { key, value } of figure.rows) t.equal(await sumOf(`&key=${key}`), value, key)
})

t.test('a full-time equivalent is of 1 607 h, or of 1 820 h where asked, and says which', async (t) => {
  const url = `/v1/indicators/insertion-full-time-equivalents?${PERIOD}`
  const [legal, paid] = [(await get(url)).json(), (await get(`${url}&fullTimeHours=1820`)).json()]
  t.strictSame([legal.method.fullTimeHours, paid.method.fullTimeHours], [1607, 1820])
  t.ok(Math.abs(legal.total.value * 1607 - paid.total.value * 1820) < 1e-6)
})

for (const { title, url, status, code, says } of [
  {
    title: 'holders say nothing to hours',
    url: 'insertion-hours-done?holders=lead',
    status: 400,
    code: 'bad-usage',
    says: /retirez-le/,
  },
  {
    title: 'an audience says nothing to contracts',
    url: 'ess-share?audience=internal',
    status: 400,
    code: 'bad-usage',
    says: /audience/,
  },
  {
    title: 'hours do not open on contracts',
    url: 'insertion-hours-done/contracts',
    status: 400,
    code: 'bad-usage',
    says: /clauses/,
  },
  {
    title: 'contracts do not open on clauses',
    url: 'ess-share/clauses',
    status: 400,
    code: 'bad-usage',
    says: /contracts/,
  },
  {
    title: 'the obligation waits for its threshold',
    url: 'insertion-mandatory',
    status: 400,
    code: 'bad-usage',
    says: /seuil/,
  },
  {
    title: 'another indicator has no threshold',
    url: 'insertion-contracts?threshold=1000',
    status: 400,
    code: 'bad-usage',
    says: /amount/,
  },
  {
    title: 'an unknown indicator is not found',
    url: 'insertion-nothing',
    status: 404,
    code: 'not-found',
    says: /insertion-people/,
  },
  {
    title: 'nor are its clauses',
    url: 'insertion-nothing/clauses',
    status: 404,
    code: 'not-found',
    says: /insertion-people/,
  },
] as const)
  t.test(title, async (t) => {
    const response = await get(`/v1/indicators/${url}`)
    problemIn(t, response, status, code)
    t.match(response.json().detail, says)
  })
