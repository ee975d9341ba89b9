import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { reportShare, reportShareByYear } from '../../reports/share-report.ts'
import { reportSpendShare, reportSpendShareByYear } from '../../reports/spend-share-report.ts'
import { toFilters } from '../schemas/contract-filters.ts'
import { json, problems } from '../schemas/problem.ts'
import { shareQuerySchema, shareReportSchemas } from '../schemas/share.ts'
import { spendReportSchemas } from '../schemas/spend-share.ts'
import { type Services, toBody } from '../services.ts'

export const shareRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/shares',
    {
      schema: {
        operationId: 'getShare',
        tags: ['Parts'],
        summary: 'Part des marchés ou des dépenses attribuée à un périmètre',
        description:
          'Pour les marchés (`basis=notified`) en nombre et en valeur, pour les dépenses (`basis=spent`) en valeur, avec ses composantes, sa méthode, ses sources et ses réserves. Un fournisseur dont on ne sait pas assez est compté à part : la part est un intervalle. Sans marché ni dépense, la part est nulle (`null`), et non zéro.',
        querystring: shareQuerySchema,
        response: {
          200: json(z.union([...shareReportSchemas, ...spendReportSchemas]), 'La part.'),
          ...problems(400, 404, 500, 503),
        },
      },
    },
    async ({ query: { by, basis, tax = null, perimeter, holders, frameworks, ...filtered } }) => {
      const filters = toFilters(filtered)
      if (basis === 'spent') {
        const { buyers, groups, from, to } = filters
        const request = { buyers, groups, perimeter, from, to, taxBasis: tax }
        return toBody(
          await (by ? reportSpendShareByYear(db, clock, request) : reportSpendShare(db, clock, request)),
        )
      }
      const request = {
        ...filters,
        perimeter,
        holders: holders ?? 'any-holder',
        frameworks: frameworks ?? 'ceilings',
      }
      return toBody(await (by ? reportShareByYear(db, clock, request) : reportShare(db, clock, request)))
    },
  )
}
