import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { createPlan, deletePlan, savePlan } from '../../import/save-plan.ts'
import { AppError } from '../../platform/errors.ts'
import {
  listPlanSummaries,
  reportPlan,
  reportPlanVersions,
  reportScoreboard,
} from '../../reports/scoreboard.ts'
import { toLimits, toPage } from '../paging.ts'
import {
  planPageSchema,
  planParamsSchema,
  planQuerySchema,
  planSchema,
  planVersionsSchema,
  savedPlanSchema,
} from '../schemas/plan.ts'
import { json, problems } from '../schemas/problem.ts'
import { scoreboardSchema } from '../schemas/scoreboard.ts'
import { type Services, toBody } from '../services.ts'

const tags = ['Plans']

const noSuchPlan = (id: string) =>
  new AppError('not-found', `Aucun plan n’a l’identifiant « ${id} ». La liste est à GET /v1/plans.`)

/** A plan is refused by the rules of its file, all at once and in place: those of the body's schema only describe it. */
const BY_ITS_OWN_RULES = { attachValidation: true } as const

/** What was sent, whatever the schema of the body said of it. Throws what it said of the address. */
function documentIn({ body, validationError }: FastifyRequest): unknown {
  if (validationError && validationError.validationContext !== 'body') throw validationError
  return body
}

export const planRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  const answerWith = async (
    reply: FastifyReply,
    { planId, importId, stored, unchanged }: Awaited<ReturnType<typeof savePlan>>,
  ) => {
    const plan = await reportPlan(db, planId)
    if (plan === null) throw noSuchPlan(planId)
    reply.header('location', `/v1/plans/${planId}`)
    const change = stored > 0 ? 'created' : unchanged > 0 ? 'unchanged' : 'replaced'
    return toBody({ importId, change: change as 'created' | 'replaced' | 'unchanged', plan })
  }

  app.get(
    '/v1/plans',
    {
      schema: {
        operationId: 'listPlans',
        tags,
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

  app.post(
    '/v1/plans',
    {
      ...BY_ITS_OWN_RULES,
      schema: {
        operationId: 'createPlan',
        tags,
        summary: 'Créer un plan',
        description:
          'Le plan, tel que son fichier l’écrit. Toutes les erreurs sont dites en une fois, avec leur place, et rien n’est alors enregistré.',
        body: planSchema,
        response: {
          201: json(savedPlanSchema, 'Le plan créé.'),
          ...problems(400, 409, 415, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const saved = await createPlan(db, clock, documentIn(request))
      return reply.code(201).send(await answerWith(reply, saved))
    },
  )

  app.get(
    '/v1/plans/:id',
    {
      schema: {
        operationId: 'getPlan',
        tags,
        summary: 'Un plan et ses objectifs',
        description: 'Le plan tel que son fichier l’écrit : il peut être modifié et renvoyé.',
        params: planParamsSchema,
        response: { 200: json(planSchema, 'Le plan.'), ...problems(400, 404, 500, 503) },
      },
    },
    async ({ params: { id } }) => {
      const plan = await reportPlan(db, id)
      if (plan === null) throw noSuchPlan(id)
      return toBody(plan)
    },
  )

  app.put(
    '/v1/plans/:id',
    {
      ...BY_ITS_OWN_RULES,
      schema: {
        operationId: 'savePlan',
        tags,
        summary: 'Créer ou remplacer un plan',
        description:
          'Le plan de cet identifiant est créé, ou remplacé en entier. La version d’avant est gardée : annuler l’import la rend.',
        params: planParamsSchema,
        body: planSchema,
        response: {
          200: json(savedPlanSchema, 'Le plan enregistré.'),
          ...problems(400, 404, 415, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const saved = await savePlan(db, clock, documentIn(request), request.params.id)
      return answerWith(reply, saved)
    },
  )

  app.delete(
    '/v1/plans/:id',
    {
      schema: {
        operationId: 'deletePlan',
        tags,
        summary: 'Supprimer un plan',
        description:
          'Le plan n’est plus suivi ; ses versions restent. L’en-tête `location` donne l’import qui l’a supprimé : l’annuler rend le plan.',
        params: planParamsSchema,
        response: { 204: z.null().describe('Supprimé.'), ...problems(400, 404, 500, 503) },
      },
    },
    async ({ params: { id } }, reply) => {
      const { importId } = await deletePlan(db, clock, id)
      return reply.header('location', `/v1/imports/${importId}`).code(204).send(null)
    },
  )

  app.get(
    '/v1/plans/:id/versions',
    {
      schema: {
        operationId: 'listPlanVersions',
        tags,
        summary: 'Les versions d’un plan',
        description: 'Le plan tel que chaque import l’a apporté, ou supprimé.',
        params: planParamsSchema,
        response: { 200: json(planVersionsSchema, 'Les versions.'), ...problems(400, 404, 500, 503) },
      },
    },
    async ({ params: { id } }) => {
      const versions = await reportPlanVersions(db, id)
      if (versions.length === 0) throw noSuchPlan(id)
      return toBody({ versions })
    },
  )

  app.get(
    '/v1/plans/:id/scoreboard',
    {
      schema: {
        operationId: 'getScoreboard',
        tags,
        summary: 'Tableau de bord d’un plan',
        description:
          'Chaque objectif, période par période : le chiffre et son intervalle, la valeur visée, l’écart en points, en marchés et en euros, le verdict, la tendance, et ce que le reste d’une période en cours doit apporter. Un plan commun donne aussi chaque acheteur.',
        params: planParamsSchema,
        response: { 200: json(scoreboardSchema, 'Le tableau de bord.'), ...problems(400, 404, 500, 503) },
      },
    },
    async ({ params: { id } }) => {
      const scoreboard = await reportScoreboard(db, clock, id)
      if (scoreboard) return toBody(scoreboard)
      throw noSuchPlan(id)
    },
  )
}
