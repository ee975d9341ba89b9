/**
 * `npm run fuzz`: throws inputs made by damaging good files at every parser, and holds what the product promises of any
 * input (docs/fuzzing.md). Exit code 1 when a promise is broken.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { connectToEmpty } from '../support/database.ts'
import { fuzz } from './fuzz.ts'
import { PARSER_NAMES, type ParserName } from './parsers.ts'
import { type Finding, makeInput, openParser, type Series, type Tally } from './run-inputs.ts'

const FOLDER = join(import.meta.dirname, '../../.fuzz')
const MOST_SHOWN = 10

const say = (text: string) => process.stdout.write(`${text}\n`)

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    parser: { type: 'string', multiple: true, default: [] },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    'limit-ms': { type: 'string', default: '20000' },
    'import-every': { type: 'string', default: '500' },
    database: { type: 'boolean', default: false },
  },
})

const isParser = (name: string): name is ParserName => PARSER_NAMES.includes(name as ParserName)

function chooseParsers(): readonly ParserName[] {
  const names = values.parser.flatMap((list) => list.split(','))
  const unknown = names.filter((name) => !isParser(name))
  if (unknown.length === 0) return names.length === 0 ? PARSER_NAMES : names.filter(isParser)
  say(`unknown parser: ${unknown.join(', ')}; one of ${PARSER_NAMES.join(', ')}`)
  process.exit(2)
}

/** Findings of one cause, told by the message without its numbers and by where it was thrown. */
function groupFindings(findings: readonly Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    const place = finding.stack.split('\n').find((line) => line.includes('/src/')) ?? ''
    const key = `${finding.kind} ${finding.message.replace(/\d+/g, '0').slice(0, 80)} ${place.trim()}`
    groups.set(key, [...(groups.get(key) ?? []), finding])
  }
  return [...groups.values()]
}

async function reportFindings(series: Series, findings: readonly Finding[]): Promise<void> {
  if (findings.length === 0) return
  const parser = await openParser(series)
  await mkdir(FOLDER, { recursive: true })
  for (const group of groupFindings(findings).slice(0, MOST_SHOWN)) {
    const { run, kind, message, stack } = group[0] as Finding
    const path = join(FOLDER, `${series.parser}-${series.seed}-${run}`)
    await writeFile(path, await makeInput(parser, series, run))
    say(`  ${kind} (${group.length} inputs), first at run ${run}: ${message}`)
    say(
      `    ${stack
        .split('\n')
        .slice(1, 5)
        .map((line) => line.trim())
        .join('\n    ')}`,
    )
    say(`    input: ${path}`)
    say(
      `    again: npm run fuzz -- --parser ${series.parser} --seed ${series.seed} --from ${run} --runs 1 --database`,
    )
  }
}

function summarise(name: string, tally: Tally, seconds: number): string {
  const { inputs, accepted, refused, rows, rejected, imported, findings, slowestMs, slowestRun } = tally
  const countOf = (...kinds: Finding['kind'][]) => findings.filter(({ kind }) => kinds.includes(kind)).length
  const codes = Object.entries(refused)
    .sort(([, a], [, b]) => b - a)
    .map(([code, count]) => `${code} ${count}`)
  return [
    `${name}: ${inputs} inputs, ${Math.round(inputs / seconds)}/s; ${accepted} accepted (${rows} rows, ${rejected} refused), ${imported} imported twice;`,
    `crashes ${countOf('crash')}, hangs ${countOf('hang')}, broken promises ${countOf('broken-promise')};`,
    `slowest ${Math.round(slowestMs)} ms (run ${slowestRun}); refused: ${codes.join(', ') || 'none'}`,
  ].join(' ')
}

const server = process.env.TEST_DATABASE_URL || null
const seed = Number(values.seed)
let hasFindings = false
const database = server === null ? null : await connectToEmpty(server)
for (const parser of chooseParsers()) {
  const series = { parser, seed }
  const startedAt = performance.now()
  const seconds = () => (performance.now() - startedAt) / 1000
  let toldAt = 0
  const tally = await fuzz(series, {
    from: Number(values.from),
    runs: Number(values.runs),
    importEvery: values.database ? 1 : Number(values['import-every']),
    databaseUrl: database?.databaseUrl ?? null,
    limitMs: Number(values['limit-ms']),
    onProgress: ({ inputs, findings }) => {
      if (seconds() - toldAt < 5) return
      toldAt = seconds()
      say(`${parser}: ${inputs} inputs, ${Math.round(inputs / toldAt)}/s, ${findings.length} findings`)
    },
  })
  say(summarise(parser, tally, seconds()))
  await reportFindings(series, tally.findings)
  hasFindings ||= tally.findings.length > 0
}
await database?.close()
process.exitCode = hasFindings ? 1 : 0
