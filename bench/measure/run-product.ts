import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Ledger } from '../../src/import/ledger.ts'

const ROOT = join(import.meta.dirname, '../..')
const DONE_WITH_REJECTIONS = 3

/** Those of `npm run spaser`. */
const NODE_FLAGS = ['--max-semi-space-size=4']

export type ProductRun = { out: string; seconds: number; peakMegabytes: number }
/** The database that the program is told to use: a server, or a folder. */
export type Target = { DATABASE_URL: string } | { SPASER_DATA_DIR: string }

/** Runs the program as a user does, in a process of its own. Peak of resident memory: all of its threads. */
export async function runProduct(argv: readonly string[], target: Target): Promise<ProductRun> {
  const folder = await mkdtemp(join(tmpdir(), 'spaser-bench-'))
  const peakFile = join(folder, 'peak')
  try {
    const { DATABASE_URL: _, ...environment } = process.env
    const start = performance.now()
    const child = spawn(
      process.execPath,
      [...NODE_FLAGS, '--import', join(import.meta.dirname, 'report-peak.ts'), 'src/main.ts', ...argv],
      {
        cwd: ROOT,
        env: { ...environment, ...target, BENCH_PEAK_FILE: peakFile },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    const [out, err, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ])
    const seconds = (performance.now() - start) / 1_000
    if (code !== 0 && code !== DONE_WITH_REJECTIONS)
      throw new Error(`${argv.join(' ')} : code ${code}\n${err}${out}`)
    return { out, seconds, peakMegabytes: Number(await readFile(peakFile, 'utf8')) / 1_024 }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Imports a file and checks that its ledger adds up: a figure on rows lost on the way would mean nothing. */
export async function importFile(path: string, target: Target): Promise<ProductRun & { ledger: Ledger }> {
  const run = await runProduct(['import', path, '--json'], target)
  const ledger: Ledger = JSON.parse(run.out)
  const { read, stored, updated, unchanged, rejected } = ledger
  if (read === 0 || read !== stored + updated + unchanged + rejected)
    throw new Error(`Bilan faux : ${JSON.stringify({ read, stored, updated, unchanged, rejected })}`)
  return { ...run, ledger }
}
