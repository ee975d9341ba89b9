import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { removePlannedPurchase, savePlannedPurchases } from '../../import/planned-purchases.ts'
import { listPlanned } from '../../reports/insertion-prospects.ts'
import { assessSet } from '../../reports/insertion-set-assessment.ts'
import { toLimits, toPage } from '../paging.ts'
import {
  newPlannedSchema,
  plannedListSchema,
  plannedParamsSchema,
  plannedQuerySchema,
  plannedRecordedSchema,
  setAssessmentSchema,
  setQuerySchema,
} from '../schemas/insertion-assessment.ts'
import { json, problems } from '../schemas/problem.ts'
import { type Services, toBody } from '../services.ts'

const TAGS = ['Clauses d’insertion']

export const plannedPurchaseRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/insertion-assessment',
    {
      schema: {
        operationId: 'getSetAssessment',
        tags: TAGS,
        summary: 'Des clauses sont-elles concluantes ?',
        description:
          'Les clauses qui répondent à tous les critères donnés, prises ensemble, à côté des clauses voisines : promis et réalisé, rythme, personnes, manque, pénalités prévues, notes.',
        querystring: setQuerySchema,
        response: { 200: json(setAssessmentSchema, 'L’appréciation.'), ...problems(400, 404, 500, 503) },
      },
    },
    async ({ query }) => {
      const {
        clause: ids = [],
        buyer: buyers,
        tag: tags = [],
        family: families = [],
        basis: bases = [],
      } = query
      const isInternal = query.audience === 'internal'
      return toBody(await assessSet(db, clock, { ids, buyers, tags, families, bases, isInternal }))
    },
  )

  app.get(
    '/v1/planned-purchases',
    {
      schema: {
        operationId: 'listPlannedPurchases',
        tags: TAGS,
        summary: 'Achats prévus',
        description:
          'Ce que les acheteurs prévoient d’acheter : regardé pour savoir où étendre les clauses, compté nulle part.',
        querystring: plannedQuerySchema,
        response: { 200: json(plannedListSchema, 'Une page d’achats prévus.'), ...problems(400, 500, 503) },
      },
    },
    async (request) => {
      const { query } = request
      return toPage(request, query, await listPlanned(db, query.buyer, toLimits(query)))
    },
  )

  app.post(
    '/v1/planned-purchases',
    {
      schema: {
        operationId: 'recordPlannedPurchases',
        tags: TAGS,
        summary: 'Enregistrer des achats prévus',
        description: 'Tous, ou aucun avec tout ce qui ne va pas. La même liste deux fois ne change rien.',
        body: newPlannedSchema,
        response: { 200: json(plannedRecordedSchema, 'Enregistrés.'), ...problems(400, 413, 415, 500, 503) },
      },
    },
    ({ body: { purchases, by = null } }) => {
      const given = purchases.map((purchase, index) => ({
        raw: { ...purchase, amount: purchase.amount === null ? null : String(purchase.amount) },
        line: index + 1,
      }))
      return savePlannedPurchases(db, clock, given, by)
    },
  )

  app.delete(
    '/v1/planned-purchases/:id',
    {
      schema: {
        operationId: 'deletePlannedPurchase',
        tags: TAGS,
        summary: 'Supprimer un achat prévu',
        description: 'Il n’est compté nulle part : rien d’autre ne change.',
        params: plannedParamsSchema,
        response: { 204: z.null().describe('Supprimé.'), ...problems(400, 404, 500, 503) },
      },
    },
    async ({ params: { id } }, reply) => {
      await removePlannedPurchase(db, id)
      return reply.code(204).send(null)
    },
  )
}
