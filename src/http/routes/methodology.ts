import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { reportMethodology } from '../../reports/methodology.ts'
import { methodologySchema } from '../schemas/methodology.ts'
import { json, problems } from '../schemas/problem.ts'

export const methodologyRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/v1/methodology',
    {
      schema: {
        operationId: 'getMethodology',
        tags: ['Méthode'],
        summary: 'Périmètres, règles et façons de compter',
        description: 'Les définitions et les références juridiques, tirées des objets mêmes qui décident.',
        querystring: z.strictObject({}),
        response: { 200: json(methodologySchema, 'La méthode.'), ...problems(400, 500) },
      },
    },
    async () => reportMethodology(),
  )
}
