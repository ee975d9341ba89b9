import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { AppError } from '../../platform/errors.ts'
import { listContractSummaries, reportContract } from '../../reports/contract-report.ts'
import { toLimits, toPage } from '../paging.ts'
import { contractPageSchema, contractQuerySchema } from '../schemas/contract.ts'
import { toFilters } from '../schemas/contract-filters.ts'
import { contractParamsSchema, contractReportSchema } from '../schemas/contract-report.ts'
import { json, problems } from '../schemas/problem.ts'
import type { Services } from '../services.ts'

export const contractRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/contracts',
    {
      schema: {
        operationId: 'listContracts',
        tags: ['Marchés'],
        summary: 'Liste des marchés',
        description:
          'Les marchés qui comptent, derniers notifiés d’abord. Les noms des personnes physiques sont masqués.',
        querystring: contractQuerySchema,
        response: { 200: json(contractPageSchema, 'Une page de marchés.'), ...problems(400, 500, 503) },
      },
    },
    async (request) => {
      const filters = { ...toFilters(request.query), supplier: request.query.supplier ?? null }
      const { contracts, total } = await listContractSummaries(db, filters, toLimits(request.query))
      return toPage(request, request.query, { data: contracts, total })
    },
  )

  app.get(
    '/v1/contracts/:id',
    {
      schema: {
        operationId: 'getContract',
        tags: ['Marchés'],
        summary: 'Un marché',
        description:
          'Tout ce qui est connu d’un marché : modifications, sous-traitance, versions, et le classement de chaque titulaire avec ses raisons.',
        params: contractParamsSchema,
        response: { 200: json(contractReportSchema, 'Le marché.'), ...problems(400, 404, 500, 503) },
      },
    },
    async ({ params: { id } }) => {
      const report = await reportContract(db, clock, id)
      if (report) return report
      throw new AppError(
        'not-found',
        `Aucun marché n’a l’identifiant ${id}. La liste est à GET /v1/contracts.`,
      )
    },
  )
}
