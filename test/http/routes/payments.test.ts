import { readFile } from 'node:fs/promises'
import t from 'tap'
import { reportSpendShare, reportSpendShareByYear } from '../../../src/reports/spend-share-report.ts'
import { FIXED_CLOCK, fixture } from '../../support/database.ts'
import { asJson, openApp, problemIn } from '../open-app.ts'
import { countImports, read, send } from './send-file.ts'

const { app, db } = await openApp(t)
const payments = await readFile(fixture('payments.csv'))
const totals = await readFile(fixture('supplier-totals.csv'))
const BUYER = 'buyer=00001001700010'

t.test('a file that does not say who paid is refused with the parameter to add', async (t) => {
  for (const query of ['', 'kind=payments']) {
    const { detail } = problemIn(t, await send(app, query, payments), 400, 'buyer-needed')
    t.match(detail, 'Donnez son SIRET : buyer=SIRET')
    t.notMatch(detail, '--')
  }
  t.equal(await countImports(app), 0)
})

t.test('parameters that cannot be used, or say nothing of the file, are named', async (t) => {
  const bad = await send(app, 'kind=payments&buyer=00001001700011&period=24&tax=TTC', payments)
  const { errors } = problemIn(t, bad, 400, 'parameters-invalid')
  t.strictSame(
    errors?.map(({ parameter }) => parameter),
    ['buyer', 'period', 'tax'],
  )
  const misplaced = await send(app, `kind=contracts&${BUYER}&period=2024&tax=unknown`, payments)
  t.strictSame(
    problemIn(t, misplaced, 400, 'parameters-invalid').errors?.map(({ parameter }) => parameter),
    ['period', 'tax'],
  )
  const guesses = await send(app, `kind=payments&${BUYER}&acceptGuesses=true`, payments)
  const [error] = problemIn(t, guesses, 400, 'parameters-invalid').errors ?? []
  t.match(error, { parameter: 'acceptGuesses', expected: /rien avec kind=payments ; .* contracts/ })
})

t.test('payments are imported, recognised or said to be, and unchanged the second time', async (t) => {
  const first = await send(app, `${BUYER}&fileName=mandats.csv`, payments)
  t.equal(first.statusCode, 201)
  t.match(first.json(), { file: 'mandats.csv', format: 'payments-csv', read: 9, stored: 7, rejected: 2 })
  t.match((await app.inject(first.headers.location as string)).json(), { kind: 'payments', stored: 7 })
  const second = await send(app, `kind=payments&${BUYER}`, payments)
  t.equal(second.statusCode, 200)
  t.match(second.json(), { stored: 0, unchanged: 7 })
  t.equal((await send(app, `kind=payments&${BUYER}&period=2023&tax=including-tax`, totals)).statusCode, 201)
  const { detail } = problemIn(
    t,
    await send(app, `kind=payments&${BUYER}&period=2024`, totals),
    409,
    'file-imported-otherwise',
  )
  t.match(detail, 'import n° 3')
})

t.test('contracts sent without a kind are still contracts', async (t) => {
  t.match((await send(app, 'dryRun=true', await read('marches-communes.csv'))).json(), {
    format: 'decp-table-schema-csv',
  })
  const doubtful = await send(app, '', 'Fournisseur;Montant HT\nA;1\n')
  t.match(problemIn(t, doubtful, 415, 'format-unknown').detail, 'ajoutez kind=payments')
})

const REQUEST = { buyers: [], perimeter: 'ess', from: null, to: null, taxBasis: null } as const

t.test('a group of buyers has the spend of its members, and its payments open', async (t) => {
  const group = { title: 'G', buyers: ['00001001700010'] }
  await app.inject({ method: 'PUT', url: '/v1/buyer-groups/spenders', payload: group })
  const ofGroup = (await app.inject('/v1/shares?basis=spent&group=spenders')).json()
  const ofBuyer = (await app.inject(`/v1/shares?basis=spent&${BUYER}`)).json()
  t.ok(ofGroup.payments.total > 0)
  t.strictSame([ofGroup.value, ofGroup.payments], [ofBuyer.value, ofBuyer.payments])
  t.strictSame(ofGroup.filters.groups, ['spenders'])
  const { meta } = (await app.inject('/v1/payments?group=spenders')).json()
  t.equal(meta.total, (await app.inject(`/v1/payments?${BUYER}`)).json().meta.total)
  const nobody = await app.inject('/v1/shares?basis=spent&group=nobody')
  problemIn(t, nobody, 404, 'not-found')
  problemIn(t, await app.inject('/v1/payments?group=nobody'), 404, 'not-found')
})

