import t from 'tap'
import { FIGURE_PARTS } from '../../../src/domain/indicator/figure-part.ts'
import { INDICATORS } from '../../../src/domain/indicator/indicators.ts'
import type { OpenedContract } from '../../../src/reports/indicator-contracts.ts'
import { type IndicatorReport, reportIndicator } from '../../../src/reports/indicator-report.ts'
import { FIXED_CLOCK } from '../../support/database.ts'
import { importDemo } from '../../support/demo.ts'
import { choicesOf, readExample } from '../../support/indicator-fixtures.ts'
import { asJson, openApp, problemIn } from '../open-app.ts'

const { app, db } = await openApp(t)
await importDemo(db)

type Opened = {
  data: OpenedContract[]
  meta: { total: number }
  counted: { contracts: number; value: number }
}

t.test('the catalogue says of each indicator all that is needed to quote it', async (t) => {
  const { indicators, breakdowns } = (await app.inject('/v1/indicators')).json()
  t.strictSame(
    indicators.map(({ id }: { id: string }) => id),
    INDICATORS.map(({ id }) => id),
  )
  for (const entry of indicators) {
    t.ok(entry.definition && entry.formula && entry.unit, entry.id)
    t.ok(entry.references.length > 0, `${entry.id} rests on a text`)
  }
  t.ok(breakdowns.length > 5)
})

for (const { id } of INDICATORS)
  t.test(`${id} is the figure of the report, and opens on contracts that add up to it`, async (t) => {
    const { choice = {} } = readExample(id)
    const chosen = Object.entries(choice).map(([name, value]) => `&${name}=${value}`)
    const query = `buyer=000010017&from=2022-01-01&by=year${chosen.join('')}`
    const report = (await app.inject(`/v1/indicators/${id}?${query}`)).json<IndicatorReport>()
    t.strictSame(
      report,
      asJson(
        await reportIndicator(db, FIXED_CLOCK, {
          id,
          filters: { buyers: ['000010017'], from: '2022-01-01', to: null },
          by: 'year',
          ...choicesOf(choice),
        }),
      ),
    )
    t.equal(report.overlaps, false)
    const { total } = report
    for (const part of ['yes', 'no', 'undetermined'] as const) {
      const opened = (await app.inject(`/v1/indicators/${id}/contracts?${query}&part=${part}`)).json<Opened>()
      t.strictSame(opened.counted, { contracts: total.contracts[part], value: total.value[part] }, part)
    }
    const counted = (await app.inject(`/v1/indicators/${id}/contracts?${query}&part=counted`)).json<Opened>()
    t.equal(counted.meta.total, total.contracts.total)
    const left = (await app.inject(`/v1/indicators/${id}/contracts?${query}&part=excluded`)).json<Opened>()
    t.equal(
      left.meta.total,
      Object.values(report.excluded).reduce((sum, count) => sum + count, 0),
    )
  })

t.test('a row opens on its own contracts, each with why it is there', async (t) => {
  const query = 'from=2019-01-01&by=year'
  const { rows } = (await app.inject(`/v1/indicators/ess-share?${query}`)).json<IndicatorReport>()
  const [row] = rows
  const opened = (
    await app.inject(
      `/v1/indicators/ess-share/contracts?${query}&key=${row?.key}&part=undetermined&pageSize=500`,
    )
  ).json<Opened>()
  t.equal(opened.data.length, row?.contracts.undetermined)
  for (const { notifiedOn, outcome, reasons } of opened.data) {
    t.equal(notifiedOn?.slice(0, 4), row?.key)
    t.equal(outcome, 'undetermined')
    t.match(reasons.join(' '), /il manque|Aucun titulaire/)
  }
})

t.test('every part of a figure is a list of contracts with reasons', async (t) => {
  for (const part of FIGURE_PARTS) {
    const opened = (
      await app.inject(`/v1/indicators/social-clause/contracts?from=2020-01-01&part=${part}`)
    ).json<Opened>()
    t.ok(opened.data.length > 0, part)
    t.ok(
      opened.data.every(({ reasons }) => reasons.length > 0),
      part,
    )
  }
})

t.test('rows that overlap say so and add up to more than the whole', async (t) => {
  const report = (await app.inject('/v1/indicators/ess-share?by=perimeter')).json<IndicatorReport>()
  t.equal(report.overlaps, true)
  const sum = report.rows.reduce((total, { contracts }) => total + contracts.total, 0)
  t.ok(sum > report.total.contracts.total)
})

