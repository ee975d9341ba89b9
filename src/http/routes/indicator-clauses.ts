import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { listFigureClauses } from '../../reports/insertion-figure.ts'
import { toLimits, toPage } from '../paging.ts'
import { clausesQuerySchema, indicatorParamsSchema } from '../schemas/indicator.ts'
import { clausesBehindSchema } from '../schemas/insertion-figure.ts'
import { json, problems } from '../schemas/problem.ts'
import type { Services } from '../services.ts'
import { toRequest } from './indicators.ts'

export const indicatorClauseRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/indicators/:id/clauses',
    {
      schema: {
        operationId: 'listIndicatorClauses',
        tags: ['Indicateurs'],
        summary: 'Les clauses derrière un chiffre d’insertion',
        description:
          'Avec les mêmes paramètres que le chiffre : ses clauses, ou celles d’une ligne de sa ventilation (`key`), avec ce que chacune y apporte, les heures les plus nombreuses d’abord. Les clauses de moins de 5 personnes, et celles qui les feraient deviner, le sont sans leur nombre de personnes.',
        params: indicatorParamsSchema,
        querystring: clausesQuerySchema,
        response: {
          200: json(clausesBehindSchema, 'Une page de clauses.'),
          ...problems(400, 404, 500, 503),
        },
      },
    },
    async (request) => {
      const { params, query } = request
      const asked = { ...toRequest(params.id, query), key: query.key ?? null }
      const { clauses, total } = await listFigureClauses(db, clock, asked, toLimits(query))
      return toPage(request, query, { data: clauses, total })
    },
  )
}
