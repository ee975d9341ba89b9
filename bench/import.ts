import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatCount } from '../src/cli/format.ts'
import { formatTable } from '../src/cli/format-table.ts'
import { judgeImports } from './limits.ts'
import { openCachedFile } from './measure/cached-file.ts'
import { measureCopy, measureParse } from './measure/copy-file.ts'
import { appendHistory, describeMachine, type Measure } from './measure/history.ts'
import { importFile, runProduct, type Target } from './measure/run-product.ts'
import { readServerVersion, withEmptyDatabase } from './measure/server.ts'

export type ImportBench = {
  sizes: readonly number[]
  /** 0: none. */
  jsonMegabytes: number
  /** 0: none. */
  embeddedRows: number
  keepsHistory: boolean
}

/** One file imported, then imported again; beside it, what COPY and csv-parse alone take. */
export type ImportMeasure = {
  rows: number
  bytes: number
  copySeconds: number
  parseSeconds: number
  seconds: number
  timesCopy: number
  secondsAgain: number
  peakMegabytes: number
}

const SEED = 1

const say = (text: string) => process.stdout.write(`${text}\n`)
const figure = (value: number, digits = 2) => value.toFixed(digits).replace('.', ',')
const megabytesOf = (bytes: number) => figure(bytes / 2 ** 20, 0)

/** Imports a file twice through the command line, on an empty database brought up to date beforehand. */
async function importTwice(path: string, target: Target) {
  await runProduct(['migrate'], target)
  const first = await importFile(path, target)
  const again = await importFile(path, target)
  if (again.ledger.stored + again.ledger.updated > 0)
    throw new Error(`Le second import de ${path} a changé la base : ${JSON.stringify(again.ledger)}`)
  return { first, again }
}

async function benchCsv(rows: number): Promise<ImportMeasure> {
  say(`CSV decp.info de ${formatCount(rows)} lignes : préparation…`)
  const { path, bytes } = await openCachedFile({ format: 'decp-info-csv', seed: SEED, rows })
  const parseSeconds = await measureParse(path)
  return withEmptyDatabase(async (databaseUrl) => {
    const copySeconds = await measureCopy(databaseUrl, path)
    say(`  COPY nu : ${figure(copySeconds)} s ; csv-parse seul : ${figure(parseSeconds)} s ; imports…`)
    const { first, again } = await importTwice(path, { DATABASE_URL: databaseUrl })
    const { seconds, peakMegabytes } = first
    return {
      ...{ rows, bytes, copySeconds, parseSeconds, seconds, peakMegabytes },
      timesCopy: seconds / copySeconds,
      secondsAgain: again.seconds,
    }
  })
}

async function benchJson(megabytes: number): Promise<Measure> {
  say(`JSON 2022 de ${megabytes} Mo : préparation…`)
  const { path, bytes } = await openCachedFile({
    format: 'decp-json-2022',
    seed: SEED,
    bytes: megabytes * 2 ** 20,
  })
  const { ledger, seconds, peakMegabytes } = await withEmptyDatabase(async (databaseUrl) => {
    const target = { DATABASE_URL: databaseUrl }
    await runProduct(['migrate'], target)
    return importFile(path, target)
  })
  return { name: 'import-json-2022', rows: ledger.read, bytes, seconds, ratio: null, peakMegabytes }
}

async function benchEmbedded(rows: number): Promise<Measure> {
  say(`Base embarquée, ${formatCount(rows)} lignes : préparation…`)
  const { path, bytes } = await openCachedFile({ format: 'decp-info-csv', seed: SEED, rows })
  const folder = await mkdtemp(join(tmpdir(), 'spaser-bench-data-'))
  try {
    const target = { SPASER_DATA_DIR: folder }
    await runProduct(['migrate'], target)
    const { seconds, peakMegabytes } = await importFile(path, target)
    return { name: 'import-embedded', rows, bytes, seconds, ratio: null, peakMegabytes }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The lines that a CSV file adds to the history: what it is compared with, then its two imports. */
function measuresOf(measure: ImportMeasure): Measure[] {
  const { rows, bytes, seconds, timesCopy, secondsAgain, peakMegabytes } = measure
  const yardstick = { rows, bytes, ratio: null, peakMegabytes: null }
  return [
    { ...yardstick, name: 'copy', seconds: measure.copySeconds },
    { ...yardstick, name: 'csv-parse', seconds: measure.parseSeconds },
    { rows, bytes, name: 'import', seconds, ratio: timesCopy, peakMegabytes },
    { ...yardstick, name: 'import-again', seconds: secondsAgain, ratio: secondsAgain / seconds },
  ]
}

function formatMeasures(measures: readonly ImportMeasure[]): string {
  const header = ['Lignes', 'Mo', 'COPY s', 'csv-parse s', 'import s', '× COPY', 'lignes/s', 'pointe Mo']
  const rows = measures.map((measure) => [
    formatCount(measure.rows),
    megabytesOf(measure.bytes),
    figure(measure.copySeconds),
    figure(measure.parseSeconds),
    figure(measure.seconds),
    figure(measure.timesCopy),
    formatCount(Math.round(measure.rows / measure.seconds)),
    figure(measure.peakMegabytes, 0),
    figure(measure.secondsAgain),
    figure(measure.secondsAgain / measure.seconds),
  ])
  const all = [...header, '2e import s', '÷ premier']
  return formatTable(
    all,
    rows,
    all.map((_, column) => column),
  )
}

function formatOther({ name, rows, bytes, seconds, peakMegabytes }: Measure): string {
  const pace = formatCount(Math.round(rows / seconds))
  return `${name} : ${formatCount(rows)} lignes, ${megabytesOf(bytes)} Mo, ${figure(seconds)} s, ${pace} lignes/s, pointe ${figure(peakMegabytes ?? 0, 0)} Mo`
}

const VERDICTS = { true: 'tenu', false: 'non tenu', null: '—' }

/** Measures the imports asked for, one after the other, shows them beside their limits, and adds them to the history. */
export async function benchImport({ sizes, jsonMegabytes, embeddedRows, keepsHistory }: ImportBench) {
  const postgresql = await readServerVersion()
  say(describeMachine(postgresql))
  const csv: ImportMeasure[] = []
  const others: Measure[] = []
  /** At once: a later measure that fails does not lose the ones before it. */
  const record = (measures: readonly Measure[]) =>
    keepsHistory ? appendHistory(measures, postgresql) : Promise.resolve()
  for (const rows of sizes) {
    const measure = await benchCsv(rows)
    csv.push(measure)
    await record(measuresOf(measure))
  }
  if (jsonMegabytes > 0) others.push(await benchJson(jsonMegabytes))
  const embedded = embeddedRows > 0 ? await benchEmbedded(embeddedRows) : null
  if (embedded) others.push(embedded)
  await record(others)
  if (csv.length > 0) say(`\n${formatMeasures(csv)}`)
  for (const measure of others) say(formatOther(measure))
  const limits = judgeImports(csv, embedded && embedded.rows / embedded.seconds)
  say(
    `\n${limits.map(({ limit, figure, isKept }) => `${VERDICTS[`${isKept}`].padEnd(8)}  ${limit} : ${figure}`).join('\n')}`,
  )
}
