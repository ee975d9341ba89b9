import { Writable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { pino } from 'pino'
import type { Test } from 'tap'
import type { Db } from '../../src/database/connect.ts'
import { createApp } from '../../src/http/app.ts'
import type { Problem } from '../../src/http/schemas/problem.ts'
import { readConfig } from '../../src/platform/config.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'

/** `logs`: what the application logged so far, one object a line. */
export type TestApp = { app: FastifyInstance; db: Db; logs: Record<string, unknown>[] }

/** The application on an empty database of its own, closed at the end of the test. */
export async function openApp(t: Test, { uploadLimitBytes = 10_000_000 } = {}): Promise<TestApp> {
  const { db } = await openTestDatabase(t)
  const logs: Record<string, unknown>[] = []
  const stream = new Writable({
    write(line, _encoding, done) {
      logs.push(JSON.parse(String(line)))
      done()
    },
  })
  const logger = pino({ level: 'info' }, stream)
  const { publication } = readConfig({})
  const config = { uploadLimitBytes, publication }
  const app = await createApp({ db, clock: FIXED_CLOCK, logger, config })
  t.teardown(() => app.close())
  return { app, db, logs }
}

/** What JSON makes of a report: the body to expect of its route. */
export const asJson = (report: unknown): unknown => JSON.parse(JSON.stringify(report))

/** The problem of a response, once checked that it is one and agrees with its status line. */
export function problemIn(t: Test, response: LightMyRequestResponse, status: number, code: string): Problem {
  const problem = response.json<Problem>()
  t.equal(response.statusCode, status, `status ${status}`)
  t.match(response.headers['content-type'], /^application\/problem\+json/)
  t.match(problem, { status, code, type: `/problems/${code}`, title: /\S/, detail: /\S/, instance: /^\// })
  return problem
}

/** Waits until `find` gives something, 10 s at most. */
export async function until<T>(find: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 500; attempt++) {
    const found = await find()
    if (found !== undefined) return found
    await wait(20)
  }
  throw new Error('waited for 10 s in vain')
}
