import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { openCompanySearch, parseRetryAfter } from '../../src/import/company-search.ts'
import type { AppError } from '../../src/platform/errors.ts'
import {
  type Api,
  answerOn,
  cut,
  type Fault,
  openCompanyApi,
  openTimer,
  page,
  silence,
  status,
} from '../support/company-api.ts'
import { FIXED_CLOCK } from '../support/database.ts'

const SIREN = '000024208'

/** The client on an API, with its timer in the test's hands: only an unanswered question lasts, as long as its time-out. */
function openSearch(
  api: Pick<Api, 'address'>,
  {
    abort = new AbortController().signal,
    timeoutMs = 20_000,
  }: { abort?: AbortSignal; timeoutMs?: number } = {},
) {
  const timer = openTimer()
  const { ask } = openCompanySearch({
    address: api.address,
    clock: FIXED_CLOCK,
    timer,
    abort,
    timeoutMs,
  })
  return { ask, timer }
}

const openBoth = async (t: Test, ...faults: Fault[]) => {
  const api = await openCompanyApi(t, { [SIREN]: { nature_juridique: '9220' } })
  api.faults = faults
  return { api, ...openSearch(api, faults.includes(silence) ? { timeoutMs: 300 } : {}) }
}
const ANSWER = { body: answerOn(SIREN, { nature_juridique: '9220' }) }

t.test('only the SIREN leaves the machine, and no manager is asked for', async (t) => {
  const { api, ask } = await openBoth(t)
  t.strictSame(await ask(SIREN), ANSWER)
  t.strictSame(api.asked, [`/search?q=${SIREN}&minimal=true&include=complements`])
})

t.test('at most seven questions begin in any second', async (t) => {
  const { api, ask, timer } = await openBoth(t)
  const instants: number[] = []
  api.onAsked = () => instants.push(timer.nowMs())
  for (let n = 0; n < 30; n++) await ask(SIREN)
  const inTheSecondOf = (from: number) => instants.filter((at) => at >= from && at < from + 999.999).length
  t.equal(instants.length, 30)
  t.equal(Math.max(...instants.map(inTheSecondOf)), 7)
})

for (const { title, faults, waits } of [
  {
    title: 'a 429 that gives its delay in seconds',
    faults: [status(429, { 'retry-after': '3' })],
    waits: [3000],
  },
  {
    title: 'a 503 that gives its delay as a date',
    faults: [status(503, { 'retry-after': 'Mon, 23 Nov 2026 10:00:20 GMT' })],
    waits: [20_000],
  },
  { title: 'a 429 without delay', faults: [status(429)], waits: [1000] },
  {
    title: 'a 500, then a 502, then a 504',
    faults: [status(500), status(502), status(504)],
    waits: [1000, 2000, 4000],
  },
  {
    title: 'a delay that is past',
    faults: [status(429, { 'retry-after': 'Mon, 23 Nov 2026 09:00:00 GMT' })],
    waits: [1000],
  },
  {
    title: 'a delay that cannot be read',
    faults: [status(429, { 'retry-after': 'bientôt' })],
    waits: [1000],
  },
  { title: 'a connection cut in the middle of the answer', faults: [cut], waits: [1000] },
  { title: 'an answer that does not come', faults: [silence], waits: [1000] },
])
  t.test(`${title} is waited for, then asked again`, async (t) => {
    const { ask, timer } = await openBoth(t, ...faults)
    t.strictSame(await ask(SIREN), ANSWER)
    t.strictSame(
      timer.waits.filter((ms) => ms >= 1000),
      waits,
    )
  })

for (const { title, faults, problem } of [
  {
    title: 'a page instead of JSON',
    faults: [page],
    problem: { code: 'answer-not-json', value: /Connexion/ },
  },
  {
    title: 'a refused question',
    faults: [status(400)],
    problem: { code: 'answer-refused', value: /HTTP 400.*erreur/ },
  },
  {
    title: 'a fault that lasts, after four attempts,',
    faults: [1, 2, 3, 4].map(() => status(503)),
    problem: { code: 'answer-missing', value: 'HTTP 503' },
  },
  {
    title: 'a silence that lasts, after four attempts,',
    faults: [1, 2, 3, 4].map(() => silence),
    problem: { code: 'answer-missing', value: 'TimeoutError' },
  },
])
  t.test(`${title} is no answer, with its reason; the next question is asked`, async (t) => {
    const { ask } = await openBoth(t, ...faults)
    t.match(await ask(SIREN), { problem: { ...problem, column: SIREN, isRejection: true } })
    t.strictSame(await ask(SIREN), ANSWER)
  })

for (const { title, faults, code, says } of [
  {
    title: 'a delay of an hour',
    faults: [status(429, { 'retry-after': '3600' })],
    code: 'service-refused',
    says: /attendre 60 minutes \(HTTP 429\).*Relancez/,
  },
  {
    title: 'an access refused',
    faults: [status(403)],
    code: 'service-refused',
    says: /refusé \(HTTP 403\).*proxy/,
  },
])
  t.test(`${title} ends the run`, async (t) => {
    const { ask } = await openBoth(t, ...faults)
    const error = await ask(SIREN).catch((thrown: AppError) => thrown)
    t.match(error, { code, message: says })
  })

/** An address of this machine where nobody listens any more. */
async function freeAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return `http://127.0.0.1:${port}`
}

t.test('an address where nobody is, or a name nobody knows, is said at once with what to do', async (t) => {
  for (const [address, says] of [
    [await freeAddress(), /ECONNREFUSED/],
    ['http://127.0.0.1:1', /bad port/],
    ['http://api.invalid', /DNS/],
  ] as const) {
    const { ask, timer } = openSearch({ address })
    const error = await ask(SIREN).catch((thrown: AppError) => thrown)
    t.match(error, { code: 'service-unreachable', message: says })
    t.match(error, { message: /COMPANY_SEARCH_URL.*reference import sirene/ })
    t.strictSame(timer.waits, [], 'nothing is waited for')
  }
})

t.test('an interruption ends the question under way with its own reason', async (t) => {
  const api = await openCompanyApi(t)
  api.always = silence
  const controller = new AbortController()
  api.onAsked = () => controller.abort(new Error('Ctrl-C'))
  const { ask } = openSearch(api, { abort: controller.signal })
  await t.rejects(ask(SIREN), { message: 'Ctrl-C' })
})

t.test('Retry-After is seconds, or a date; anything else is no delay', async (t) => {
  for (const [header, expected] of [
    [null, 0],
    ['0', 0],
    [' 7 ', 7000],
    ['-1', 0],
    ['Mon, 23 Nov 2026 10:01:00 GMT', 60_000],
    ['Mon, 23 Nov 2026 09:59:59 GMT', 0],
    ['demain', 0],
    ['', 0],
  ] as const)
    t.equal(parseRetryAfter(header, FIXED_CLOCK), expected, String(header))
})
