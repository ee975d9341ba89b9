import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import { systemClock } from '../../src/platform/clock.ts'

const ROOT = join(import.meta.dirname, '../..')
const HISTORY_FILE = join(ROOT, 'bench/history.csv')

/** One figure. `ratio`: to what the case compares it with (README); `null` where there is nothing to compare or weigh. */
export type Measure = {
  name: string
  rows: number
  bytes: number
  seconds: number
  ratio: number | null
  peakMegabytes: number | null
}

const HEADER = [
  ...['date', 'commit', 'dirty', 'cpu', 'cores', 'memory_mb', 'node', 'postgresql'],
  ...['case', 'rows', 'bytes', 'seconds', 'ratio', 'peak_mb'],
]

const git = (...argv: string[]) => execFileSync('git', argv, { cwd: ROOT, encoding: 'utf8' }).trim()

/** The machine and the code, in one line for a person. */
export function describeMachine(postgresql: string): string {
  const [processor] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${processor?.model.trim()}, ${cpus().length} cœurs, ${memory} Go ; Node ${process.versions.node}, PostgreSQL ${postgresql} ; commit ${git('rev-parse', '--short', 'HEAD')}`
}

/** Adds a line for each figure to bench/history.csv, with the commit and the machine it was measured on. */
export async function appendHistory(measures: readonly Measure[], postgresql: string): Promise<void> {
  const isDirty = git('status', '--porcelain', '--', ':!bench/history.csv') !== ''
  const context = [
    systemClock.now().toISOString(),
    git('rev-parse', '--short', 'HEAD'),
    isDirty ? 'yes' : 'no',
    cpus()[0]?.model.trim() ?? '',
    cpus().length,
    Math.round(totalmem() / 2 ** 20),
    process.versions.node,
    postgresql,
  ]
  const lines = measures.map(({ name, rows, bytes, seconds, ratio, peakMegabytes }) => [
    ...context,
    name,
    rows,
    bytes,
    seconds.toFixed(seconds < 1 ? 5 : 2),
    ratio?.toFixed(2) ?? '',
    peakMegabytes?.toFixed(0) ?? '',
  ])
  await appendFile(HISTORY_FILE, stringify(existsSync(HISTORY_FILE) ? lines : [HEADER, ...lines]))
}
