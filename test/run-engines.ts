/**
 * `npm test`: every test on the embedded engine, then those that touch the database on the PostgreSQL server that
 * TEST_DATABASE_URL names; what says little of the engine (ways in, reports, forms and orders of files) then runs on the server alone,
 * but for the files that stand for it on the embedded one. Arguments choose files, folders or globs; those that start with a dash go to tap.
 * Figures count assertions. A file that crashes, hangs, tests nothing or never ran is a failure.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { globSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'

type Engine = 'embedded' | 'server'
type Tally = { passed: number; failed: number }

const ROOT = dirname(import.meta.dirname)
/** The ways to the database of a test: a file that takes none of them says the same on both engines, and runs once. */
const DATABASE_TEST = /\b(openTestDatabase|connectToEmpty|openSpaser|openApp|openLists)\b/
/** The same SQL whatever the engine; the files left out here stand for it on the embedded one, every figure of the catalogue among them. */
const SERVER_TEST = new RegExp(
  `^test/(${[
    'bench/',
    'cli/(?!demo-command\\.)',
    'database/(contract-(merge|currency)|skewed-files|verdicts)',
    'http/(hostile-values|receive-upload|routes/(?!shares\\.))',
    'reports/(?!share-report\\.|indicator-examples\\.)',
    'import/(undo-(?!import\\.)|import-(order|versions|workbook|dirty|own-layouts|split|payments|hours|reference-absence)|ess-register|link-|reclassify|reference-layouts|repeat-file|select-units|refuse-|enrich-|hours-)',
  ].join('|')})`,
)
const STOP_GRACE_MS = 5_000
/** Each file, and each command it runs, is a process of its own: half of what starting one costs is read from here. */
const NODE_COMPILE_CACHE = join(ROOT, '.tap/cache/compiled')

const require = createRequire(import.meta.url)
const TAP_PACKAGE = require.resolve('tap/package.json')
const TAP = join(dirname(TAP_PACKAGE), require(TAP_PACKAGE).bin.tap)

const say = (text: string) => process.stdout.write(`${text}\n`)

let running: ChildProcess | null = null
let stoppedBy: 'SIGINT' | 'SIGTERM' | null = null
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    stoppedBy ??= signal
    running?.kill(signal)
    setTimeout(() => running?.kill('SIGKILL'), STOP_GRACE_MS).unref()
  })

/** The test files that `patterns` name, all without patterns, as paths from the root of the project. */
function listTestFiles(patterns: readonly string[]): string[] {
  const isFolder = (path: string) =>
    statSync(join(ROOT, path), { throwIfNoEntry: false })?.isDirectory() === true
  const globs = (patterns.length > 0 ? patterns : ['test']).map((pattern) =>
    isFolder(pattern) ? join(pattern, '**/*.test.ts') : pattern,
  )
  return globSync(globs, { cwd: ROOT }).sort()
}

/** Runs tap, gives each line of its standard output to `onLine`, and resolves to its exit code. */
function runTap(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  onLine: (line: string) => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [TAP, ...args], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    running = child
    createInterface({ input: child.stdout }).on('line', onLine)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      running = null
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })
}

/** After an install tap carries a plugin that breaks on TypeScript 7 and that package.json refuses: rebuild without it. */
async function rebuildTapAfterInstall(): Promise<void> {
  const built = readFileSync(createRequire(TAP_PACKAGE).resolve('@tapjs/test/test-built'), 'utf8')
  if (!built.includes('@tapjs/typescript')) return
  const code = await runTap(['build'], process.env, say)
  if (code !== 0 && !stoppedBy) throw new Error(`"tap build" ended with code ${code}`)
}

