import t from 'tap'
import { PERIMETER_IDS } from '../../../src/domain/supplier/verdict.ts'
import { reportShare, reportShareByYear, type ShareReportByYear } from '../../../src/reports/share-report.ts'
import { FIXED_CLOCK } from '../../support/database.ts'
import { importDemo } from '../../support/demo.ts'
import { asJson, openApp, problemIn } from '../open-app.ts'

const { app, db } = await openApp(t)
await importDemo(db)

const DEFAULTS = {
  buyers: [],
  perimeter: 'ess',
  from: null,
  to: null,
  holders: 'any-holder',
  frameworks: 'ceilings',
} as const

t.test('without parameter, the share is that of the ESS in the law, by the national method', async (t) => {
  const response = await app.inject('/v1/shares')
  t.equal(response.statusCode, 200)
  t.strictSame(response.json(), asJson(await reportShare(db, FIXED_CLOCK, DEFAULTS)))
  t.ok(response.json().contracts.yes > 0, 'the demonstration has ESS suppliers')
})

t.test('every parameter reaches the figure', async (t) => {
  const response = await app.inject(
    '/v1/shares?buyer=000010017&buyer=00001004100010&perimeter=esus&from=2022-01-01&to=2024-12-31&holders=equal-split&frameworks=call-offs',
  )
  const expected = await reportShare(db, FIXED_CLOCK, {
    buyers: ['000010017', '00001004100010'],
    perimeter: 'esus',
    from: '2022-01-01',
    to: '2024-12-31',
    holders: 'equal-split',
    frameworks: 'call-offs',
  })
  t.strictSame(response.json(), asJson(expected))
  t.match(response.json().filters, { buyers: ['000010017', '00001004100010'], from: '2022-01-01' })
})

t.test('one buyer needs no list', async (t) => {
  const response = await app.inject('/v1/shares?buyer=000010017')
  t.strictSame(response.json().filters.buyers, ['000010017'])
})

t.test('by year, the years add up to the whole but for the undated contracts', async (t) => {
  for (const perimeter of PERIMETER_IDS) {
    const byYear = await app.inject(`/v1/shares?by=year&perimeter=${perimeter}`)
    t.strictSame(byYear.json(), asJson(await reportShareByYear(db, FIXED_CLOCK, { ...DEFAULTS, perimeter })))
    const { rows, excluded } = byYear.json<ShareReportByYear>()
    const whole = (await app.inject(`/v1/shares?perimeter=${perimeter}`)).json()
    const dated = rows.reduce((sum, { contracts }) => sum + contracts.total, 0)
    t.equal(dated + excluded.undated, whole.contracts.total, perimeter)
  }
})

t.test('a buyer without contracts has no share, which is not a share of zero', async (t) => {
  const report = (await app.inject('/v1/shares?buyer=999999999')).json()
  t.equal(report.contracts.total, 0)
  t.strictSame(report.share, {
    contracts: { lower: null, upper: null, determined: null },
    value: { lower: null, upper: null, determined: null },
  })
})

t.test('every bad parameter is named at once, with its value and what was expected', async (t) => {
  const response = await app.inject(
    '/v1/shares?buyer=12&perimeter=green&from=2024-02-30&to=24-01-01&holders=x&frameworks=y&by=month&perimetre=ess',
  )
  const { errors = [], detail } = problemIn(t, response, 400, 'parameters-invalid')
  t.strictSame(
    errors.map(({ parameter, value }) => [parameter, value]),
    [
      ['buyer', '12'],
      ['perimeter', 'green'],
      ['from', '2024-02-30'],
      ['to', '24-01-01'],
      ['holders', 'x'],
      ['frameworks', 'y'],
      ['by', 'month'],
      ['perimetre', 'ess'],
    ],
  )
  const expectedOf = (name: string) => errors.find(({ parameter }) => parameter === name)?.expected
  t.match(expectedOf('buyer'), 'SIREN (9 chiffres) ou un SIRET (14 chiffres)')
  t.match(expectedOf('perimeter'), PERIMETER_IDS.join(', '))
  t.match(expectedOf('from'), 'AAAA-MM-JJ')
  t.equal(expectedOf('by'), 'year')
  t.match(expectedOf('perimetre'), 'buyer, perimeter, from, to, basis, holders, frameworks, tax, by')
  t.match(detail, '« perimetre »')
})

for (const { title, query, parameter, expected } of [
  { title: 'an empty parameter', query: 'from=', parameter: 'from', expected: 'AAAA-MM-JJ' },
  { title: 'a day with a time', query: 'from=2024-01-01T00:00', parameter: 'from', expected: 'AAAA-MM-JJ' },
  {
    title: 'a parameter given twice',
    query: 'perimeter=ess&perimeter=siae',
    parameter: 'perimeter',
    expected: 'une seule valeur',
  },
  {
    title: 'a day given twice',
    query: 'to=2024-01-01&to=2025-01-01',
    parameter: 'to',
    expected: 'une seule valeur',
  },
  {
    title: 'a period that ends before it starts',
    query: 'from=2024-01-02&to=2024-01-01',
    parameter: 'to',
    expected: 'postérieure à « from »',
  },
  {
    title: 'a name of the prototype',
    query: '__proto__=1',
    parameter: '__proto__',
    expected: 'un paramètre connu',
  },
  {
    title: 'too many buyers',
    query: 'buyer=000010017&'.repeat(501),
    parameter: 'buyer',
    expected: 'au plus 500',
  },
])
  t.test(`${title} is refused`, async (t) => {
    const { errors } = problemIn(t, await app.inject(`/v1/shares?${query}`), 400, 'parameters-invalid')
    t.match(errors, [{ parameter, expected: new RegExp(expected) }])
  })

t.test('a period that ends before it starts is named beside another bad parameter', async (t) => {
  const response = await app.inject('/v1/shares?from=2024-01-02&to=2024-01-01&perimeter=green')
  const { errors } = problemIn(t, response, 400, 'parameters-invalid')
  t.strictSame(errors?.map(({ parameter }) => parameter).sort(), ['perimeter', 'to'])
})

t.test('a period of one day is a period', async (t) => {
  t.equal((await app.inject('/v1/shares?from=2024-02-29&to=2024-02-29')).statusCode, 200)
})
