import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { fixture } from '../../support/database.ts'

/** A file of the demonstration. */
export const read = (name: string) => readFile(fixture(`demo/${name}`))

/** Sends a body to `POST /v1/imports`. */
export const send = (
  app: FastifyInstance,
  query: string,
  payload: string | Buffer,
  contentType = 'application/octet-stream',
) =>
  app.inject({
    method: 'POST',
    url: `/v1/imports?${query}`,
    payload,
    headers: { 'content-type': contentType },
  })

/** How many imports there are. */
export async function countImports(app: FastifyInstance): Promise<number> {
  return (await app.inject('/v1/imports')).json().meta.total
}
