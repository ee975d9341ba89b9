import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { pino } from 'pino'
import t from 'tap'
import { createApp } from '../../src/http/app.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { undoImport } from '../../src/import/undo-import.ts'
import { readConfig } from '../../src/platform/config.ts'
import { DataState } from '../../src/reports/data-state.ts'
import { FIXED_CLOCK, fixture, openTestDatabase } from '../support/database.ts'
import { importDemo } from '../support/demo.ts'

const { db } = await openTestDatabase(t)
await importDemo(db)

type Asked = { method?: string; headers?: Record<string, string>; body?: object }

/** A service of its own, which has kept nothing yet, on a real port: what is kept is given before Fastify. `now`: its day. */
async function openService(now = () => FIXED_CLOCK.now()) {
  const config = { uploadLimitBytes: 10_000_000, publication: readConfig({}).publication }
  const logs: { msg: string; requestId?: string; req?: object; res?: object }[] = []
  const logger = pino({ level: 'info' }, { write: (line: string) => logs.push(JSON.parse(line)) })
  const app = await createApp({ db, clock: { now }, logger, config })
  t.teardown(() => app.close())
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const ask = async (path: string, { body, ...asked }: Asked = {}) => {
    const sent = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const response = await fetch(address + path, { ...asked, ...sent })
    const answer = { status: response.status, headers: response.headers, body: await response.text() }
    const id = response.headers.get('x-request-id')
    const line = logs.find(({ msg, requestId }) => msg === 'answered from memory' && requestId === id)
    return { ...answer, etag: response.headers.get('etag') ?? '', isKept: line !== undefined, line }
  }
  return { ask }
}

const { ask } = await openService()
const SHARE = '/v1/shares?buyer=000010017&by=year'
const ALL = '/v1/shares'

/** Those that every answer, or its connection, has of its own. */
const OWN_HEADERS = new Set(['connection', 'date', 'keep-alive', 'x-request-id'])
const sharedHeaders = (headers: Headers) => [...headers].filter(([name]) => !OWN_HEADERS.has(name)).sort()

t.test('the same question twice has the same answer, and the client that has it is told so', async (t) => {
  const first = await ask(SHARE)
  const again = await ask(SHARE)
  t.equal(first.status, 200)
  t.match(first.etag, /^"[\w-]{27}"$/)
  t.same([first.isKept, again.isKept], [false, true])
  t.equal(again.body, first.body)
  t.same(sharedHeaders(again.headers), sharedHeaders(first.headers))
  t.not(again.headers.get('x-request-id'), first.headers.get('x-request-id'))
  t.match(again.line, { req: { method: 'GET', url: SHARE }, res: { statusCode: 200 } })
  const { etag } = first
  for (const tags of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const known = await ask(SHARE, { headers: { 'if-none-match': tags } })
    t.equal(known.status, 304, tags)
    t.equal(known.body, '')
    t.equal(known.etag, etag)
    t.equal(known.isKept, true)
  }
  const other = await ask(SHARE, { headers: { 'if-none-match': '"other"', 'x-request-id': 'nuit-1' } })
  t.equal(other.status, 200)
  t.equal(other.body, first.body)
  t.equal(other.headers.get('x-request-id'), 'nuit-1')
})

t.test('HEAD has the headers of GET, kept or not, and no body', async (t) => {
  const { headers, etag } = await ask(SHARE)
  const fresh = await openService()
  for (const service of [{ ask }, fresh, fresh]) {
    const head = await service.ask(SHARE, { method: 'HEAD' })
    t.equal(head.status, 200)
    t.equal(head.body, '')
    t.same(sharedHeaders(head.headers), sharedHeaders(headers))
  }
  t.equal((await ask(SHARE, { method: 'HEAD', headers: { 'if-none-match': etag } })).status, 304)
})

t.test('a service that has kept nothing gives the same tag', async (t) => {
  const { etag } = await ask(SHARE)
  const fresh = await openService()
  const known = await fresh.ask(SHARE, { headers: { 'if-none-match': etag } })
  t.same([known.status, known.isKept], [304, false])
})

t.test('a method that the address does not take is refused, whatever is kept', async (t) => {
  await ask(SHARE)
  t.equal((await ask(SHARE, { method: 'POST', body: {} })).status, 405)
})

t.test('whatever changes the data, the next answer is that of a service that has kept nothing', async (t) => {
  const { siren } = JSON.parse((await ask('/v1/suppliers?perimeter=ess&outcome=no&sort=amount')).body).data[0]
  let importId: number | null = null
  const changes: [string, () => Promise<unknown>][] = [
    [
      'a decision',
      () =>
        ask(`/v1/suppliers/${siren}/decisions`, {
          method: 'POST',
          body: {
            ...{ perimeter: 'ess', outcome: 'yes', reason: 'Statuts lus' },
            ...{ evidence: 'Statuts', author: 'A. Agent' },
          },
        }),
    ],
    [
      'an import',
      async () => {
        importId = (await importContracts(db, FIXED_CLOCK, fixture('two-holders.json'))).importId
      },
    ],
    ['its undoing', () => undoImport(db, FIXED_CLOCK, BigInt(importId as number))],
    ['a row written by hand', () => sql`update contracts set object = object || '.' where true`.execute(db)],
  ]
  for (const [name, change] of changes) {
    const before = await ask(ALL)
    await change()
    // What this service changes is seen at once; what another does, once what the database said last is too old.
    if (name !== 'a decision') await wait(15)
    const fresh = await openService()
    const after = await ask(ALL)
    t.equal(after.isKept, false, name)
    t.equal(after.body, (await fresh.ask(ALL)).body, name)
    if (name !== 'a row written by hand') t.not(after.body, before.body, name)
  }
})

t.test('an answer is of its day', async (t) => {
  let now = new Date('2024-06-30T21:59:59Z')
  const service = await openService(() => now)
  const before = await service.ask('/v1/shares?by=year')
  now = new Date('2024-06-30T22:00:00Z')
  const after = await service.ask('/v1/shares?by=year')
  t.equal(after.isKept, false, 'midnight in France')
  now = new Date('2026-11-23T10:00:00Z')
  const today = await service.ask('/v1/shares?by=year')
  t.not(today.body, before.body)
  t.equal(today.body, (await ask('/v1/shares?by=year')).body)
})

t.test('neither refusals nor files to download are kept', async (t) => {
  for (const path of ['/v1/shares?perimeter=none', '/v1/indicators/ess-share/contracts.csv?part=numerator'])
    for (const _ of ['first', 'again']) t.match(await ask(path), { etag: '', isKept: false }, path)
})

t.test(
  'asked by many at once, the data are asked twice at most, and never before the caller came',
  async (t) => {
    const state = new DataState(db)
    const first = state.current()
    const [second, third] = [state.current(), state.current()]
    t.equal(second, third, 'those who wait share one question')
    await Promise.all([first, second])
    const early = state.current()
    await sql`update buyers set name = name where true`.execute(db)
    const late = await state.current()
    t.ok(BigInt(late) > BigInt(await second), 'what was committed before is seen')
    await early
  },
)

t.test(
  'what the database said is good for an instant, and no longer once the data have changed',
  async (t) => {
    const state = new DataState(db)
    t.equal(state.recent(), null, 'not asked yet')
    const said = await state.current()
    t.ok([said, null].includes(state.recent()))
    const asked = state.current()
    state.forget()
    await asked
    t.equal(state.recent(), null, 'asked before the change')
    await state.current()
    await wait(15)
    t.equal(state.recent(), null, 'said too long ago')
  },
)
