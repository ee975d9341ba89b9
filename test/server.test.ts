import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { until } from './http/open-app.ts'
import { fillFolder, fixture } from './support/database.ts'

const MAIN = join(import.meta.dirname, '../src/main.ts')

/** The service itself, in a process of its own, on a port that is free. */
async function startService(t: Test) {
  const dataDir = await mkdtemp(join(tmpdir(), 'spaser-serve-'))
  await fillFolder(dataDir)
  const { DATABASE_URL: _, ...environment } = process.env
  const env = { ...environment, SPASER_DATA_DIR: dataDir, PORT: '0' }
  const child: ChildProcess = spawn(process.execPath, [MAIN, 'serve'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  t.teardown(async () => {
    child.kill('SIGKILL')
    await rm(dataDir, { recursive: true, force: true })
  })
  let [output, log] = ['', '']
  child.stderr?.on('data', (chunk) => {
    log += chunk
  })
  const address = await new Promise<string>((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`exit ${code}: ${log}`)))
    child.stdout?.on('data', (chunk) => {
      output += chunk
      const found = /http:\/\/[\d.]+:\d+/.exec(output)
      if (found) resolve(found[0])
    })
  })
  child.removeAllListeners('exit')
  return { child, address, dataDir, env, readLog: () => log }
}

t.test(
  'the service says where it answers, logs each request with its id, and says who holds the folder',
  async (t) => {
    const { address, child, env, readLog } = await startService(t)
    const response = await fetch(`${address}/v1/shares`)
    t.equal(response.status, 200)
    const id = response.headers.get('x-request-id') ?? ''
    await until(() => readLog().includes(`"requestId":"${id}"`) || undefined)

    const second = spawn(process.execPath, [MAIN, 'share'], { env, stdio: ['ignore', 'ignore', 'pipe'] })
    let refusal = ''
    second.stderr.on('data', (chunk) => {
      refusal += chunk
    })
    const [code] = await once(second, 'close')
    t.equal(code, 1)
    t.match(refusal, `est déjà ouverte par le processus ${child.pid} (serve`)
    t.match(refusal, `import --server ${address} FICHIER…`, 'the way out, as it is to be typed')
  },
)

t.test('asked to stop, the service ends the upload under way, then gives the folder back', async (t) => {
  const { address, child, dataDir } = await startService(t)
  const body = await readFile(fixture('two-holders.json'))
  const upload = request(`${address}/v1/imports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': body.length },
  })
  upload.write(body.subarray(0, 100))
  await fetch(`${address}/health/live`)
  child.kill('SIGTERM')
  const refused = async () =>
    !(await fetch(`${address}/health/live`).then(
      () => true,
      () => false,
    ))
  while (!(await refused())) await new Promise((resolve) => setImmediate(resolve))
  upload.end(body.subarray(100))
  const [response] = await once(upload, 'response')
  t.equal(response.statusCode, 201)
  response.resume()
  const [code] = await once(child, 'exit')
  t.equal(code, 0)
  t.notOk(existsSync(join(dataDir, 'spaser.lock')))
})

t.test('a port that is taken is a clear message', async (t) => {
  const { address, env } = await startService(t)
  const other = await mkdtemp(join(tmpdir(), 'spaser-serve-'))
  t.teardown(() => rm(other, { recursive: true }))
  const port = new URL(address).port
  const second = spawn(process.execPath, [MAIN, 'serve', '--port', port], {
    env: { ...env, SPASER_DATA_DIR: other },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let refusal = ''
  second.stderr.on('data', (chunk) => {
    refusal += chunk
  })
  const [code] = await once(second, 'close')
  t.equal(code, 2)
  t.match(refusal, `127.0.0.1:${port} est déjà prise`)
})
