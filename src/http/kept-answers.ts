import { hash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import { todayOf } from '../platform/clock.ts'
import { DataState } from '../reports/data-state.ts'
import type { Services } from './services.ts'

/** Figures and what they rest on: their answer depends on the address, the data and the day, and on nothing else. */
const KEPT_ROUTES =
  /^\/v1\/(shares|indicators|comparisons|plans|target-study|methodology|contracts|suppliers)(\/|$)/

/** Methods that answer alike, but for the body. */
const ANSWERING: ReadonlySet<string> = new Set(['GET', 'HEAD'])

const MOST_BYTES = 32 * 1024 * 1024
/** A larger answer is a list to download rather than a figure asked again and again. */
const LARGEST_KEPT_BYTES = 512 * 1024

/** What a figure is answered in; a file to download has headers of its own, and is not kept. */
const JSON_TYPE = 'application/json; charset=utf-8'

type KeptAnswer = { state: string; etag: string; body: Buffer }

/** The tags a client has, as `If-None-Match` lists them (RFC 9110 § 13.1.2: compared without their weakness). */
function hasTag(request: FastifyRequest, etag: string): boolean {
  const tags = request.headers['if-none-match']?.split(',') ?? []
  return tags.some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag)
}

/** What the client has already is not sent again. */
function sendKept(request: FastifyRequest, reply: FastifyReply, { etag, body }: KeptAnswer) {
  reply.headers({ etag, 'cache-control': 'no-cache' })
  return hasTag(request, etag) ? reply.code(304).send() : reply.type(JSON_TYPE).send(body)
}

/**
 * Keeps the answers of figures and gives them again as long as neither the data nor the day have changed, with their `ETag`.
 * The data are asked at each request: an answer is never older than the last change. Call it before the routes are declared.
 */
export function keepAnswers(app: FastifyInstance, { db, clock }: Pick<Services, 'db' | 'clock'>): void {
  const dataState = new DataState(db)
  const answers = new LRUCache<string, KeptAnswer>({
    maxSize: MOST_BYTES,
    maxEntrySize: LARGEST_KEPT_BYTES,
    sizeCalculation: ({ body }, url) => body.length + url.length,
  })
  const stateOf = new WeakMap<FastifyRequest, string>()

  app.addHook('onRoute', (route) => {
    if (!ANSWERING.has(String(route.method)) || !KEPT_ROUTES.test(route.url)) return
    route.onRequest = [
      ...[route.onRequest ?? []].flat(),
      async (request: FastifyRequest, reply: FastifyReply) => {
        // A database that does not answer is the handler's to explain.
        const writes = await dataState.current().catch(() => null)
        if (writes === null) return
        const state = `${writes} ${todayOf(clock)}`
        const kept = answers.get(request.url)
        if (kept?.state === state) return sendKept(request, reply, kept)
        stateOf.set(request, state)
      },
    ]
    // First: what a HEAD route does last is to leave the body out.
    route.onSend = [
      async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
        const state = stateOf.get(request)
        const isFigure = reply.statusCode === 200 && reply.getHeader('content-type') === JSON_TYPE
        if (state === undefined || !isFigure || typeof payload !== 'string') return payload
        const etag = `"${hash('sha256', payload, 'base64url').slice(0, 27)}"`
        answers.set(request.url, { state, etag, body: Buffer.from(payload) })
        reply.headers({ etag, 'cache-control': 'no-cache' })
        if (!hasTag(request, etag)) return payload
        reply.code(304)
        return ''
      },
      ...[route.onSend ?? []].flat(),
    ]
  })
}
