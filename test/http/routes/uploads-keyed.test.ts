import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import t from 'tap'
import { createApp } from '../../../src/http/app.ts'
import { readConfig } from '../../../src/platform/config.ts'
import { createLogger } from '../../../src/platform/logger.ts'
import { FIXED_CLOCK, openTestDatabase } from '../../support/database.ts'
import { openApp, problemIn } from '../open-app.ts'
import { countImports, read } from './send-file.ts'

const URL_OF = (query: string) => `/v1/imports?${query}`

const sendWithKey = (app: FastifyInstance, key: string, payload: string | Buffer, query = '') =>
  app.inject({
    method: 'POST',
    url: URL_OF(query),
    payload,
    headers: { 'content-type': 'application/octet-stream', 'idempotency-key': key },
  })

const appAt = async (db: Parameters<typeof createApp>[0]['db'], now: string) =>
  createApp({
    db,
    clock: { now: () => new Date(now) },
    logger: createLogger('silent'),
    config: readConfig({}),
  })

t.test('the same request with the same key gets the same answer, and imports once', async (t) => {
  const { app } = await openApp(t)
  const key = randomUUID()
  const file = await read('marches-2019-2021.json')
  const first = await sendWithKey(app, key, file, 'fileName=a.json')
  t.equal(first.statusCode, 201)
  t.equal(first.headers['idempotency-replayed'], undefined)
  for (const again of [key, `"${key}"`]) {
    const second = await sendWithKey(app, again, file, 'fileName=a.json&dryRun=false')
    t.equal(second.statusCode, 201)
    t.equal(second.body, first.body, 'to the letter')
    t.equal(second.headers.location, first.headers.location)
    t.equal(second.headers['idempotency-replayed'], 'true')
  }
  t.equal(await countImports(app), 1)
  const other = await sendWithKey(app, randomUUID(), file, 'fileName=a.json')
  t.match(other.json(), { stored: 0 }, 'another key is another request')
  t.equal(await countImports(app), 2)
})

t.test('a key is forgotten with the import it answered for', async (t) => {
  const { app } = await openApp(t)
  const key = randomUUID()
  const file = await read('marches-2019-2021.json')
  const { importId } = (await sendWithKey(app, key, file)).json()
  t.equal((await app.inject({ method: 'DELETE', url: `/v1/imports/${importId}` })).statusCode, 200)
  const again = await sendWithKey(app, key, file)
  t.equal(again.headers['idempotency-replayed'], undefined)
  t.ok(again.json().stored > 0, 'the file is imported again')
})

t.test('what a list or a plan answers beside its ledger is replayed too', async (t) => {
  const { app } = await openApp(t)
  for (const [query, name] of [
    ['kind=siae&listedOn=2026-10-31', 'siae.csv'],
    ['kind=plan', 'plan.json'],
  ] as const) {
    const key = randomUUID()
    const [first, second] = [
      await sendWithKey(app, key, await read(name), query),
      await sendWithKey(app, key, await read(name), query),
    ]
    t.equal(second.body, first.body, name)
    t.equal(second.headers['idempotency-replayed'], 'true')
  }
})

t.test('the same key with another file or other parameters is refused', async (t) => {
  const { app } = await openApp(t)
  const key = randomUUID()
  const file = await read('esus.csv')
  await sendWithKey(app, key, file, 'kind=esus&listedOn=2026-10-31')
  for (const { title, payload, query } of [
    { title: 'another file', payload: `${file}\n`, query: 'kind=esus&listedOn=2026-10-31' },
    { title: 'another day', payload: file, query: 'kind=esus&listedOn=2026-11-01' },
    { title: 'another name', payload: file, query: 'kind=esus&listedOn=2026-10-31&fileName=x.csv' },
    { title: 'one more parameter', payload: file, query: 'kind=esus&listedOn=2026-10-31&force=true' },
  ])
    t.match(
      problemIn(t, await sendWithKey(app, key, payload, query), 422, 'idempotency-key-reused').detail,
      'Prenez une nouvelle clé',
      title,
    )
  t.equal(await countImports(app), 1)
})

t.test('a refused file keeps its key, bad parameters do not', async (t) => {
  const { app } = await openApp(t)
  const key = randomUUID()
  problemIn(t, await sendWithKey(app, key, 'a;b\n1;2\n', 'kind=marches'), 400, 'parameters-invalid')
  const first = await sendWithKey(app, key, 'a;b\n1;2\n')
  problemIn(t, first, 415, 'format-unknown')
  const second = await sendWithKey(app, key, 'a;b\n1;2\n')
  problemIn(t, second, 415, 'format-unknown')
  t.equal(second.body, first.body)
  t.equal(second.headers['idempotency-replayed'], 'true')
  problemIn(t, await sendWithKey(app, key, await read('esus.csv')), 422, 'idempotency-key-reused')
  t.equal(await countImports(app), 0)
})