t.test('filters combine, are said back, and are the same for shares and lists', async (t) => {
  const asked =
    'buyer=000010017&from=2020-01-01&category=services&amount=40k-90k&amount=90k-200k&cpv=90&cpv=79'
  const indicator = (await app.inject(`/v1/indicators/ess-share?${asked}`)).json<IndicatorReport>()
  t.strictSame(indicator.filters, {
    buyers: ['000010017'],
    from: '2020-01-01',
    to: null,
    cpv: ['90', '79'],
    categories: ['services'],
    amounts: ['40k-90k', '90k-200k'],
  })
  const share = (await app.inject(`/v1/shares?${asked}`)).json()
  t.strictSame(share.contracts, indicator.total.contracts)
  t.strictSame(share.filters, indicator.filters)
  const list = (await app.inject(`/v1/contracts?${asked}`)).json<Opened>()
  t.ok(indicator.total.contracts.total > 0)
  t.equal(
    list.meta.total,
    indicator.total.contracts.total +
      indicator.excluded.frameworks +
      indicator.excluded.callOffs +
      indicator.excluded.concessions,
  )
})

t.test('the contracts of a figure come as CSV for a spreadsheet', async (t) => {
  const response = await app.inject('/v1/indicators/ess-share/contracts.csv?part=yes&from=2024-01-01')
  t.match(response.headers['content-type'], 'text/csv')
  t.match(response.headers['content-disposition'], 'ess-share-yes.csv')
  const report = (await app.inject('/v1/indicators/ess-share?from=2024-01-01')).json<IndicatorReport>()
  t.equal(response.body.trim().split('\r\n').length - 1, report.total.contracts.yes)
})

for (const { title, path, status, code, says } of [
  {
    title: 'an indicator that does not exist',
    path: 'green-share',
    status: 404,
    code: 'not-found',
    says: /ess-share, esus-share/,
  },
  {
    title: 'a perimeter that the indicator does not measure',
    path: 'esus-share?perimeter=siae',
    status: 400,
    code: 'bad-usage',
    says: /se mesure sur esus/,
  },
  {
    title: 'a method that changes nothing',
    path: 'social-clause?holders=lead',
    status: 400,
    code: 'bad-usage',
    says: /« holders » ne dit rien/,
  },
  {
    title: 'a local share without territory',
    path: 'local-share',
    status: 400,
    code: 'bad-usage',
    says: /territory=31/,
  },
  {
    title: 'the filling of no field',
    path: 'filled-fields',
    status: 400,
    code: 'bad-usage',
    says: /field parmi number, object/,
  },
  {
    title: 'a field for an indicator that has none',
    path: 'ess-share?field=cpv',
    status: 400,
    code: 'bad-usage',
    says: /« field » ne dit rien/,
  },
  {
    title: 'a filter out of its vocabulary',
    path: 'ess-share?category=goods',
    status: 400,
    code: 'parameters-invalid',
    says: /category/,
  },
  {
    title: 'a row without breakdown',
    path: 'ess-share/contracts?key=2024',
    status: 400,
    code: 'parameters-invalid',
    says: /key/,
  },
])
  t.test(`${title} is refused`, async (t) => {
    const { detail } = problemIn(t, await app.inject(`/v1/indicators/${path}`), status, code)
    t.match(detail, says)
  })

t.test('distinct suppliers are counted, and listed one by one', async (t) => {
  const query = 'from=2024-01-01&perimeter=inclusive'
  const report = (await app.inject(`/v1/indicators/supplier-diversity?${query}`)).json()
  for (const part of ['yes', 'no', 'undetermined', 'new', 'new-undetermined']) {
    const response = await app.inject(
      `/v1/indicators/supplier-diversity/suppliers?${query}&part=${part}&pageSize=500`,
    )
    const { data, meta } = response.json()
    const { yes, undetermined } = report.newSuppliers
    const counted = { ...report.suppliers, new: yes, 'new-undetermined': undetermined }
    t.equal(meta.total, counted[part], part)
    t.equal(data.length, meta.total)
  }
  const { share, value } = report.concentration
  t.ok(share > 0 && share <= 1)
  t.ok(value <= report.value.yes)
})

t.test(
  'contracts that would end before they start to are refused, in figures, lists and exports alike',
  async (t) => {
    const query = 'endsFrom=2027-01-01&endsTo=2026-12-31'
    for (const path of [
      '/v1/indicators/ess-share',
      '/v1/shares',
      '/v1/contracts',
      '/v1/exports/contracts.csv',
    ]) {
      const response = await app.inject(`${path}?${query}`)
      t.match(problemIn(t, response, 400, 'bad-usage').detail, /endsFrom.*inversez-les/, path)
    }
    t.equal((await app.inject('/v1/shares?endsFrom=2026-12-31&endsTo=2026-12-31')).statusCode, 200)
  },
)
