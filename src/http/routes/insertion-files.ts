import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { TEMPLATE_LAYOUTS, templateNameOf, writeInsertionTemplate } from '../../reports/insertion-template.ts'
import { choice } from '../schemas/parameters.ts'
import { problems } from '../schemas/problem.ts'
import type { Services } from '../services.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const templateQuerySchema = z.strictObject({
  layout: choice(TEMPLATE_LAYOUTS)
    .default('by-person')
    .describe(
      'by-person : une ligne par personne et par mois ; totals : une ligne par marché et par trimestre.',
    ),
})

export const insertionFileRoutes: FastifyPluginAsyncZod<Services> = async (app) => {
  app.get(
    '/v1/insertion-template.xlsx',
    {
      schema: {
        operationId: 'getInsertionTemplate',
        tags: ['Clauses d’insertion'],
        summary: 'Modèle de relevé d’heures',
        description:
          'Le classeur qu’un facilitateur remplit et renvoie par `POST /v1/imports` : un tableau, des listes où choisir, une notice.',
        querystring: templateQuerySchema,
        response: {
          200: {
            description: 'Le classeur.',
            content: { [XLSX]: { schema: z.string().meta({ format: 'binary' }) } },
          },
          ...problems(400, 500, 503),
        },
      },
    },
    async ({ query: { layout } }, reply) => {
      reply.header('content-disposition', `attachment; filename="${templateNameOf(layout)}"`)
      return reply.type(XLSX).send((await writeInsertionTemplate(layout)) as never)
    },
  )
}
