import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { deleteGroup, findGroup, listGroupSummaries, saveGroups } from '../../reports/buyer-groups.ts'
import { toLimits, toPage } from '../paging.ts'
import {
  groupBodySchema,
  groupPageSchema,
  groupParamsSchema,
  groupQuerySchema,
  groupSchema,
} from '../schemas/buyer-group.ts'
import { json, problems } from '../schemas/problem.ts'
import { type Services, toBody } from '../services.ts'

const tags = ['Groupes']

export const buyerGroupRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/buyer-groups',
    {
      schema: {
        operationId: 'listBuyerGroups',
        tags,
        summary: 'Groupes d’acheteurs',
        description: 'Les groupes, par identifiant : un EPCI et ses communes, ou tout autre.',
        querystring: groupQuerySchema,
        response: { 200: json(groupPageSchema, 'Une page de groupes.'), ...problems(400, 500, 503) },
      },
    },
    async (request) => {
      const { groups, total } = await listGroupSummaries(db, toLimits(request.query))
      return toPage(request, request.query, { data: groups, total })
    },
  )

  app.get(
    '/v1/buyer-groups/:id',
    {
      schema: {
        operationId: 'getBuyerGroup',
        tags,
        summary: 'Un groupe d’acheteurs et ses membres',
        description: 'Le groupe, avec chacun de ses membres.',
        params: groupParamsSchema,
        response: { 200: json(groupSchema, 'Le groupe.'), ...problems(400, 404, 500, 503) },
      },
    },
    async ({ params: { id } }) => toBody(await findGroup(db, id)),
  )

  app.put(
    '/v1/buyer-groups/:id',
    {
      schema: {
        operationId: 'saveBuyerGroup',
        tags,
        summary: 'Créer ou remplacer un groupe d’acheteurs',
        description: 'Le groupe de cet identifiant est créé, ou remplacé en entier.',
        params: groupParamsSchema,
        body: groupBodySchema,
        response: { 200: json(groupSchema, 'Le groupe enregistré.'), ...problems(400, 404, 415, 500, 503) },
      },
    },
    async ({ params: { id }, body: { title, buyers } }) => {
      const members = buyers.map((buyer) => ({ buyer, name: null }))
      await saveGroups(db, clock, [{ id, title, members }])
      return toBody(await findGroup(db, id))
    },
  )

  app.delete(
    '/v1/buyer-groups/:id',
    {
      schema: {
        operationId: 'deleteBuyerGroup',
        tags,
        summary: 'Supprimer un groupe d’acheteurs',
        description: 'Le groupe seul disparaît ; ses membres et leurs marchés restent.',
        params: groupParamsSchema,
        response: {
          204: z.null().describe('Supprimé.'),
          ...problems(400, 404, 500, 503),
        },
      },
    },
    async ({ params: { id } }, reply) => {
      await deleteGroup(db, clock, id)
      return reply.code(204).send(null)
    },
  )
}
