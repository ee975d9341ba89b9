import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { listPaymentSummaries } from '../../reports/payment-report.ts'
import { toLimits, toPage } from '../paging.ts'
import { paymentPageSchema, paymentQuerySchema } from '../schemas/payment.ts'
import { json, problems } from '../schemas/problem.ts'
import type { Services } from '../services.ts'

export const paymentRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/payments',
    {
      schema: {
        operationId: 'listPayments',
        tags: ['Dépenses'],
        summary: 'Liste des dépenses',
        description:
          'Les lignes comptables qu’une part des dépenses compte, dernières payées d’abord, chacune avec le classement de son fournisseur. Les noms des personnes physiques sont masqués.',
        querystring: paymentQuerySchema,
        response: { 200: json(paymentPageSchema, 'Une page de dépenses.'), ...problems(400, 404, 500, 503) },
      },
    },
    async (request) => {
      const { buyer: buyers, group: groups, from = null, to = null, perimeter, ...filters } = request.query
      const { outcome = null, supplier = null, tax: taxBasis = null } = filters
      const { payments, total } = await listPaymentSummaries(
        db,
        clock,
        { buyers, groups, from, to, perimeter, outcome, supplier, taxBasis },
        toLimits(request.query),
      )
      return toPage(request, request.query, { data: payments, total })
    },
  )
}
