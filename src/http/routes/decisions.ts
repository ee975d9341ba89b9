import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { decideSupplier, revertDecision, unknownSupplier } from '../../import/decide-supplier.ts'
import { describeDecision, listDecisionReports } from '../../reports/decision-report.ts'
import { toLimits, toPage } from '../paging.ts'
import {
  decisionPageSchema,
  decisionParamsSchema,
  decisionQuerySchema,
  decisionSchema,
  newDecisionSchema,
  reversalBodySchema,
} from '../schemas/decision.ts'
import { json, problems } from '../schemas/problem.ts'
import { supplierParamsSchema } from '../schemas/supplier.ts'
import type { Services } from '../services.ts'

const TAGS = ['Fournisseurs']

export const decisionRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/suppliers/:siren/decisions',
    {
      schema: {
        operationId: 'listDecisions',
        tags: TAGS,
        summary: 'Décisions sur un fournisseur',
        description: 'Ce que des personnes ont décidé, dernières décisions d’abord, annulées comprises.',
        params: supplierParamsSchema,
        querystring: decisionQuerySchema,
        response: {
          200: json(decisionPageSchema, 'Une page de décisions.'),
          ...problems(400, 404, 500, 503),
        },
      },
    },
    async (request) => {
      const { siren } = request.params
      const report = await listDecisionReports(db, siren, toLimits(request.query))
      if (report === null) throw unknownSupplier(siren)
      return toPage(request, request.query, { data: report.decisions, total: report.total })
    },
  )

  app.post(
    '/v1/suppliers/:siren/decisions',
    {
      schema: {
        operationId: 'saveDecision',
        tags: TAGS,
        summary: 'Décider d’un fournisseur',
        description:
          'Dit qu’un fournisseur est ou n’est pas dans un périmètre, avec un motif, une pièce et un auteur. La décision l’emporte sur les listes les jours qu’elle dit, et change aussitôt tous les chiffres. De deux décisions le même jour, la dernière prise vaut. Motif, pièce et auteur sont publics : n’y nommez pas de personne physique sans nécessité.',
        params: supplierParamsSchema,
        body: newDecisionSchema,
        response: {
          201: json(decisionSchema, 'Prise.'),
          ...problems(400, 404, 413, 415, 500, 503),
        },
      },
    },
    async ({ params: { siren }, body: { evidence, from, to, ...body } }, reply) => {
      const decision = await decideSupplier(db, clock, {
        siren,
        ...body,
        document: evidence,
        validFrom: from,
        validTo: to,
      })
      return reply.code(201).send(describeDecision(decision))
    },
  )

  app.delete(
    '/v1/suppliers/:siren/decisions/:id',
    {
      schema: {
        operationId: 'undoDecision',
        tags: TAGS,
        summary: 'Annuler une décision',
        description:
          'Les listes répondent de nouveau. Rien n’est effacé : la décision reste listée, avec qui l’a annulée et pourquoi.',
        params: decisionParamsSchema,
        body: reversalBodySchema,
        response: {
          200: json(decisionSchema, 'Annulée.'),
          ...problems(400, 404, 409, 413, 415, 500, 503),
        },
      },
    },
    async ({ params, body }) => describeDecision(await revertDecision(db, clock, { ...params, ...body })),
  )
}
