import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { formatCount } from '../src/cli/format.ts'
import { formatTable } from '../src/cli/format-table.ts'
import { openCachedFile } from './measure/cached-file.ts'
import { appendHistory, describeMachine, type Measure } from './measure/history.ts'
import { importFile, runProduct } from './measure/run-product.ts'
import { readServerVersion, withEmptyDatabase } from './measure/server.ts'
import { withServer } from './measure/start-server.ts'

export type AnswersBench = { rows: number; seconds: number; keepsHistory: boolean }

/** A dashboard's question: a share by year, all buyers. */
const QUESTION = '/v1/shares?by=year'
const SEED = 1
const ROUNDS = 3
const CONNECTIONS = 20
/** A figure asked again comes at this part of the pace of a bare route. */
const LEAST_OF_BARE = 0.5

const say = (text: string) => process.stdout.write(`${text}\n`)
const figure = (value: number) => value.toFixed(2).replace('.', ',')
const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number

/** Requests a second, all answered with `status`. */
async function paceOf(url: string, seconds: number, status: number, headers = {}): Promise<number> {
  const { requests, statusCodeStats, errors, timeouts } = await autocannon({
    url,
    headers,
    duration: seconds,
    connections: CONNECTIONS,
  })
  const answered = (statusCodeStats as Record<string, { count: number }>)[status]?.count ?? 0
  if (answered === 0 || answered !== requests.total || errors + timeouts > 0)
    throw new Error(`${url} : ${answered} réponses ${status} sur ${requests.total}`)
  return requests.average
}

/** The service, the same with the client's copy still good, and the bare route, in turns. */
async function measurePaces(databaseUrl: string, seconds: number) {
  const folder = await mkdtemp(join(tmpdir(), 'spaser-bench-'))
  const environment = { DATABASE_URL: databaseUrl, PORT: '0', HOST: '127.0.0.1' }
  try {
    return await withServer(['src/main.ts', 'serve'], environment, async (service) => {
      const first = await fetch(service + QUESTION)
      const body = join(folder, 'body')
      await writeFile(body, await first.text())
      const etag = first.headers.get('etag') ?? ''
      return withServer(['bench/measure/bare-route.ts', body], {}, async (bare) => {
        const paces: { service: number; unchanged: number; bare: number }[] = []
        for (let round = 0; round < ROUNDS; round++)
          paces.push({
            service: await paceOf(service + QUESTION, seconds, 200),
            unchanged: await paceOf(service + QUESTION, seconds, 304, { 'if-none-match': etag }),
            bare: await paceOf(bare, seconds, 200),
          })
        return paces
      })
    })
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Measures how often a second one figure is given again, beside a bare Fastify route that answers the same bytes. */
export async function benchAnswers({ rows, seconds, keepsHistory }: AnswersBench): Promise<void> {
  const postgresql = await readServerVersion()
  say(describeMachine(postgresql))
  const { path, bytes } = await openCachedFile({ format: 'decp-info-csv', seed: SEED, rows })
  const paces = await withEmptyDatabase(async (databaseUrl) => {
    await runProduct(['migrate'], { DATABASE_URL: databaseUrl })
    await importFile(path, { DATABASE_URL: databaseUrl })
    return measurePaces(databaseUrl, seconds)
  })
  const bare = median(paces.map((pace) => pace.bare))
  const results = [
    { name: 'answer-bare', title: 'route Fastify nue, mêmes octets', pace: bare },
    { name: 'answer-again', title: `GET ${QUESTION} redemandé`, pace: median(paces.map((p) => p.service)) },
    { name: 'answer-304', title: 'le même, If-None-Match', pace: median(paces.map((p) => p.unchanged)) },
  ]
  const lines = results.map(({ title, pace }) => [title, formatCount(Math.round(pace)), figure(pace / bare)])
  say(`\n${formatTable(['Réponse', 'par seconde', '÷ route nue'], lines, [1, 2])}`)
  const again = (results[1]?.pace ?? 0) / bare
  say(
    `\n${again >= LEAST_OF_BARE ? 'tenu' : 'non tenu'}  un chiffre redemandé : au moins ${figure(LEAST_OF_BARE)} de la route nue : ${figure(again)}`,
  )
  const measures = results.map(
    ({ name, pace }): Measure => ({
      ...{ name, rows, bytes, seconds: 1 / pace, peakMegabytes: null },
      ratio: pace / bare,
    }),
  )
  if (keepsHistory) await appendHistory(measures, postgresql)
}
