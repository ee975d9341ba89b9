import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { runCli } from '../../src/cli/run-cli.ts'
import { readConfig } from '../../src/platform/config.ts'
import { openTimer } from '../support/company-api.ts'
import { fillFolder } from '../support/database.ts'

for (const day of ['2025-03-01', '2026-11-23', '2028-01-15'])
  t.test(`the demonstration runs twice on ${day}, and the second time changes nothing`, async (t) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'spaser-demo-'))
    t.teardown(() => rm(dataDir, { recursive: true }))
    await fillFolder(dataDir)
    const config = readConfig({ SPASER_DATA_DIR: dataDir })
    const run = async () => {
      const lines: string[] = []
      const output = {
        out: (text: string) => void lines.push(text),
        err: () => undefined,
        write: () => true,
        openProgress: () => ({ update: () => undefined, close: () => undefined }),
        confirm: async () => false,
        isTerminal: true,
      }
      const startServer = () => Promise.reject(new Error('--no-serve'))
      const clock = { now: () => new Date(`${day}T10:00:00Z`) }
      const code = await runCli({ config, clock, timer: openTimer(), output, startServer }, [
        'demo',
        '--no-serve',
        '--json',
      ])
      t.equal(code, 0)
      return lines.map((line) => JSON.parse(line))
    }
    const [first, second] = [await run(), await run()]
    t.equal(first.length, 12, 'eleven ledgers and the scoreboard')
    t.equal(first.at(-1).rows.length, 28, 'five targets over four years, four over two periods')
    for (const { read, unchanged, rejected } of second.slice(0, -1)) t.equal(unchanged + rejected, read)
    t.strictSame(second.at(-1).rows, first.at(-1).rows)
  })