t.test('while the first is under way, the same key is refused', async (t) => {
  const { app, db } = await openApp(t)
  const key = randomUUID()
  const file = await read('marches-communes.csv')
  const answers = await Promise.all([1, 2, 3].map(() => sendWithKey(app, key, file)))
  t.strictSame(answers.map(({ statusCode }) => statusCode).sort(), [201, 409, 409])
  for (const answer of answers.filter(({ statusCode }) => statusCode === 409))
    problemIn(t, answer, 409, 'idempotency-key-in-use')
  t.equal((await sendWithKey(app, key, file)).headers['idempotency-replayed'], 'true')
  t.equal(await countImports(app), 1)
  t.equal((await db.selectFrom('idempotency_keys').select('key').execute()).length, 1)
})

t.test(
  'another process that works for the key has it',
  { skip: process.env.TEST_ENGINE !== 'server' && 'the embedded database has one process' },
  async (t) => {
    const { app, db } = await openApp(t)
    const key = randomUUID()
    await db.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(5414840, hashtext(${key}))`.execute(trx)
      const answer = await sendWithKey(app, key, await read('marches-communes.csv'))
      problemIn(t, answer, 409, 'idempotency-key-in-use')
    })
    t.equal((await sendWithKey(app, key, await read('marches-communes.csv'))).statusCode, 201)
  },
)

t.test('a failure of ours leaves no key: the same request imports', async (t) => {
  const { app, db } = await openApp(t)
  const key = randomUUID()
  const file = await read('marches-communes.csv')
  await sql`alter table contracts rename to contracts_away`.execute(db)
  t.equal((await sendWithKey(app, key, file)).statusCode, 500)
  await sql`alter table contracts_away rename to contracts`.execute(db)
  const retry = await sendWithKey(app, key, file)
  t.equal(retry.statusCode, 201)
  t.equal(retry.headers['idempotency-replayed'], undefined)
})

t.test('the answer is stored with the import or not at all', async (t) => {
  const { app, db } = await openApp(t)
  const file = await read('marches-communes.csv')
  await sql`alter table idempotency_keys rename to keys_away`.execute(db)
  t.equal((await sendWithKey(app, randomUUID(), file)).statusCode, 500)
  await sql`alter table keys_away rename to idempotency_keys`.execute(db)
  t.equal(await countImports(app), 0)
})

t.test('a trial keeps no key, and the key still serves the import', async (t) => {
  const { app } = await openApp(t)
  const key = randomUUID()
  const file = await read('marches-communes.csv')
  t.match((await sendWithKey(app, key, file, 'dryRun=true')).json(), { importId: null })
  const done = await sendWithKey(app, key, file)
  t.equal(done.statusCode, 201)
  t.equal(done.headers['idempotency-replayed'], undefined)
})

t.test('a key is forgotten after 24 hours, by the next request that has one', async (t) => {
  const { db } = await openTestDatabase(t)
  const key = randomUUID()
  const file = await read('marches-communes.csv')
  const now = FIXED_CLOCK.now().getTime()
  const sendAt = async (ms: number, given: string) => {
    const app = await appAt(db, new Date(now + ms).toISOString())
    const answer = await sendWithKey(app, given, file)
    await app.close()
    return answer
  }
  const DAY = 24 * 3_600_000
  await sendAt(0, key)
  t.equal((await sendAt(DAY, key)).headers['idempotency-replayed'], 'true', 'to the day')
  const later = await sendAt(DAY + 1, key)
  t.equal(later.headers['idempotency-replayed'], undefined)
  t.equal(later.json().unchanged, later.json().read, 'imported again')
  await sendAt(3 * DAY, randomUUID())
  t.equal((await db.selectFrom('idempotency_keys').select('key').execute()).length, 1)
})

t.test('a key that is none is refused, before the file is read', async (t) => {
  const { app } = await openApp(t)
  for (const key of ['', 'cl\u00e9', 'a b', 'x'.repeat(129), '"abc', 'a,b', '""']) {
    const { errors } = problemIn(t, await sendWithKey(app, key, 'x'), 400, 'parameters-invalid')
    t.match(errors, [{ parameter: 'idempotency-key', expected: /de 1 à 128/ }], key)
  }
  t.equal((await sendWithKey(app, 'x'.repeat(128), await read('marches-communes.csv'))).statusCode, 201)
})
