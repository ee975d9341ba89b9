import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { reportComparison } from '../../reports/comparison.ts'
import { toLimits, toPage } from '../paging.ts'
import { comparisonQuerySchema, comparisonSchema } from '../schemas/comparison.ts'
import { toCriteria } from '../schemas/contract-filters.ts'
import { json, problems } from '../schemas/problem.ts'
import { type Services, toBody } from '../services.ts'

export const comparisonRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/comparisons',
    {
      schema: {
        operationId: 'getComparison',
        tags: ['Parts'],
        summary: 'Un acheteur parmi ses semblables et dans l’ensemble',
        description:
          'La part d’un acheteur une année donnée, ou sur une période, celle des acheteurs comparables et celle de tous les acheteurs importés, par la même méthode et d’après les mêmes marchés (tous, ou ceux que gardent les filtres) : rang, ex æquo, meilleur et pire rangs possibles, distribution, et les acheteurs classés, chacun avec l’adresse de ses marchés. Nature, effectif, département et région viennent de SIRENE ou du SIREN ; la réponse dit comment.',
        querystring: comparisonQuerySchema,
        response: { 200: json(comparisonSchema, 'La comparaison.'), ...problems(400, 404, 500, 503) },
      },
    },
    async (request) => {
      const { page, pageSize, buyer, year, from = null, to = null, ...query } = request.query
      const { kind = null, size = null, department = null, region = null, group = null, ...method } = query
      const { perimeter, holders, frameworks, minimum, measure, ...criteria } = method
      const asked = {
        ...{ buyer, kind, size, department, region, group },
        ...{ perimeter, holders, frameworks, minimum, measure },
        period: year === undefined ? { from, to } : { year },
        filters: toCriteria(criteria),
      }
      const limits = toLimits({ page, pageSize })
      const { rows, ...comparison } = await reportComparison(db, clock, asked, limits)
      const total = comparison.standings[measure].ranked
      return toBody({ ...comparison, ranking: toPage(request, { page, pageSize }, { data: rows, total }) })
    },
  )
}
