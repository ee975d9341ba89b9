import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { packageNameOf, writePublication, writeZip } from '../../reports/publication-package.ts'
import { publicationQuerySchema } from '../schemas/edition.ts'
import { problems } from '../schemas/problem.ts'
import type { Services } from '../services.ts'

export const publicationRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/publications/l2111-3.zip',
    {
      schema: {
        operationId: 'getStatutoryPublication',
        tags: ['Rapports'],
        summary: 'Publication de l’article L2111-3, en paquet',
        description:
          'Les indicateurs que l’article L2111-3 du code de la commande publique demande tous les deux ans, catégorie par catégorie, en nombre et en valeur, avec les objectifs des plans : une page à imprimer, une note de méthode, les chiffres et les marchés en CSV avec leurs schémas tabulaires, et un manifeste d’empreintes SHA-256. Les mêmes données donnent le même paquet, octet pour octet. Six années au plus.',
        querystring: publicationQuerySchema,
        response: {
          200: {
            description: 'Le paquet.',
            content: { 'application/zip': { schema: z.string().describe('Le fichier.') } },
          },
          ...problems(400, 404, 409, 500, 503),
        },
      },
    },
    async ({ query }, reply) => {
      const { files } = await writePublication(db, clock, query)
      reply.header('content-disposition', `attachment; filename="${packageNameOf(query)}"`)
      return reply.type('application/zip').send((await writeZip(files)) as never)
    },
  )
}
