import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** A token that is safe in a log line and a header. */
const SANE_ID = /^[A-Za-z0-9._-]{1,64}$/

/** The id of a request: the caller's `x-request-id` when it is a sane token, else a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && SANE_ID.test(given) ? given : randomUUID()
}

/**
 * On every response. Nothing here is to be shown in a frame, sniffed or run; a route that serves pages sets its own
 * `content-security-policy` over this one. No HSTS: TLS ends before this service, and so does the promise of it.
 */
export const COMMON_HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const

/** A page of ours brings its style with it, and nothing else. */
export const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

/** Sets the headers every response has, the request's id among them. */
export function setCommonHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers({ ...COMMON_HEADERS, 'x-request-id': request.id })
}