/** Prints a file that passes as one line, and of a file that fails what failed. */
function printBriefly(): (line: string) => void {
  const passing = /^\s*$|^\s+(ok \d+|1\.\.\d+|# (Subtest|time))/
  let details: string[] = []
  let isAfterFailure = false
  return (line) => {
    const isDetail = line === '' || line.startsWith(' ')
    if (line.startsWith('ok ')) say(line)
    if (line.startsWith('not ok ')) say([...details, line].join('\n'))
    if (isAfterFailure && /^ {2}(exitCode|signal|expired):/.test(line)) say(line)
    if (isDetail && !isAfterFailure && !passing.test(line)) details.push(line)
    if (!isDetail) {
      details = []
      isAfterFailure = line.startsWith('not ok ')
    }
  }
}

/** Counts what tap's output says of `files`, with the reason of each failure that tap itself does not count. */
function countResults(files: readonly string[]) {
  const unseen = new Set(files)
  const extraFailures: string[] = []
  let summary: Tally | null = null
  return {
    read(line: string) {
      const [, name, skipped] =
        /^(?:not )?ok \d+ - (.+?)(?: # (?:time=\S+|(SKIP no tests found)))?$/.exec(line) ?? []
      if (name) unseen.delete(name)
      if (skipped) extraFailures.push(`${name} tests nothing`)
      if (!line.startsWith('# { total: ')) return
      const countOf = (field: string) => Number(new RegExp(`${field}: (\\d+)`).exec(line)?.[1] ?? 0)
      summary = { passed: countOf('pass'), failed: countOf('fail') }
    },
    close(exitCode: number): Tally {
      for (const name of unseen) extraFailures.push(`${name} did not run to its end`)
      const { passed, failed } = summary ?? { passed: 0, failed: 0 }
      if (exitCode !== 0 && failed + extraFailures.length === 0)
        extraFailures.push(`tap ended with code ${exitCode}`)
      for (const reason of extraFailures) say(`not ok - ${reason}`)
      return { passed, failed: failed + extraFailures.length }
    },
  }
}

/** Runs `files` on one engine. The developer's own database is hidden from the tests. */
async function testOn(engine: Engine, files: readonly string[], flags: readonly string[]): Promise<Tally> {
  const { DATABASE_URL: _, SPASER_DATA_DIR: __, TEST_DATABASE_URL, ...rest } = process.env
  const env = {
    NODE_COMPILE_CACHE,
    ...rest,
    TEST_ENGINE: engine,
    ...(engine === 'server' && { TEST_DATABASE_URL }),
  }
  const results = countResults(files)
  const print = printBriefly()
  say(`engine ${engine}: ${files.length} files`)
  const exitCode = await runTap(['--reporter=tap', ...flags, ...files], env, (line) => {
    results.read(line)
    print(line)
  })
  const tally = results.close(exitCode)
  say(`engine ${engine}: ${tally.passed} passed, ${tally.failed} failed`)
  return tally
}

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('-'))
const files = listTestFiles(process.argv.slice(2).filter((argument) => !argument.startsWith('-')))
const databaseFiles = files.filter((file) => DATABASE_TEST.test(readFileSync(join(ROOT, file), 'utf8')))
const serverOnly = new Set(
  process.env.TEST_DATABASE_URL ? databaseFiles.filter((file) => SERVER_TEST.test(file)) : [],
)
const embeddedFiles = files.filter((file) => !serverOnly.has(file))
const tallies: Tally[] = []

await rebuildTapAfterInstall()
if (files.length === 0) {
  say('no test file found')
  tallies.push({ passed: 0, failed: 1 })
} else if (!stoppedBy && embeddedFiles.length > 0)
  tallies.push(await testOn('embedded', embeddedFiles, flags))

if (!process.env.TEST_DATABASE_URL)
  say('engine server: not run (set TEST_DATABASE_URL to a PostgreSQL server to run it)')
else if (databaseFiles.length === 0)
  say('engine server: not run (no test that touches the database was chosen)')
else if (!stoppedBy) tallies.push(await testOn('server', databaseFiles, flags))

const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0)
const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0)
if (stoppedBy) say(`stopped by ${stoppedBy}`)
say(`${passed} passed, ${failed} failed`)
process.exitCode = stoppedBy ? 128 + constants.signals[stoppedBy] : failed > 0 ? 1 : 0
