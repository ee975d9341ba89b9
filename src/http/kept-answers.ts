import { hash } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import { todayOf } from '../platform/clock.ts'
import { DataState } from '../reports/data-state.ts'
import { COMMON_HEADERS, requestIdOf } from './response-headers.ts'
import type { Services } from './services.ts'

/** Figures and what they rest on: their answer depends on the address, the data and the day, and on nothing else. */
const KEPT_ROUTES =
  /^\/v1\/(shares|indicators|comparisons|plans|target-study|methodology|contracts|suppliers)(\/|$)/

/** Methods that answer alike, but for the body, and change nothing. */
const ANSWERING: ReadonlySet<string> = new Set(['GET', 'HEAD'])

const MOST_BYTES = 32 * 1024 * 1024
/** A larger answer is a list to download rather than a figure asked again and again. */
const LARGEST_KEPT_BYTES = 512 * 1024

/** What a figure is answered in; a file to download has headers of its own, and is not kept. */
const JSON_TYPE = 'application/json; charset=utf-8'

/** `headers`: names and values in turn, as `writeHead` takes them, but for those of the body. */
type KeptAnswer = { state: string; etag: string; body: Buffer; headers: readonly string[] }

const headersOf = (etag: string) => ({ etag, 'cache-control': 'no-cache' })

/** The tags a client has, as `If-None-Match` lists them (RFC 9110 § 13.1.2: compared without their weakness). */
function hasTag({ headers }: Pick<IncomingMessage, 'headers'>, etag: string): boolean {
  const tags = headers['if-none-match']?.split(',') ?? []
  return tags.some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag)
}

/** What the client has already is not sent again. Gives the status. */
function sendKept(request: IncomingMessage, response: ServerResponse, id: string, kept: KeptAnswer): number {
  const { body, headers, etag } = kept
  const status = hasTag(request, etag) ? 304 : 200
  const ofBody = ['content-type', JSON_TYPE, 'content-length', String(body.length)]
  response.writeHead(status, [...headers, 'x-request-id', id, ...(status === 200 ? ofBody : [])])
  response.end(status === 200 ? body : undefined)
  return status
}

/**
 * Keeps the answers of figures, and gives them again with their `ETag` as long as neither the data nor the day have changed: those that
 * this service changed at once, those that another process changed 10 ms later at most. Call it before the routes are declared.
 */
export function keepAnswers(app: FastifyInstance, { db, clock }: Pick<Services, 'db' | 'clock'>): void {
  const dataState = new DataState(db)
  const answers = new LRUCache<string, KeptAnswer>({
    maxSize: MOST_BYTES,
    maxEntrySize: LARGEST_KEPT_BYTES,
    sizeCalculation: ({ body }, url) => body.length + url.length,
  })
  const stateOf = new WeakMap<FastifyRequest, string>()
  const onDay = (writes: string) => `${writes} ${todayOf(clock)}`

  app.addHook('onRoute', (route) => {
    if (!ANSWERING.has(String(route.method)) || !KEPT_ROUTES.test(route.url)) return
    route.onRequest = [
      ...[route.onRequest ?? []].flat(),
      async (request: FastifyRequest) => {
        // A database that does not answer is the handler's to explain.
        const writes = await dataState.current().catch(() => null)
        if (writes !== null) stateOf.set(request, onDay(writes))
      },
    ]
    // First: what a HEAD route does last is to leave the body out.
    route.onSend = [
      async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
        const state = stateOf.get(request)
        const isFigure = reply.statusCode === 200 && reply.getHeader('content-type') === JSON_TYPE
        if (state === undefined || !isFigure || typeof payload !== 'string') return payload
        const etag = `"${hash('sha256', payload, 'base64url').slice(0, 27)}"`
        const headers = Object.entries({ ...COMMON_HEADERS, ...headersOf(etag) }).flat()
        answers.set(request.url, { state, etag, body: Buffer.from(payload), headers })
        reply.headers(headersOf(etag))
        if (!hasTag(request, etag)) return payload
        reply.code(304)
        return ''
      },
      ...[route.onSend ?? []].flat(),
    ]
  })

  app.addHook('onSend', async (request) => {
    if (!ANSWERING.has(request.method)) dataState.forget()
  })

  const give = (request: IncomingMessage, response: ServerResponse, kept: KeptAnswer, startedAt: number) => {
    const requestId = requestIdOf(request)
    const statusCode = sendKept(request, response, requestId, kept)
    const { method, url } = request
    const responseTime = performance.now() - startedAt
    app.log.info(
      { requestId, req: { method, url }, res: { statusCode }, responseTime },
      'answered from memory',
    )
  }

  answerBefore(app, (request, response, handle) => {
    const kept = answers.get(request.url ?? '')
    if (kept === undefined || !ANSWERING.has(request.method ?? '')) return handle(request, response)
    const startedAt = performance.now()
    const giveIfGood = (writes: string | null) =>
      writes !== null && onDay(writes) === kept.state
        ? give(request, response, kept, startedAt)
        : handle(request, response)
    const recent = dataState.recent()
    if (recent !== null) return giveIfGood(recent)
    dataState.current().then(giveIfGood, () => giveIfGood(null))
  })
}

/**
 * Puts `answer` before Fastify, whose hooks, headers and log lines take longer than to send what is kept. Requests injected by tests, and
 * those that arrive while the service stops, go to Fastify alone.
 */
function answerBefore(
  { server }: FastifyInstance,
  answer: (request: IncomingMessage, response: ServerResponse, handle: RequestListener) => void,
): void {
  const [handle] = server.listeners('request') as RequestListener[]
  if (handle === undefined) throw new Error('a server that hands its requests to nobody')
  server.off('request', handle)
  server.on('request', (request, response) =>
    server.listening ? answer(request, response, handle as RequestListener) : handle(request, response),
  )
}
