import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { fillFolder, fixture, openTestDatabase, runs } from '../support/database.ts'
import { openFolder } from './temporary-file.ts'

const MAIN = join(import.meta.dirname, '../../src/main.ts')
/** From the start of the upload: before, during and after the import of a small file on a busy machine. */
const DELAYS_MS = [30, 120, 250, 500, 1_500].slice(-runs(5, 3))

/** Starts the service on the database of this test, and waits until it says where it answers. */
async function startService(env: NodeJS.ProcessEnv): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(process.execPath, [MAIN, 'serve'], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  let said = ''
  for await (const chunk of child.stdout) {
    said += chunk
    const address = /http:\/\/[\d.]+:\d+/.exec(said)?.[0]
    if (address) {
      child.stdout.resume()
      return { child, address }
    }
  }
  throw new Error(`the service did not start: ${said}`)
}

async function openPlace(t: Test): Promise<NodeJS.ProcessEnv> {
  const dataDir = join(await openFolder(t), 'data')
  const isOnServer = process.env.TEST_ENGINE === 'server'
  const databaseUrl = isOnServer ? (await openTestDatabase(t)).databaseUrl : null
  if (!isOnServer) await fillFolder(dataDir)
  const { DATABASE_URL: _, NODE_OPTIONS: __, ...env } = process.env
  return {
    ...env,
    SPASER_DATA_DIR: dataDir,
    PORT: '0',
    ...(databaseUrl && { DATABASE_URL: databaseUrl }),
  }
}

t.test(
  'after a kill at any moment, the same request imports or is replayed: never both, never neither',
  { timeout: 280_000 },
  async (t) => {
    const env = await openPlace(t)
    const body = await readFile(fixture('two-holders.json'))
    const post = (address: string, key: string) =>
      fetch(`${address}/v1/imports`, { method: 'POST', body, headers: { 'idempotency-key': key } })
    let service = await startService(env)
    t.teardown(() => service.child.kill('SIGKILL'))
    for (const [index, delayMs] of DELAYS_MS.entries()) {
      const key = `kill-${delayMs}`
      const first = post(service.address, key).catch(() => null)
      await setTimeout(delayMs)
      service.child.kill('SIGKILL')
      await Promise.all([once(service.child, 'exit'), first])
      service = await startService(env)
      const retry = await post(service.address, key)
      t.ok(retry.ok, `killed after ${delayMs} ms: the retry is answered ${retry.status}`)
      const { importId } = (await retry.json()) as { importId: number }
      const list = (await (await fetch(`${service.address}/v1/imports`)).json()) as {
        data: { importId: number }[]
        meta: { total: number }
      }
      t.equal(list.meta.total, index + 1, 'one import for the key')
      t.equal(list.data[0]?.importId, importId, 'the one the retry answers')
    }
  },
)
