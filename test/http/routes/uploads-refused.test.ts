import t from 'tap'
import { openApp, problemIn } from '../open-app.ts'
import { countImports, read, send } from './send-file.ts'

/** For the requests that are refused: it stays empty. */
const { app } = await openApp(t)

t.test('a plan is refused with all its errors, each with its place', async (t) => {
  const { app } = await openApp(t)
  const plan = JSON.parse(String(await read('plan.json')))
  plan.from = '2023-02-30'
  plan.buyers[1] = '12'
  plan.targets[0].perimeter = 'vert'
  plan.targets[1].values[2].minimumPercent = 101
  const response = await send(app, 'kind=plan', JSON.stringify(plan), 'application/json')
  const { errors } = problemIn(t, response, 400, 'plan-invalid')
  t.strictSame(errors?.map(({ path }) => path).sort(), [
    'buyers.1',
    'from',
    'targets.0.perimeter',
    'targets.1.values.2.minimumPercent',
  ])
  t.equal(await countImports(app), 0)
})

for (const { title, payload, query = '', status, code } of [
  { title: 'an empty body', payload: '', status: 400, code: 'file-empty' },
  {
    title: 'JSON cut in the middle',
    payload: '{"marches": [{"id": "1"',
    status: 400,
    code: 'file-truncated',
  },
  { title: 'a CSV that is no list of contracts', payload: 'a;b\n1;2\n', status: 415, code: 'format-unknown' },
  { title: 'a broken archive', payload: 'PK\u0003\u0004…', status: 400, code: 'archive-unreadable' },
  {
    title: 'a list that is another',
    payload: 'siret,kind\n1,EI\n',
    query: 'kind=esus',
    status: 415,
    code: 'format-unknown',
  },
  { title: 'a plan that is no JSON', payload: 'plan', query: 'kind=plan', status: 400, code: 'plan-invalid' },
])
  t.test(`${title} is refused and leaves no trace`, async (t) => {
    const response = await send(app, query, payload, 'application/json')
    const { detail } = problemIn(t, response, status, code)
    t.notMatch(detail, /spaser-upload|\/tmp/, 'no path of the server')
    t.equal(await countImports(app), 0)
  })

t.test('a file beyond the limit is refused, the limit said', async (t) => {
  const { app } = await openApp(t, { uploadLimitBytes: 2 * 1024 * 1024 })
  const response = await send(app, '', Buffer.alloc(2 * 1024 * 1024 + 1, 'a'))
  const { detail } = problemIn(t, response, 413, 'body-too-large')
  t.match(detail, '2 Mo')
  t.equal(response.headers.connection, 'close')
})

t.test('every bad parameter is named, before the file is read', async (t) => {
  const query = `kind=marches&fileName=${'x'.repeat(201)}&listedOn=hier&partial=oui&force=1&name=x`
  const { errors } = problemIn(t, await send(app, query, 'x'), 400, 'parameters-invalid')
  t.strictSame(
    errors?.map(({ parameter }) => parameter),
    ['kind', 'fileName', 'listedOn', 'partial', 'force', 'name'],
  )
})

t.test('what is said of a list is refused of another file', async (t) => {
  for (const kind of ['contracts', 'plan']) {
    const query = `kind=${kind}&listedOn=2026-01-01&partial=true&force=true`
    const { errors } = problemIn(t, await send(app, query, 'x'), 400, 'parameters-invalid')
    t.strictSame(
      errors?.map(({ parameter }) => parameter),
      ['listedOn', 'partial', 'force'],
    )
  }
})
