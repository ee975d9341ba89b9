import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { fixture } from './support/database.ts'

const ROOT = join(import.meta.dirname, '..')
const REAL_DATA = process.env.REAL_DATA_DIR ?? ''

/** The commands of the block that the README marks as run by this test. */
async function listCommands(): Promise<string[]> {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8')
  const block = /<!-- run by test\/readme\.test\.ts -->\n```sh\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
  return block.trim().split('\n')
}

async function runCommands(t: Test, files: Record<string, string>): Promise<string[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'spaser-readme-'))
  t.teardown(() => rm(dataDir, { recursive: true }))
  const { DATABASE_URL: _, ...environment } = process.env
  const outputs: string[] = []
  for (const command of await listCommands()) {
    const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
      cwd: ROOT,
      env: { ...environment, ...files, SPASER_DATA_DIR: dataDir },
      encoding: 'utf8',
    })
    t.ok(status === 0 || status === 3, `${command} exits with ${status}: ${stderr}`)
    outputs.push(stdout)
  }
  return outputs
}

t.test('the commands of the README do what it says on the demonstration files', async (t) => {
  const outputs = await runCommands(t, {
    CONTRACTS: fixture('demo/marches-2024-2026.csv'),
    SIRENE: fixture('demo/sirene-stock-unite-legale.csv'),
    SIAE: fixture('demo/siae.csv'),
    BUYER: '000010017',
  })
  t.equal(outputs.length, 6)
  t.match(outputs[3], /Structures inclusives/)
  t.match(outputs[4], /2025 valeur HT/)
})

const skip = existsSync(join(REAL_DATA, 'decp')) ? false : 'REAL_DATA_DIR names no folder of real files'
t.test('the commands of the README do what it says on real files', { skip }, async (t) => {
  const outputs = await runCommands(t, {
    CONTRACTS: join(REAL_DATA, 'decp/decp-info-2024h2-works-17-columns.csv'),
    SIRENE: join(REAL_DATA, 'ess/sirene-ess-flag-3375-units.csv'),
    SIAE: join(REAL_DATA, 'ess/siae-le-marche.csv'),
    BUYER: '243100633',
  })
  t.match(JSON.parse(outputs[0] ?? ''), { read: 8957, rejected: 0 })
  t.match(outputs[3], /marchés +0 +1 +0 +1 /)
})
