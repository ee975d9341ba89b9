import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { lockFolder } from '../../src/database/folder-lock.ts'
import { FIXED_CLOCK } from '../support/database.ts'

async function folder(t: Test): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'spaser-lock-'))
  t.teardown(() => rm(path, { recursive: true }))
  return path
}

const lockOf = (pid: number, host = hostname()) =>
  JSON.stringify({ pid, host, startedAt: '2026-11-23T10:00:00.000Z', command: 'serve' })

t.test('a folder held by a living process is refused, saying which one holds it', async (t) => {
  const path = await folder(t)
  const child = spawn('sleep', ['30'])
  t.teardown(() => child.kill())
  await writeFile(join(path, 'spaser.lock'), lockOf(child.pid ?? 0))
  await t.rejects(lockFolder(path, FIXED_CLOCK), {
    code: 'folder-held',
    message: new RegExp(`déjà ouverte par le processus ${child.pid} \\(serve`),
  })
})

t.test('the lock of a process that was killed is taken over', async (t) => {
  const path = await folder(t)
  const child = spawn('true')
  await once(child, 'exit')
  await writeFile(join(path, 'spaser.lock'), lockOf(child.pid ?? 0))
  const { release: unlock } = await lockFolder(path, FIXED_CLOCK)
  t.strictSame(await readdir(path), ['spaser.lock'])
  await unlock()
  t.strictSame(await readdir(path), [])
})

t.test(
  'a process that has ended but was not buried holds nothing',
  { skip: process.platform !== 'linux' },
  async (t) => {
    const path = await folder(t)
    const parent = spawn('bash', ['-c', 'sleep 0.3 & echo $!; exec sleep 30'])
    t.teardown(() => parent.kill('SIGKILL'))
    const [pid] = await once(parent.stdout, 'data')
    const isDefunct = async () => / Z /.test(await readFile(`/proc/${String(pid).trim()}/stat`, 'utf8'))
    while (!(await isDefunct())) await new Promise((resolve) => setImmediate(resolve))
    await writeFile(join(path, 'spaser.lock'), lockOf(Number(pid)))
    const { release: unlock } = await lockFolder(path, FIXED_CLOCK)
    await unlock()
  },
)

t.test('another machine keeps the folder as long as its lock is fresh', async (t) => {
  const path = await folder(t)
  const lock = join(path, 'spaser.lock')
  const now = FIXED_CLOCK.now()
  await writeFile(lock, lockOf(1, 'another-machine'))
  await utimes(lock, now, now)
  await t.rejects(lockFolder(path, FIXED_CLOCK), { code: 'folder-held', message: /machine another-machine/ })
  const longAgo = new Date(now.getTime() - 301_000)
  await utimes(lock, longAgo, longAgo)
  const { release: unlock } = await lockFolder(path, FIXED_CLOCK)
  await unlock()
})

t.test('a lock that cannot be read is respected, and the message says which file to look at', async (t) => {
  const path = await folder(t)
  await writeFile(join(path, 'spaser.lock'), '{"pid"')
  await t.rejects(lockFolder(path, FIXED_CLOCK), { code: 'folder-held', message: /spaser\.lock/ })
})

t.test('of several that take over a dead lock at once, one wins', async (t) => {
  const path = await folder(t)
  const child = spawn('true')
  await once(child, 'exit')
  await writeFile(join(path, 'spaser.lock'), lockOf(child.pid ?? 0))
  const source = new URL('../../src/database/folder-lock.ts', import.meta.url).href
  const script = `
    import { lockFolder } from ${JSON.stringify(source)}
    const clock = { now: () => new Date() }
    process.stdout.write(await lockFolder(${JSON.stringify(path)}, clock).then(() => 'won', () => 'lost'))
    await process.stdin.resume().toArray()
  `
  const racers = [1, 2, 3].map(() => spawn(process.execPath, ['--input-type=module', '-e', script]))
  t.teardown(() => racers.map((racer) => racer.kill('SIGKILL')))
  const outputs = await Promise.all(
    racers.map(async (racer) => String((await once(racer.stdout, 'data'))[0])),
  )
  for (const racer of racers) racer.stdin.end()
  await Promise.all(racers.map((racer) => once(racer, 'close')))
  t.equal(outputs.filter((output) => output === 'won').length, 1)
})
