import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { listMentions } from '../../reports/insertion-clauses.ts'
import { reportInsertion } from '../../reports/insertion-report.ts'
import { toLimits, toPage } from '../paging.ts'
import { mentionPageSchema, mentionQuerySchema } from '../schemas/insertion-clause.ts'
import { insertionReportQuerySchema, insertionReportSchema } from '../schemas/insertion-report.ts'
import { json, problems } from '../schemas/problem.ts'
import { type Services, toBody } from '../services.ts'

export const insertionReportRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/insertion-report',
    {
      schema: {
        operationId: 'getInsertionReport',
        tags: ['Clauses d’insertion'],
        summary: 'Indicateurs d’insertion',
        description:
          'Heures dues et réalisées, personnes, publics, entreprises mobilisées sur une période, chaque indicateur avec sa définition, ses composantes et ses exclusions.',
        querystring: insertionReportQuerySchema,
        response: { 200: json(insertionReportSchema, 'Les indicateurs.'), ...problems(400, 500, 503) },
      },
    },
    async ({ query }) => {
      const { buyer: buyers, from = null, to = null, fullTimeHours, audience, threshold } = query
      return toBody(
        await reportInsertion(db, clock, {
          buyers,
          from,
          to,
          fullTimeHours,
          isInternal: audience === 'internal',
          thresholdCents: threshold === undefined ? null : BigInt(threshold) * 100n,
        }),
      )
    },
  )

  app.get(
    '/v1/insertion-mentions',
    {
      schema: {
        operationId: 'listInsertionMentions',
        tags: ['Clauses d’insertion'],
        summary: 'Marchés dont l’objet semble annoncer de l’insertion',
        description:
          'Des propositions, tirées des mots de l’objet, sur des marchés sans clause enregistrée. Elles ne décident de rien et ne comptent nulle part ; leur précision mesurée est dans docs/insertion-clauses.md.',
        querystring: mentionQuerySchema,
        response: { 200: json(mentionPageSchema, 'Une page de propositions.'), ...problems(400, 500, 503) },
      },
    },
    async (request) => {
      const { contracts, total } = await listMentions(db, request.query.buyer, toLimits(request.query))
      return toPage(request, request.query, { data: contracts, total })
    },
  )
}
