import { sql } from 'kysely'
import t from 'tap'
import { openApp, problemIn } from './open-app.ts'

t.test('every answer has the security headers and says nothing of what serves it', async (t) => {
  const { app } = await openApp(t)
  for (const url of ['/health/live', '/v1/shares?perimeter=nope', '/nowhere', '/v1/contracts/%zz']) {
    const { headers } = await app.inject(url)
    t.match(headers, {
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'x-request-id': /\S/,
    })
    t.notOk(headers['x-powered-by'] ?? headers.server, url)
  }
})

t.test('a request keeps the id its caller gave it, in the answer and in the logs', async (t) => {
  const { app, logs } = await openApp(t)
  const { headers } = await app.inject({
    url: '/v1/methodology',
    headers: { 'x-request-id': 'nuit-2026.11_23' },
  })
  t.equal(headers['x-request-id'], 'nuit-2026.11_23')
  t.ok(logs.length > 0)
  t.ok(logs.every(({ requestId }) => requestId === 'nuit-2026.11_23'))
})

t.test('an id that is no sane token is replaced', async (t) => {
  const { app } = await openApp(t)
  for (const given of ['', 'a b', 'x'.repeat(65), '"><script>', 'é']) {
    const { headers } = await app.inject({ url: '/health/live', headers: { 'x-request-id': given } })
    t.match(headers['x-request-id'], /^[0-9a-f-]{36}$/, JSON.stringify(given))
  }
})

t.test('JSON is announced as such to a caller who asks for nothing', async (t) => {
  const { app } = await openApp(t)
  const response = await app.inject({ url: '/v1/imports', headers: { accept: '' } })
  t.equal(response.headers['content-type'], 'application/json; charset=utf-8')
})

t.test('HEAD answers as GET does, without the body', async (t) => {
  const { app } = await openApp(t)
  const [get, head] = await Promise.all([
    app.inject('/v1/methodology'),
    app.inject({ method: 'HEAD', url: '/v1/methodology' }),
  ])
  t.equal(head.statusCode, 200)
  t.equal(head.headers['content-length'], get.headers['content-length'])
  t.equal(head.body, '')
})

t.test('OPTIONS names the methods of an address', async (t) => {
  const { app } = await openApp(t)
  const response = await app.inject({ method: 'OPTIONS', url: '/v1/imports' })
  t.equal(response.statusCode, 204)
  t.equal(response.headers.allow, 'GET, HEAD, OPTIONS, POST')
})

t.test('a method that an address does not take is refused with those it takes', async (t) => {
  const { app } = await openApp(t)
  const response = await app.inject({ method: 'DELETE', url: '/v1/contracts/1?x=1' })
  const { detail } = problemIn(t, response, 405, 'method-not-allowed')
  t.equal(response.headers.allow, 'GET, HEAD, OPTIONS')
  t.match(detail, 'GET, HEAD, OPTIONS')
})

t.test('an address there is not leads to the documentation', async (t) => {
  const { app } = await openApp(t)
  for (const method of ['GET', 'POST', 'OPTIONS'] as const) {
    const response = await app.inject({ method, url: '/v2/shares?by=year' })
    const { detail, instance } = problemIn(t, response, 404, 'route-unknown')
    t.match(detail, '/documentation')
    t.equal(instance, '/v2/shares?by=year')
  }
})

t.test('an address that cannot be read is a problem like the others', async (t) => {
  const { app } = await openApp(t)
  problemIn(t, await app.inject('/v1/contracts/%zz'), 400, 'request-malformed')
  problemIn(t, await app.inject(`/v1/contracts/${'a'.repeat(200)}`), 414, 'url-too-long')
})

t.test('a defect is logged whole and tells the caller nothing but the id of the request', async (t) => {
  const { app, db, logs } = await openApp(t)
  await sql`alter table plans rename to vanished`.execute(db)
  const response = await app.inject({ url: '/v1/plans', headers: { 'x-request-id': 'panne-1' } })
  const problem = problemIn(t, response, 500, 'internal-error')
  t.match(problem.detail, 'panne-1')
  t.strictSame(Object.keys(problem).sort(), ['code', 'detail', 'instance', 'status', 'title', 'type'])
  t.notMatch(response.body, /relation|select|kysely|\.ts/i)
  const logged = logs.find(({ level }) => level === 50)
  t.match(logged, { requestId: 'panne-1', err: { message: /plans/ } })
})
