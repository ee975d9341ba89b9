import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { reportShare, reportShareByYear } from '../../reports/share-report.ts'
import { json, problems } from '../schemas/problem.ts'
import { shareQuerySchema, shareReportSchema } from '../schemas/share.ts'
import { type Services, toBody } from '../services.ts'

export const shareRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/shares',
    {
      schema: {
        operationId: 'getShare',
        tags: ['Parts'],
        summary: 'Part des marchés attribuée à un périmètre',
        description:
          'En nombre et en valeur, avec ses composantes, sa méthode, ses sources et ses réserves. Un fournisseur dont on ne sait pas assez est compté à part : la part est un intervalle. Sans marché, la part est nulle (`null`), et non zéro.',
        querystring: shareQuerySchema,
        response: { 200: json(shareReportSchema, 'La part.'), ...problems(400, 500, 503) },
      },
    },
    async ({ query: { buyer: buyers, from = null, to = null, by, ...methods } }) => {
      const request = { buyers, from, to, ...methods }
      return toBody(await (by ? reportShareByYear(db, clock, request) : reportShare(db, clock, request)))
    },
  )
}
