import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import t from 'tap'
import { z } from 'zod'
import { json } from '../../src/http/schemas/problem.ts'
import { openApp, problemIn } from './open-app.ts'

/** For the tests that leave it as it is. */
const { app } = await openApp(t)

t.test('every answer has the security headers and says nothing of what serves it', async (t) => {
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

t.test('what proves who a caller is stays out of the logs', async (t) => {
  const { app, logs } = await openApp(t)
  const headers = { authorization: 'Bearer not-to-be-told', cookie: 'session=not-to-be-told' }
  for (const url of ['/v1/methodology', '/nowhere', '/v1/shares?perimeter=none'])
    await app.inject({ url, headers })
  t.ok(logs.length > 0)
  t.notMatch(JSON.stringify(logs), /not-to-be-told/)
})

t.test('an id that is no sane token is replaced', async (t) => {
  for (const given of ['', 'a b', 'x'.repeat(65), '"><script>', 'é']) {
    const { headers } = await app.inject({ url: '/health/live', headers: { 'x-request-id': given } })
    t.match(headers['x-request-id'], /^[0-9a-f-]{36}$/, JSON.stringify(given))
  }
})

t.test('JSON is announced as such to a caller who asks for nothing', async (t) => {
  const response = await app.inject({ url: '/v1/imports', headers: { accept: '' } })
  t.equal(response.headers['content-type'], 'application/json; charset=utf-8')
})

t.test('HEAD answers as GET does, without the body', async (t) => {
  const [get, head] = await Promise.all([
    app.inject('/v1/methodology'),
    app.inject({ method: 'HEAD', url: '/v1/methodology' }),
  ])
  t.equal(head.statusCode, 200)
  t.equal(head.headers['content-length'], get.headers['content-length'])
  t.equal(head.body, '')
})

t.test('OPTIONS names the methods of an address', async (t) => {
  const response = await app.inject({ method: 'OPTIONS', url: '/v1/imports' })
  t.equal(response.statusCode, 204)
  t.equal(response.headers.allow, 'GET, HEAD, OPTIONS, POST')
})

t.test('a method that an address does not take is refused with those it takes', async (t) => {
  const response = await app.inject({ method: 'DELETE', url: '/v1/contracts/1?x=1' })
  const { detail } = problemIn(t, response, 405, 'method-not-allowed')
  t.equal(response.headers.allow, 'GET, HEAD, OPTIONS')
  t.match(detail, 'GET, HEAD, OPTIONS')
})

t.test('an address there is not leads to the documentation', async (t) => {
  for (const method of ['GET', 'POST', 'OPTIONS'] as const) {
    const response = await app.inject({ method, url: '/v2/shares?by=year' })
    const { detail, instance } = problemIn(t, response, 404, 'route-unknown')
    t.match(detail, '/documentation')
    t.equal(instance, '/v2/shares?by=year')
  }
})

t.test(
  'a browser is told in a page what a program is told in JSON, and finds its way from the root',
  async (t) => {
    const url = `/v1/reports/2025.html?buyer=${encodeURIComponent('<b>12</b>')}`
    const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
    const page = await app.inject({ url, headers: { accept } })
    t.equal(page.statusCode, 400)
    t.match(page.headers, { 'content-type': 'text/html; charset=utf-8', vary: 'accept' })
    t.match(page.headers['content-security-policy'], /default-src 'none'; style-src/)
    t.match(
      page.body,
      /<html lang="fr">[\s\S]*<strong>buyer<\/strong>[\s\S]*reçu\u00a0: &lt;b&gt;12&lt;\/b&gt;/,
    )
    t.notMatch(page.body, '<b>')
    for (const headers of [{}, { accept: '*/*' }, { accept: 'application/json' }])
      problemIn(t, await app.inject({ url, headers }), 400, 'parameters-invalid')
    t.match((await app.inject({ url: '/nimporte', headers: { accept } })).body, 'Adresse inconnue')
    const root = await app.inject('/')
    t.equal(root.statusCode, 302)
    t.equal(new URL(String(root.headers.location), 'http://service.test/').pathname, '/documentation')
  },
)

t.test('an address that cannot be read is a problem like the others', async (t) => {
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

t.test('an answer that its own schema refuses is a defect, not told to the caller', async (t) => {
  const { app, logs } = await openApp(t)
  const schema = { response: { 200: json(z.object({ secret: z.string() }), 'Un secret.') } }
  app.get('/v1/odd', { schema }, async () => ({ secret: 12_345n }))
  const response = await app.inject('/v1/odd')
  problemIn(t, response, 500, 'internal-error')
  t.notMatch(response.body, /secret|12345/)
  t.match(
    logs.find(({ level }) => level === 50),
    { err: { code: 'FST_ERR_RESPONSE_SERIALIZATION' } },
  )
})

t.test('an answer that takes too long is a problem', async (t) => {
  const { app } = await openApp(t)
  app.get('/v1/slow', { handlerTimeout: 20 }, () => wait(200, {}))
  problemIn(t, await app.inject('/v1/slow'), 503, 'time-out')
})

t.test('a body that is not what its type says, of no known type, or too long, is a problem', async (t) => {
  const { app } = await openApp(t)
  app.post('/v1/echo', { bodyLimit: 10 }, async ({ body }) => body)
  const post = (type: string, payload: string) =>
    app.inject({ method: 'POST', url: '/v1/echo', payload, headers: { 'content-type': type } })
  problemIn(t, await post('application/json', '{"a":'), 400, 'request-malformed')
  problemIn(t, await post('application/xml', '<a/>'), 415, 'media-type-unsupported')
  const { detail } = problemIn(t, await post('application/json', '"0123456789"'), 413, 'body-too-large')
  t.match(detail, '10 octets')
})
