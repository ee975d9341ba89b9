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

/** What Node adds by itself to what a route answers. */
const HEADERS_OF_NODE: ReadonlySet<string> = new Set(['connection', 'content-length', 'date', 'keep-alive'])

/** The service, the same with the client's copy still good, and bare routes, in turns. */
async function measurePaces(databaseUrl: string, seconds: number) {
  const folder = await mkdtemp(join(tmpdir(), 'spaser-bench-'))
  const environment = { DATABASE_URL: databaseUrl, PORT: '0', HOST: '127.0.0.1' }
  const inFolder = (name: string) => join(folder, name)
  const withRoute = <T>(name: string, answer: object, work: (address: string) => Promise<T>) =>
    writeFile(inFolder(name), JSON.stringify(answer)).then(() =>
      withServer(['bench/measure/bare-route.ts', inFolder(name)], {}, inFolder(`${name}.log`), work),
    )
  const measure = async (service: string) => {
    const first = await fetch(service + QUESTION)
    const body = await first.text()
    const etag = first.headers.get('etag') ?? ''
    const headers = Object.fromEntries([...first.headers].filter(([name]) => !HEADERS_OF_NODE.has(name)))
    const type = { 'content-type': headers['content-type'] }
    return withRoute('same', { headers, body }, (same) =>
      withRoute('body', { headers: type, body }, async (bodyAlone) => {
        const paces: { service: number; unchanged: number; same: number; bodyAlone: number }[] = []
        for (let round = 0; round < ROUNDS; round++)
          paces.push({
            service: await paceOf(service + QUESTION, seconds, 200),
            unchanged: await paceOf(service + QUESTION, seconds, 304, { 'if-none-match': etag }),
            same: await paceOf(same, seconds, 200),
            bodyAlone: await paceOf(bodyAlone, seconds, 200),
          })
        return paces
      }),
    )
  }
  try {
    return await withServer(['src/main.ts', 'serve'], environment, inFolder('service.log'), measure)
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
  const bare = median(paces.map((pace) => pace.same))
  const results = [
    { name: 'answer-bare', title: 'route Fastify nue, mêmes octets', pace: bare },
    { name: 'answer-body', title: 'la même, sans nos en-têtes', pace: median(paces.map((p) => p.bodyAlone)) },
    { name: 'answer-again', title: `GET ${QUESTION} redemandé`, pace: median(paces.map((p) => p.service)) },
    { name: 'answer-304', title: 'le même, If-None-Match', pace: median(paces.map((p) => p.unchanged)) },
  ]
  const lines = results.map(({ title, pace }) => [title, formatCount(Math.round(pace)), figure(pace / bare)])
  say(`\n${formatTable(['Réponse', 'par seconde', '÷ route nue'], lines, [1, 2])}`)
  const again = (results.find(({ name }) => name === 'answer-again')?.pace ?? 0) / bare
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
