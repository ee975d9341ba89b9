import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { unknownSupplier } from '../../import/decide-supplier.ts'
import { reportSupplier } from '../../reports/supplier-report.ts'
import { json, problems } from '../schemas/problem.ts'
import { supplierParamsSchema, supplierQuerySchema, supplierReportSchema } from '../schemas/supplier.ts'
import { type Services, toBody } from '../services.ts'

export const supplierRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/suppliers/:siren',
    {
      schema: {
        operationId: 'getSupplier',
        tags: ['Fournisseurs'],
        summary: 'Un fournisseur et ses classements',
        description:
          'Ce que dit chaque source, le classement pour chaque périmètre avec sa règle et ses preuves, les contradictions entre sources. Le nom d’une personne physique est masqué.',
        params: supplierParamsSchema,
        querystring: supplierQuerySchema,
        response: { 200: json(supplierReportSchema, 'Le fournisseur.'), ...problems(400, 404, 500, 503) },
      },
    },
    async ({ params: { siren }, query: { on } }) => {
      const report = await reportSupplier(db, clock, siren, on)
      if (report) return toBody(report)
      throw unknownSupplier(siren)
    },
  )
}
