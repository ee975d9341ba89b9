import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { exportMovedSuppliers } from '../../reports/moved-suppliers-csv.ts'
import {
  listMovedSuppliers,
  listReclassificationReports,
  reportReclassification,
} from '../../reports/reclassification-report.ts'
import { toLimits, toPage } from '../paging.ts'
import { json, problems } from '../schemas/problem.ts'
import {
  movedSupplierPageSchema,
  movedSuppliersFileQuerySchema,
  movedSuppliersQuerySchema,
  reclassificationPageSchema,
  reclassificationParamsSchema,
  reclassificationQuerySchema,
  reclassificationReportSchema,
  reclassificationsQuerySchema,
} from '../schemas/reclassification.ts'
import { type Services, toBody } from '../services.ts'

const TAGS = ['Fournisseurs']

type ScopeQuery = z.infer<typeof reclassificationQuerySchema>
type MovedQuery = z.infer<typeof movedSuppliersFileQuerySchema>

const toRequest = (id: number, { buyer, group, from, to, perimeter }: ScopeQuery) => ({
  id,
  buyers: buyer,
  groups: group,
  from: from ?? null,
  to: to ?? null,
  perimeter,
})

const toMoved = (id: number, query: MovedQuery) => ({
  ...toRequest(id, query),
  before: query.before ?? null,
  after: query.after ?? null,
})

export const reclassificationRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/reclassifications',
    {
      schema: {
        operationId: 'listReclassifications',
        tags: TAGS,
        summary: 'Reclassements des fournisseurs',
        description:
          'Chaque fois que des classements ont été décidés de nouveau, et pourquoi ; les derniers d’abord. Rien n’y est jamais effacé : l’annulation d’une liste ou d’une décision est un autre reclassement.',
        querystring: reclassificationsQuerySchema,
        response: {
          200: json(reclassificationPageSchema, 'Une page de reclassements.'),
          ...problems(400, 500, 503),
        },
      },
    },
    async (request) => {
      const { reclassifications, total } = await listReclassificationReports(db, toLimits(request.query))
      return toPage(request, request.query, { data: reclassifications, total })
    },
  )

  app.get(
    '/v1/reclassifications/:id',
    {
      schema: {
        operationId: 'getReclassification',
        tags: TAGS,
        summary: 'Ce qu’un reclassement a changé',
        description:
          'Les fournisseurs dont la réponse a changé, par périmètre et par sens, les marchés et les euros concernés, et la part d’un périmètre juste avant et juste après. Tout est mesuré sur les marchés connus aujourd’hui, que compte une part par défaut (`any-holder`, `ceilings`) : la différence ne vient que du reclassement.',
        params: reclassificationParamsSchema,
        querystring: reclassificationQuerySchema,
        response: {
          200: json(reclassificationReportSchema, 'Ce qui a changé.'),
          ...problems(400, 404, 500, 503),
        },
      },
    },
    async ({ params: { id }, query }) =>
      toBody(await reportReclassification(db, clock, toRequest(id, query))),
  )

  app.get(
    '/v1/reclassifications/:id/suppliers',
    {
      schema: {
        operationId: 'listMovedSuppliers',
        tags: TAGS,
        summary: 'Fournisseurs reclassés',
        description:
          'Ceux dont la réponse a changé dans le périmètre, une ligne par sens, ceux du plus d’euros concernés d’abord. Avec des acheteurs ou une période, ceux qui y ont des marchés concernés. Les noms des personnes physiques sont masqués.',
        params: reclassificationParamsSchema,
        querystring: movedSuppliersQuerySchema,
        response: {
          200: json(movedSupplierPageSchema, 'Une page de fournisseurs.'),
          ...problems(400, 404, 500, 503),
        },
      },
    },
    async (request) => {
      const { params, query } = request
      const { suppliers, total } = await listMovedSuppliers(
        db,
        clock,
        toMoved(params.id, query),
        toLimits(query),
      )
      return toPage(request, query, { data: suppliers, total })
    },
  )

  app.get(
    '/v1/reclassifications/:id/suppliers.csv',
    {
      schema: {
        operationId: 'listMovedSuppliersCsv',
        tags: TAGS,
        summary: 'Tous les fournisseurs reclassés, en CSV',
        description:
          'La même liste, entière (100 000 fournisseurs au plus). Points-virgules, virgules décimales et marque d’ordre des octets : s’ouvre dans un tableur français.',
        params: reclassificationParamsSchema,
        querystring: movedSuppliersFileQuerySchema,
        response: {
          200: {
            description: 'Le fichier CSV.',
            content: { 'text/csv': { schema: z.string().describe('CSV, UTF-8.') } },
          },
          ...problems(400, 404, 500, 503),
        },
      },
    },
    async ({ params: { id }, query }, reply) => {
      const csv = await exportMovedSuppliers(db, clock, toMoved(id, query))
      reply.header('content-disposition', `attachment; filename="reclassement-${id}.csv"`)
      reply.type('text/csv; charset=utf-8')
      return reply.send(csv as never)
    },
  )
}
