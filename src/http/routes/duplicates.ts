import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { listDuplicatePairs } from '../../reports/duplicate-report.ts'
import { toLimits, toPage } from '../paging.ts'
import { duplicatePageSchema, duplicateQuerySchema } from '../schemas/duplicate.ts'
import { json, problems } from '../schemas/problem.ts'
import type { Services } from '../services.ts'

export const duplicateRoutes: FastifyPluginAsyncZod<Services> = async (app, { db }) => {
  app.get(
    '/v1/suspected-duplicates',
    {
      schema: {
        operationId: 'listSuspectedDuplicates',
        tags: ['Marchés'],
        summary: 'Doublons probables',
        description:
          'Les marchés d’un même acheteur qui semblent publiés deux fois, sous deux numéros ou par deux diffuseurs, deux par deux et avec la raison. Rien n’est fusionné : les deux comptent dans les chiffres. Sans `buyer`, tous les acheteurs sont comparés, ce qui prend du temps. Au-delà de 50 marchés qui se ressemblent, chacun n’est mis qu’à côté des 50 plus proches.',
        querystring: duplicateQuerySchema,
        response: { 200: json(duplicatePageSchema, 'Une page de paires.'), ...problems(400, 500, 503) },
      },
    },
    async (request) => {
      const { buyer: buyers, from = null, to = null } = request.query
      const { pairs, total } = await listDuplicatePairs(db, { buyers, from, to }, toLimits(request.query))
      return toPage(request, request.query, { data: pairs, total })
    },
  )
}
