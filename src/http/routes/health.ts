import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { AppError } from '../../platform/errors.ts'
import { isDatabaseReady } from '../../reports/readiness.ts'
import { json, problems } from '../schemas/problem.ts'
import type { Services } from '../services.ts'

const healthSchema = z
  .object({ status: z.literal('ok').describe('Toujours `ok` : le contraire est un problème.') })
  .meta({ id: 'Health', description: 'Le service répond.' })

/** Questions of machines, several a minute: not worth a log line each. */
const QUIET = { logLevel: 'warn' } as const

export const healthRoutes: FastifyPluginAsyncZod<Services> = async (app, { db }) => {
  app.get(
    '/health/live',
    {
      ...QUIET,
      schema: {
        operationId: 'checkLiveness',
        tags: ['Santé'],
        summary: 'Le service tourne',
        description: 'Répond sans rien demander à la base de données.',
        querystring: z.strictObject({}),
        response: { 200: json(healthSchema, 'Le service tourne.'), ...problems(400, 500) },
      },
    },
    async () => ({ status: 'ok' as const }),
  )

  app.get(
    '/health/ready',
    {
      ...QUIET,
      schema: {
        operationId: 'checkReadiness',
        tags: ['Santé'],
        summary: 'Le service peut répondre',
        description:
          'La base de données répond en moins de deux secondes. La base embarquée ne répond pas pendant un import.',
        querystring: z.strictObject({}),
        response: { 200: json(healthSchema, 'La base de données répond.'), ...problems(400, 500, 503) },
      },
    },
    async () => {
      if (await isDatabaseReady(db)) return { status: 'ok' as const }
      throw new AppError(
        'database-unreachable',
        'La base de données ne répond pas en moins de deux secondes.',
      )
    },
  )
}