t.test('the share of spend is that of the report, whole or by year', async (t) => {
  const whole = await app.inject('/v1/shares?basis=spent')
  t.equal(whole.statusCode, 200)
  t.strictSame(whole.json(), asJson(await reportSpendShare(db, FIXED_CLOCK, REQUEST)))
  const query = 'basis=spent&perimeter=esus&buyer=000010017&from=2024-01-01&to=2024-12-31&tax=excluding-tax'
  const request = {
    buyers: ['000010017'],
    perimeter: 'esus',
    from: '2024-01-01',
    to: '2024-12-31',
    taxBasis: 'excluding-tax',
  } as const
  t.strictSame(
    (await app.inject(`/v1/shares?${query}`)).json(),
    asJson(await reportSpendShare(db, FIXED_CLOCK, request)),
  )
  const byYear = (await app.inject('/v1/shares?basis=spent&by=year')).json()
  t.strictSame(byYear, asJson(await reportSpendShareByYear(db, FIXED_CLOCK, REQUEST)))
  t.strictSame((await app.inject('/v1/shares?basis=spent&by=year&buyer=999999999')).json().rows, [])
})

t.test('what counts contracts says nothing of payments, and the reverse', async (t) => {
  for (const [query, parameters] of [
    ['basis=spent&holders=lead&frameworks=none', ['holders', 'frameworks']],
    ['basis=spent&holders=any-holder', ['holders']],
    ['tax=unknown', ['tax']],
    ['basis=paid', ['basis']],
  ] as const) {
    const { errors } = problemIn(t, await app.inject(`/v1/shares?${query}`), 400, 'parameters-invalid')
    t.strictSame(
      errors?.map(({ parameter }) => parameter),
      parameters,
      query,
    )
  }
})

t.test('a figure opens on its payments, page by page', async (t) => {
  const figure = (await app.inject('/v1/shares?basis=spent&tax=excluding-tax')).json()
  const list = (await app.inject('/v1/payments?tax=excluding-tax&pageSize=2')).json()
  t.equal(list.meta.total, figure.payments.total)
  t.equal(list.data.length, 2)
  t.match(list.data[0], {
    buyer: { id: '00001001700010', siren: '000010017' },
    entity: 'Culture',
    supplier: { name: 'Menuiserie sans numéro (fictif)', siren: null },
    outcome: 'undetermined',
    amount: 80,
    tax: 'excluding-tax',
    from: '2024-05-07',
    to: '2024-05-07',
    reference: '1209',
    origin: { importId: 1, file: 'mandats.csv', line: 7 },
  })
  t.match(list.links.next, 'page=2')
  const credit = (await app.inject('/v1/payments?supplier=000024208&from=2024-04-01&to=2024-04-30')).json()
  t.match(credit, { meta: { total: 1 }, data: [{ amount: -250, contractReference: '2023-07' }] })
  for (const outcome of ['yes', 'no', 'undetermined'])
    t.equal(
      (await app.inject(`/v1/payments?tax=excluding-tax&outcome=${outcome}`)).json().meta.total,
      figure.payments[outcome],
      outcome,
    )
  t.match((await app.inject('/v1/payments?buyer=999999999')).json(), { data: [], meta: { total: 0 } })
  const refused = await app.inject('/v1/payments?outcome=maybe&supplier=12&from=2024-02-01&to=2024-01-01')
  t.strictSame(
    problemIn(t, refused, 400, 'parameters-invalid').errors?.map(({ parameter }) => parameter),
    ['outcome', 'supplier', 'to'],
  )
})

t.test(
  'an import of payments is replayed with its key, and undone so that it can be made otherwise',
  async (t) => {
    const { app } = await openApp(t)
    const post = (query: string, key: string) =>
      app.inject({
        method: 'POST',
        url: `/v1/imports?${BUYER}&${query}`,
        headers: { 'idempotency-key': key },
        payload: totals,
      })
    const first = await post('period=2024', 'une-cle')
    t.equal(first.statusCode, 201)
    const second = await post('period=2024', 'une-cle')
    t.equal(second.body, first.body)
    t.equal(second.headers['idempotency-replayed'], 'true')
    problemIn(t, await post('period=2023', 'une-cle'), 422, 'idempotency-key-reused')
    problemIn(t, await post('period=2023', 'une-autre'), 409, 'file-imported-otherwise')
    const undone = await app.inject({ method: 'DELETE', url: first.headers.location as string })
    t.match(undone.json(), {
      kind: 'payments',
      payments: { removed: 3, handedOver: 0 },
      contracts: { removed: 0 },
    })
    t.equal((await post('period=2023', 'une-troisieme')).statusCode, 201)
    t.equal(await countImports(app), 2)
  },
)
