import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { runCli } from '../../src/cli/run-cli.ts'
import { type Config, readConfig } from '../../src/platform/config.ts'
import { openTimer } from './company-api.ts'
import { FIXED_CLOCK, fillFolder, openTestDatabase } from './database.ts'

export type Run = { code: number; out: string; err: string }

/**
 * The command line on a database of its own, empty at first: the server of TEST_ENGINE=server, or an embedded folder.
 * Answers what a terminal would show, and the exit code. `config`: where that database is.
 */
export async function openSpaser(
  t: Test,
  isTerminal = true,
  environment: NodeJS.ProcessEnv = {},
): Promise<((...argv: string[]) => Promise<Run>) & { config: Config }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'spaser-cli-'))
  t.teardown(() => rm(dataDir, { recursive: true }))
  const isOnServer = process.env.TEST_ENGINE === 'server'
  if (!isOnServer) await fillFolder(dataDir)
  const databaseUrl = isOnServer ? ((await openTestDatabase(t)).databaseUrl ?? undefined) : undefined
  const config = readConfig({ ...environment, SPASER_DATA_DIR: dataDir, DATABASE_URL: databaseUrl })
  const spaser = async (...argv: string[]) => {
    const run: Run = { code: 0, out: '', err: '' }
    const output = {
      out: (text: string) => {
        run.out += `${text}\n`
      },
      err: (text: string) => {
        run.err += `${text}\n`
      },
      write: (bytes: Uint8Array) => {
        run.out += Buffer.from(bytes).toString('utf8')
        return true
      },
      isTerminal,
      openProgress: () => ({ update: () => undefined, close: () => undefined }),
      confirm: async () => false,
    }
    const startServer = () => Promise.reject(new Error('these tests do not serve'))
    run.code = await runCli({ config, clock: FIXED_CLOCK, timer: openTimer(), output, startServer }, argv)
    return run
  }
  return Object.assign(spaser, { config })
}
