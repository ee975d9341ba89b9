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

/** A service of its own, which has kept nothing yet. `now`: its day. */
async function openService(now = () => FIXED_CLOCK.now()) {
  const config = { uploadLimitBytes: 10_000_000, publication: readConfig({}).publication }
  const app = await createApp({ db, clock: { now }, logger: pino({ level: 'silent' }), config })
  t.teardown(() => app.close())
  return app
}

const app = await openService()
const SHARE = '/v1/shares?buyer=000010017&by=year'
const ALL = '/v1/shares'

t.test('the same question twice has the same answer, and the client that has it is told so', async (t) => {
  const first = await app.inject(SHARE)
  const again = await app.inject(SHARE)
  t.equal(first.statusCode, 200)
  t.match(first.headers.etag, /^"[\w-]{27}"$/)
  t.equal(again.body, first.body)
  for (const name of ['etag', 'content-type', 'cache-control', 'x-content-type-options'])
    t.equal(again.headers[name], first.headers[name], name)
  t.not(again.headers['x-request-id'], first.headers['x-request-id'])
  const etag = String(first.headers.etag)
  for (const tags of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const known = await app.inject({ url: SHARE, headers: { 'if-none-match': tags } })
    t.equal(known.statusCode, 304, tags)
    t.equal(known.body, '')
    t.equal(known.headers.etag, etag)
  }
  const other = await app.inject({ url: SHARE, headers: { 'if-none-match': '"other"' } })
  t.equal(other.statusCode, 200)
  t.equal(other.body, first.body)
})

t.test('HEAD has the headers of GET, kept or not, and no body', async (t) => {
  const { headers } = await app.inject(SHARE)
  const fresh = await openService()
  for (const service of [app, fresh, fresh]) {
    const head = await service.inject({ method: 'HEAD', url: SHARE })
    t.equal(head.statusCode, 200)
    t.equal(head.body, '')
    for (const name of ['etag', 'content-type', 'content-length', 'cache-control'])
      t.equal(head.headers[name], headers[name], name)
  }
  const known = { 'if-none-match': String(headers.etag) }
  t.equal((await app.inject({ method: 'HEAD', url: SHARE, headers: known })).statusCode, 304)
})

t.test('a service that has kept nothing gives the same tag', async (t) => {
  const { etag } = (await app.inject(SHARE)).headers
  const fresh = await openService()
  const known = await fresh.inject({ url: SHARE, headers: { 'if-none-match': String(etag) } })
  t.equal(known.statusCode, 304)
})

t.test('whatever changes the data, the next answer is that of a service that has kept nothing', async (t) => {
  const siren = (await app.inject('/v1/suppliers?perimeter=ess&outcome=no&sort=amount')).json().data[0].siren
  let importId: number | null = null
  const changes: [string, () => Promise<unknown>][] = [
    [
      'a decision',
      () =>
        app.inject({
          method: 'POST',
          url: `/v1/suppliers/${siren}/decisions`,
          payload: {
            perimeter: 'ess',
            outcome: 'yes',
            reason: 'Statuts lus',
            evidence: 'Statuts',
            author: 'A. Agent',
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
    const before = await app.inject(ALL)
    await change()
    const fresh = await openService()
    const after = await app.inject(ALL)
    t.equal(after.body, (await fresh.inject(ALL)).body, name)
    if (name !== 'a row written by hand') t.not(after.body, before.body, name)
  }
})

t.test('an answer is of its day', async (t) => {
  let now = new Date('2024-06-30T10:00:00Z')
  const service = await openService(() => now)
  const before = await service.inject('/v1/shares?by=year')
  now = new Date('2026-11-23T10:00:00Z')
  const after = await service.inject('/v1/shares?by=year')
  t.not(after.body, before.body)
  t.equal(after.body, (await app.inject('/v1/shares?by=year')).body)
})

t.test('neither refusals nor files to download are kept', async (t) => {
  for (const url of ['/v1/shares?perimeter=none', '/v1/indicators/ess-share/contracts.csv?part=numerator']) {
    const { headers } = await app.inject(url)
    t.equal(headers.etag, undefined, url)
  }
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
