import { randomUUID } from 'node:crypto'
import { createReadStream, type ReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import type { Ledger } from '../import/ledger.ts'
import { AppError } from '../platform/errors.ts'
import type { FileProgress } from './progress-bar.ts'
import {
  type Answer,
  explainNoAnswer,
  explainRefusal,
  isCut,
  notThisService,
  parseJson,
} from './service-errors.ts'

/** The service answers that it lives without asking its database: it is asked for no longer than this. */
const CHECK_TIMEOUT_MS = 10_000
/** A service, or what stands before it, that never says to go on is sent the file all the same. */
const CONTINUE_TIMEOUT_MS = 1_000
const KEEP_ALIVE_MS = 60_000
/** How often, and for how long, a service that is still busy with a request that was cut is asked again what became of it. */
const ASK_AGAIN_MS = 1_000
const LONGEST_ASKING_MS = 600_000

/** What is sent, under which name and as what; the parameters are those of `POST /v1/imports`. */
export type Sending = {
  path: string
  name: string
  parameters: Readonly<Record<string, string | readonly string[]>>
  abort: AbortSignal
  onProgress: (progress: FileProgress) => void
}

export type Service = { send: (sending: Sending) => Promise<Ledger> }

type RequestOptions = { method: string; headers?: Record<string, string | number>; signal: AbortSignal }

/**
 * Node's own client, not `fetch`: an import may take hours before its first byte of answer, where `fetch` gives up after five
 * minutes and cannot be told otherwise; and it waits for the service's word before it sends the file.
 */
const open = (url: URL, options: RequestOptions): ClientRequest =>
  (url.protocol === 'https:' ? requestHttps : requestHttp)(url, { ...options, agent: false })

/** The answer to a request. An error that comes after it has begun (a body that is not wanted) does not hide it. */
function answerTo(request: ClientRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let isAnswered = false
    request.on('error', (error) => isAnswered || reject(error))
    request.once('response', (response: IncomingMessage) => {
      isAnswered = true
      const { statusCode: status = 0, headers } = response
      text(response).then(
        (body) => resolve({ status, type: headers['content-type'] ?? '', location: headers.location, body }),
        reject,
      )
    })
  })
}

/** "http://compte:secret@machine:3000/spaser" → "http://machine:3000/spaser" */
function addressOf(base: URL): string {
  const shown = new URL(base)
  shown.username = ''
  shown.password = ''
  return shown.href.replace(/\/$/, '')
}

/** Reads the address given to `--server`; throws `bad-usage`. */
export function parseServer(given: string): URL {
  const url = URL.canParse(given) ? new URL(given) : null
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    throw new AppError(
      'bad-usage',
      `--server « ${given} » : adresse d'un service attendue, http://machine:3000 par exemple.`,
    )
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url
}

async function checkIsOurs(base: URL, address: string, abort: AbortSignal): Promise<void> {
  const signal = AbortSignal.any([abort, AbortSignal.timeout(CHECK_TIMEOUT_MS)])
  const request = open(new URL('health/live', base), { method: 'GET', signal })
  const answer = await answerTo(request.end()).catch((error) => {
    abort.throwIfAborted()
    if (isCut(error)) throw notThisService(address, 'connexion fermée sans réponse')
    throw explainNoAnswer(signal.aborted ? signal.reason : error, address)
  })
  const live = parseJson(answer.body) as { status?: unknown } | null
  if (answer.status !== 200 || live?.status !== 'ok') throw explainRefusal({ ...answer, body: '' }, address)
}

const isLedger = (value: unknown): value is Ledger =>
  typeof value === 'object' && value !== null && 'read' in value && 'problems' in value

/** Sends a file once, from the disk as it goes, and answers what came back. */
async function post(url: URL, key: string, { path, abort, onProgress }: Sending): Promise<Answer> {
  const { size } = await stat(path)
  const request = open(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': size,
      'idempotency-key': key,
      expect: '100-continue',
    },
    signal: abort,
  })
  request.setSocketKeepAlive(true, KEEP_ALIVE_MS)
  let source: ReadStream | null = null
  const sendBody = () => {
    if (source !== null) return
    source = createReadStream(path, { highWaterMark: 1 << 18 })
    source.on('data', () => {
      const readShare = (source?.bytesRead ?? 0) / size
      onProgress({ phase: readShare < 1 ? 'sending' : 'waiting', rows: null, readShare })
    })
    source.on('error', (error) => request.destroy(error))
    source.pipe(request)
  }
  const patience = globalThis.setTimeout(sendBody, CONTINUE_TIMEOUT_MS)
  request.once('continue', sendBody)
  request.flushHeaders()
  try {
    return await answerTo(request)
  } finally {
    clearTimeout(patience)
    ;(source as ReadStream | null)?.destroy()
    request.destroy()
  }
}

const isInUse = ({ status, body }: Answer) =>
  status === 409 && (parseJson(body) as { code?: unknown } | null)?.code === 'idempotency-key-in-use'

/** Sends again after a cut. The service may not have noticed it yet, or still import what it had received whole. */
async function postAgain(url: URL, key: string, sending: Sending): Promise<Answer> {
  for (let waitedMs = 0; ; waitedMs += ASK_AGAIN_MS) {
    const answer = await post(url, key, sending)
    if (!isInUse(answer) || waitedMs >= LONGEST_ASKING_MS) return answer
    await setTimeout(ASK_AGAIN_MS, null, { signal: sending.abort })
  }
}

/**
 * Sends a file, a second time when the connection is cut: with the same key, the service imports it once or says again what
 * it answered. Never more: a service that cuts twice needs a person.
 */
async function postTwiceAtMost(url: URL, sending: Sending): Promise<Answer> {
  const key = randomUUID()
  try {
    return await post(url, key, sending)
  } catch (error) {
    sending.abort.throwIfAborted()
    if (!isCut(error as Error)) throw error
    return postAgain(url, key, sending)
  }
}

async function send(base: URL, address: string, sending: Sending): Promise<Ledger> {
  const url = new URL('v1/imports', base)
  for (const [name, values] of Object.entries(sending.parameters))
    for (const value of [values].flat()) url.searchParams.append(name, value)
  const answer = await postTwiceAtMost(url, sending).catch((error) => {
    sending.abort.throwIfAborted()
    throw explainNoAnswer(error, address)
  })
  const ledger = parseJson(answer.body)
  if (answer.status < 300 && isLedger(ledger)) return { ...ledger, file: sending.name }
  throw explainRefusal(answer, address)
}

/** A running service that was found to be one. Throws when nobody, or somebody else, answers at its address. */
export async function openService(given: string, abort: AbortSignal): Promise<Service> {
  const base = parseServer(given)
  const address = addressOf(base)
  await checkIsOurs(base, address, abort)
  return { send: (sending) => send(base, address, sending) }
}
