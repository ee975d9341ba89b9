import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import t, { type Test } from 'tap'
import { openApp, type TestApp } from '../http/open-app.ts'
import { fixture } from '../support/database.ts'
import { openSpaser } from '../support/run-spaser.ts'

/** A command line that only sends: its own database is never opened. */
const sender = await openSpaser(t, false)

/** The service on a real socket, and its address. */
async function openService(t: Test, limits?: { uploadLimitBytes: number }) {
  const service = await openApp(t, limits)
  return { service, address: await service.app.listen({ host: '127.0.0.1', port: 0 }) }
}

const linesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

const countImports = async ({ app }: TestApp) => (await app.inject('/v1/imports')).json().meta.total

/** A way to a service that `meddle` may cut: it is told of each connection, by number, and of both its ends. */
async function openWay(
  t: Test,
  address: string,
  meddle: (number: number, near: Socket, far: Socket) => void,
): Promise<string> {
  let connections = 0
  const server = createServer((near) => {
    const far = connect(Number(new URL(address).port), '127.0.0.1')
    for (const socket of [near, far]) socket.on('error', () => undefined)
    near.pipe(far)
    far.pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
    meddle(++connections, near, far)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

t.test('a connection cut in the middle of the file is taken up again, once', async (t) => {
  const { service, address } = await openService(t)
  const way = await openWay(t, address, (number, near) => {
    // The first connection is the question whether this is our service.
    if (number === 2) near.once('data', () => near.on('data', () => near.destroy()))
  })
  const { code, out } = await sender('import', fixture('demo/marches-communes.csv'), '--server', way)
  t.equal(code, 0)
  t.match(linesOf(out), [{ stored: 28, rejected: 0 }])
  t.equal(await countImports(service), 1)
})

t.test('an answer lost on the way is heard again: the file is imported once', async (t) => {
  const { service, address } = await openService(t)
  const way = await openWay(t, address, (number, near, far) => {
    if (number !== 2) return
    far.unpipe(near)
    far.on('data', (chunk) => {
      if (String(chunk).startsWith('HTTP/1.1 100')) near.write(chunk)
      else near.destroy()
    })
    far.resume()
  })
  const { code, out } = await sender('import', fixture('demo/marches-communes.csv'), '--server', way)
  t.equal(code, 0)
  t.match(linesOf(out), [{ stored: 28, unchanged: 0 }], 'the first answer, not that of a second import')
  t.equal(await countImports(service), 1)
})

t.test('a connection cut twice is a failure that says what is known', async (t) => {
  const { service, address } = await openService(t)
  const way = await openWay(t, address, (number, near) => {
    if (number > 1) near.once('data', () => near.on('data', () => near.destroy()))
  })
  const { code, out, err } = await sender('import', fixture('demo/marches-communes.csv'), '--server', way)
  t.equal(code, 1)
  t.match(linesOf(out), [{ error: { code: 'service-unreachable' } }])
  t.match(err, /a été coupée.*en entier ou pas du tout/)
  t.equal(await countImports(service), 0)
})

t.test('a file beyond the limit of the service is refused before it is sent', async (t) => {
  const { address } = await openService(t, { uploadLimitBytes: 1_000 })
  let sent = 0
  const way = await openWay(t, address, (_, near) =>
    near.on('data', (chunk) => {
      sent += chunk.length
    }),
  )
  const { code, out } = await sender('import', fixture('demo/marches-communes.csv'), '--server', way)
  t.equal(code, 1)
  t.match(linesOf(out), [
    { error: { code: 'service-refused', problem: 'body-too-large', message: /1000 octets/ } },
  ])
  t.ok(sent < 2_000, `${sent} bytes were sent`)
})

t.test('an address where nobody, or somebody else, answers is said so', async (t) => {
  const somebody = createServer((socket) => socket.on('error', () => undefined).end('220 smtp\r\n'))
  await new Promise<void>((resolve) => somebody.listen(0, '127.0.0.1', resolve))
  t.teardown(() => somebody.close())
  const { port } = somebody.address() as AddressInfo
  const { address: service } = await openService(t)
  for (const { server, code, says } of [
    { server: 'machine:3000', code: 2, says: /adresse d'un service attendue/ },
    { server: 'ftp://machine', code: 2, says: /adresse d'un service attendue/ },
    { server: 'http://127.0.0.1:9', code: 1, says: /aucun service n’écoute/ },
    { server: `http://127.0.0.1:${port}`, code: 1, says: /ne parle pas HTTP|n'est pas ce service/ },
    { server: service.replace('http:', 'https:'), code: 1, says: /ne parle pas HTTPS.*http:/ },
    { server: `${service}/ailleurs`, code: 1, says: /n'est pas ce service \(réponse 404\)/ },
  ])
    t.match(
      await sender('import', fixture('two-holders.json'), '--server', server),
      { code, err: says },
      server,
    )
})
