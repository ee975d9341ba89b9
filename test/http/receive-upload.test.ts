import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import type { Ledger } from '../../src/import/ledger.ts'
import { fixture } from '../support/database.ts'
import { openApp, type TestApp, until } from './open-app.ts'

const LIMIT = 300_000

/** Temporary files of this test file alone, so that those left behind can be seen. */
const folder = t.testdir({})
process.env.TMPDIR = folder

async function listen(t: Test): Promise<TestApp & { post: (path?: string) => ClientRequest }> {
  const opened = await openApp(t, { uploadLimitBytes: LIMIT })
  await opened.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = opened.app.server.address() as AddressInfo
  return {
    ...opened,
    post: (path = '/v1/imports') => request({ host: '127.0.0.1', port, path, method: 'POST' }),
  }
}

async function answerTo(client: ClientRequest): Promise<{ status: number | undefined; body: string }> {
  const [response] = (await once(client, 'response')) as [IncomingMessage]
  return { status: response.statusCode, body: await readText(response) }
}

const countImports = async ({ app }: TestApp) => (await app.inject('/v1/imports')).json().meta.total
const wasInterrupted = ({ logs }: TestApp) => logs.find(({ code }) => code === 'upload-interrupted')

/** What a test of uploads ends with. */
async function checkNoFileIsLeft(t: Test): Promise<void> {
  t.strictSame(await readdir(folder), [], 'no temporary file is left')
}

t.test('a file sent in pieces of any size is stored whole', async (t) => {
  const opened = await listen(t)
  const file = await readFile(fixture('demo/marches-communes.csv'))
  const client = opened.post()
  for (let at = 0; at < file.length; at += 997) client.write(file.subarray(at, at + 997))
  client.end()
  const { status, body } = await answerTo(client)
  t.equal(status, 201)
  t.equal((JSON.parse(body) as Ledger).rejected, 0)
  await checkNoFileIsLeft(t)
})

t.test('a file of unknown length is refused when it passes the limit', async (t) => {
  const opened = await listen(t)
  const client = opened.post()
  client.on('error', () => undefined)
  const answer = answerTo(client)
  client.write(Buffer.alloc(LIMIT, 'a'))
  client.write('a')
  const { status, body } = await answer
  t.equal(status, 413)
  t.match(JSON.parse(body), { code: 'body-too-large' })
  client.destroy()
  t.equal(await countImports(opened), 0)
  await checkNoFileIsLeft(t)
})

t.test('nothing is stored of a caller who leaves in the middle of the file', async (t) => {
  const opened = await listen(t)
  const file = await readFile(fixture('demo/marches-communes.csv'))
  const client = opened.post()
  client.on('error', () => undefined)
  client.setHeader('content-length', file.length)
  client.write(file.subarray(0, file.length - 10))
  await until(() => opened.logs.find(({ msg }) => msg === 'incoming request'))
  client.destroy()
  await until(() => wasInterrupted(opened))
  t.equal(await countImports(opened), 0)
  await checkNoFileIsLeft(t)
})

t.test('nothing is stored of a caller who leaves in the middle of a form', async (t) => {
  const opened = await listen(t)
  const file = await readFile(fixture('demo/marches-communes.csv'))
  const head = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
  const client = opened.post()
  client.on('error', () => undefined)
  client.setHeader('content-type', 'multipart/form-data; boundary=x')
  client.write(head)
  client.write(file)
  await until(async () => (await readdir(folder)).length > 0 || undefined)
  client.destroy()
  await until(() => wasInterrupted(opened))
  t.equal(await countImports(opened), 0)
  await checkNoFileIsLeft(t)
})

t.test('a caller who asks before sending hears of a refusal first, and of the word to go on', async (t) => {
  const opened = await listen(t)
  for (const { title, headers, path, status } of [
    { title: 'too large', headers: { 'content-length': LIMIT + 1 }, path: '/v1/imports', status: 413 },
    { title: 'bad parameter', headers: { 'content-length': 9 }, path: '/v1/imports?kind=x', status: 400 },
    { title: 'bad key', headers: { 'idempotency-key': 'a b' }, path: '/v1/imports', status: 400 },
  ]) {
    const client = opened.post(path)
    client.on('error', () => undefined)
    client.setHeader('expect', '100-continue')
    for (const [name, value] of Object.entries(headers)) client.setHeader(name, value)
    client.on('continue', () => t.fail(`${title}: told to go on`))
    client.flushHeaders()
    t.equal((await answerTo(client)).status, status, title)
    client.destroy()
  }
  const client = opened.post()
  client.setHeader('expect', '100-continue')
  client.flushHeaders()
  await once(client, 'continue')
  client.end(await readFile(fixture('demo/marches-communes.csv')))
  t.equal((await answerTo(client)).status, 201)
  await checkNoFileIsLeft(t)
})

t.test('a caller who leaves while the import waits leaves no key', async (t) => {
  const opened = await listen(t)
  const file = await readFile(fixture('demo/marches-communes.csv'))
  const send = () => {
    const client = opened.post()
    client.setHeader('idempotency-key', 'k')
    client.on('error', () => undefined)
    return client.end(file)
  }
  let isGone = false
  opened.app.server.once('connection', (socket) =>
    socket.on('close', () => {
      isGone = true
    }),
  )
  await opened.db.transaction().execute(async (trx) => {
    await sql`lock table imports in exclusive mode`.execute(trx)
    const client = send()
    await until(async () => (await readdir(folder)).length > 0 || undefined)
    client.destroy()
    await until(() => isGone || undefined)
  })
  await until(() => wasInterrupted(opened))
  t.strictSame(await opened.db.selectFrom('idempotency_keys').select('key').execute(), [])
  t.equal((await answerTo(send())).status, 201)
  await checkNoFileIsLeft(t)
})

t.test('nothing is stored of a caller who leaves before the file is read', async (t) => {
  const opened = await listen(t)
  const client = opened.post()
  client.on('error', () => undefined)
  let isGone = false
  opened.app.server.on('connection', (socket) =>
    socket.on('close', () => {
      isGone = true
    }),
  )
  await opened.db.transaction().execute(async (trx) => {
    await sql`lock table imports in exclusive mode`.execute(trx)
    client.end(await readFile(fixture('demo/marches-communes.csv')))
    await until(() => opened.logs.find(({ msg }) => msg === 'incoming request'))
    await until(async () => (await readdir(folder)).length > 0 || undefined)
    client.destroy()
    await until(() => isGone || undefined)
  })
  await until(() => wasInterrupted(opened))
  t.equal(await countImports(opened), 0)
  await checkNoFileIsLeft(t)
})

t.test('two files sent at once are both imported, and the same file twice is stored once', async (t) => {
  const opened = await listen(t)
  const files = await Promise.all(
    ['marches-2019-2021.json', 'marches-2022-2024.json', 'marches-2019-2021.json'].map((name) =>
      readFile(fixture(`demo/${name}`)),
    ),
  )
  const answers = await Promise.all(files.map((file) => answerTo(opened.post().end(file))))
  t.strictSame(answers.map(({ status }) => status).sort(), [200, 201, 201])
  t.equal(await countImports(opened), 3)
  await checkNoFileIsLeft(t)
})
