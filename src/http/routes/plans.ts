import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { AppError } from '../../platform/errors.ts'
import { listPlanSummaries, reportScoreboard } from '../../reports/scoreboard.ts'
import { toLimits, toPage } from '../paging.ts'
import { planPageSchema, planParamsSchema, planQuerySchema, scoreboardSchema } from '../schemas/plan.ts'
import { json, problems } from '../schemas/problem.ts'
import { type Services, toBody } from '../services.ts'

export const planRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/plans',
    {
      schema: {
        operationId: 'listPlans',
        tags: ['Plans'],
        summary: 'Liste des plans (SPASER)',
        description: 'Les plans importés, par identifiant, sans leurs objectifs.',
        querystring: planQuerySchema,
        response: { 200: json(planPageSchema, 'Une page de plans.'), ...problems(400, 500, 503) },
      },
    },
    async (request) => {
      const { plans, total } = await listPlanSummaries(db, toLimits(request.query))
      return toBody(toPage(request, request.query, { data: plans, total }))
    },
  )

  app.get(
    '/v1/plans/:id/scoreboard',
    {
      schema: {
        operationId: 'getScoreboard',
        tags: ['Plans'],
        summary: 'Tableau de bord d’un plan',
        description:
          'Chaque objectif, année par année : le chiffre et ses composantes, le minimum visé, et s’il est atteint. Un verdict suspendu aux fournisseurs indéterminés le dit.',
        params: planParamsSchema,
        response: { 200: json(scoreboardSchema, 'Le tableau de bord.'), ...problems(400, 404, 500, 503) },
      },
    },
    async ({ params: { id } }) => {
      const scoreboard = await reportScoreboard(db, clock, id)
      if (scoreboard) return toBody(scoreboard)
      throw new AppError('not-found', `Aucun plan n’a l’identifiant « ${id} ». La liste est à GET /v1/plans.`)
    },
  )
}
