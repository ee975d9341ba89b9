import { readFile } from 'node:fs/promises'
import type { InjectOptions } from 'fastify'
import t from 'tap'
import type { Problem } from '../../src/http/schemas/problem.ts'
import { OPENAPI_PATH } from '../../src/http/write-openapi.ts'
import { alterations, PARAMETERS, WRITES } from './hostile-values.ts'
import { openApp } from './open-app.ts'

type Parameter = { name: string; in: string; required?: boolean; schema: { type?: string } }
type Operation = { parameters?: Parameter[]; requestBody?: object }
const { paths } = JSON.parse(await readFile(OPENAPI_PATH, 'utf8')) as {
  paths: Record<string, Record<string, Operation>>
}
const { app, logs } = await openApp(t)

const DAYS = ['9999-12-31', '0001-01-01', '2023-02-29']
const IN_BODIES = ['a\u0000b', '\ud800', 'x'.repeat(100_000), '', -1, 1e308, null, {}]
const IN_ADDRESSES = ['99999999999999999999', '9999-12-31', '']

const ENGLISH = /\b(invalid|must|expected|cannot|unexpected|too (big|small))\b|\n +at /i

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What is wrong with an answer: a failure of the product's own, or a refusal that is not a problem said in French. */
async function faultOf(request: InjectOptions & { url: string }, isTaken = true): Promise<string | null> {
  const { statusCode, headers, body } = await app.inject(request)
  const about = `${request.method} ${request.url} ${String(request.payload).slice(0, 1_500)} → ${statusCode}`
  if (statusCode >= 500) return `${about} ${JSON.stringify(logs.findLast(({ err }) => err !== undefined))}`
  if (statusCode < 400) return isTaken ? null : `${about}: it should be refused`
  if (!String(headers['content-type']).startsWith('application/problem+json')) return about
  const { title, detail, errors = [] } = JSON.parse(body) as Problem
  const words = [title, detail, ...errors.map(({ expected }) => expected)].join(' ')
  return ENGLISH.test(words) ? `${about} ${words}` : null
}

const JSON_TYPE = { 'content-type': 'application/json' }
const isWellFormed = (hostile: unknown) => typeof hostile !== 'string' || !/\0|\ud800/.test(hostile)

t.test('every body the product takes is tried', async (t) => {
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => 'requestBody' in operation && path !== '/v1/imports')
      .map(([method]) => `${method.toUpperCase()} ${path}`),
  )
  t.strictSame(Object.keys(WRITES).sort(), documented.filter((name) => name !== 'PUT /v1/plans/{id}').sort())
})

t.test(
  'a hostile value anywhere in a body is refused in French, or taken; half a character never is',
  async (t) => {
    for (const [name, { url, body }] of Object.entries(WRITES)) {
      const method = name.split(' ')[0] as Method
      const faults: (string | null)[] = []
      const send = async (altered: unknown, isTaken = true) =>
        faults.push(
          await faultOf({ method, url, payload: JSON.stringify(altered), headers: JSON_TYPE }, isTaken),
        )
      for (const hostile of IN_BODIES)
        for (const altered of alterations(body, hostile)) await send(altered.body, isWellFormed(hostile))
      for (const day of DAYS)
        for (const { path, body: altered } of alterations(body, day))
          if (/from|to|on|year$/i.test(path)) await send(altered)
      for (const whole of [null, [], '', 1, { '\0': 1 }]) await send(whole, false)
      await send(body)
      t.strictSame(faults.filter(Boolean), [], name)
    }
  },
)

t.test('what is no JSON, no form or no text is refused in French', async (t) => {
  const deep = '['.repeat(100_000)
  for (const [name, { url }] of Object.entries(WRITES).slice(0, 5))
    for (const [type, payload] of [
      ['application/json', '{"title":'],
      ['application/json', deep + ']'.repeat(100_000)],
      ['application/json', `{"title":${deep}${']'.repeat(100_000)}}`],
      ['application/json', '{"__proto__":{"title":1}}'],
      ['text/plain', 'title=1'],
      ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="title"'],
      ['multipart/form-data', '--x'],
      ['a/b; charset=\u00e9', ''],
    ] as const) {
      const headers = { 'content-type': type }
      const method = name.split(' ')[0] as Method
      t.equal(await faultOf({ method, url, payload, headers }, false), null, `${name} ${type}`)
    }
})

t.test('a hostile value in an address is refused in French, or taken', async (t) => {
  const tried = new Set<string>()
  for (const [path, methods] of Object.entries(paths))
    for (const [name, { parameters = [], requestBody }] of Object.entries(methods)) {
      const known = parameters.filter(({ in: place }) => place === 'query' || place === 'path')
      if (requestBody !== undefined) continue
      const method = name.toUpperCase() as Method
      const faults: (string | null)[] = []
      const send = async (given: Readonly<Record<string, string>>, isTaken = true) => {
        const sampleOf = (name: string) => given[name] ?? PARAMETERS[name] ?? '1'
        const query = known
          .filter(({ in: place }) => place === 'query')
          .filter(({ name, required }) => required || given[name] !== undefined)
          .map(({ name }) => `${name}=${sampleOf(name)}`)
        const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => sampleOf(name))
        faults.push(await faultOf({ method, url: `${filled}?${query.join('&')}` }, isTaken))
      }
      await send({})
      for (const { name, schema } of known) {
        // A parameter is read the same way at every address that has it.
        const said = `${name} ${JSON.stringify(schema)}`
        if (tried.has(said)) continue
        tried.add(said)
        await send({ [name]: 'a%00b' }, false)
        for (const hostile of [...IN_ADDRESSES, `1&${name}=2`]) await send({ [name]: hostile })
      }
      t.strictSame(faults.filter(Boolean), [], `${name} ${path}`)
    }
})

t.test('a value nested without end refuses its record or its plan, not the file', async (t) => {
  const deep = '['.repeat(50_000) + ']'.repeat(50_000)
  const send = (query: string, payload: string) =>
    app.inject({ method: 'POST', url: `/v1/imports?${query}`, payload, headers: JSON_TYPE })
  const contracts = await send('', `{"marches":[{"id":${deep}}]}`)
  t.match(contracts.json(), { read: 1, rejected: 1 })
  const { body } = WRITES['POST /v1/plans'] ?? {}
  const plan = JSON.stringify(body).replace('"year":2025', `"year":${deep}`)
  t.match((await send('kind=plan', plan)).json(), { status: 400, code: 'plan-invalid' })
})
