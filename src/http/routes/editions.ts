import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { verifyEdition } from '../../reports/edition-verification.ts'
import {
  getEdition,
  getEditionFile,
  listEditionReports,
  publishEdition,
  withdrawEdition,
} from '../../reports/editions.ts'
import { toLimits, toPage } from '../paging.ts'
import { PAGE_POLICY } from '../response-headers.ts'
import {
  editionFileParamsSchema,
  editionPageSchema,
  editionParamsSchema,
  editionQuerySchema,
  editionSchema,
  newEditionSchema,
  newWithdrawalSchema,
  verificationSchema,
} from '../schemas/edition.ts'
import { json, problems } from '../schemas/problem.ts'
import { type Services, toBody } from '../services.ts'

const TAGS = ['Éditions']

export const editionRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.post(
    '/v1/editions',
    {
      schema: {
        operationId: 'createEdition',
        tags: TAGS,
        summary: 'Figer un rapport ou une publication',
        description:
          'Garde les fichiers, les chiffres et les marchés derrière eux, scellés par une empreinte. Titre, note et auteur sont publics : n’y nommez pas de personne physique sans nécessité.',
        body: newEditionSchema,
        response: {
          201: json(editionSchema, 'Figée.'),
          ...problems(400, 404, 409, 413, 415, 500, 503),
        },
      },
    },
    async ({ body }, reply) => reply.code(201).send(toBody(await publishEdition(db, clock, body))),
  )

  app.get(
    '/v1/editions',
    {
      schema: {
        operationId: 'listEditions',
        tags: TAGS,
        summary: 'Éditions',
        description: 'Les dernières d’abord, retirées comprises.',
        querystring: editionQuerySchema,
        response: { 200: json(editionPageSchema, 'Une page d’éditions.'), ...problems(400, 500, 503) },
      },
    },
    async (request) => {
      const { buyer = null } = request.query
      const { editions, total } = await listEditionReports(db, buyer, toLimits(request.query))
      return toPage(request, request.query, { data: toBody(editions), total })
    },
  )

  app.get(
    '/v1/editions/:id',
    {
      schema: {
        operationId: 'getEdition',
        tags: TAGS,
        summary: 'Une édition',
        description: 'Ce qu’elle fige, ses fichiers et leurs empreintes, retirée ou non.',
        params: editionParamsSchema,
        response: { 200: json(editionSchema, 'L’édition.'), ...problems(400, 404, 500, 503) },
      },
    },
    async ({ params: { id } }) => toBody(await getEdition(db, id)),
  )

  app.get(
    '/v1/editions/:id/verification',
    {
      schema: {
        operationId: 'checkEdition',
        tags: TAGS,
        summary: 'Vérifier une édition',
        description:
          'Recalcule l’édition avec les données et le code d’aujourd’hui : identique, ou chaque chiffre qui a changé et pourquoi, d’après ce qui est enregistré (imports, annulations, listes, décisions, plans, versions). Vérifie aussi que les octets figés sont ceux qui ont été publiés.',
        params: editionParamsSchema,
        response: {
          200: json(verificationSchema, 'La vérification.'),
          ...problems(400, 404, 409, 500, 503),
        },
      },
    },
    async ({ params: { id } }) => toBody(await verifyEdition(db, clock, id)),
  )

  app.post(
    '/v1/editions/:id/withdrawal',
    {
      schema: {
        operationId: 'recordEditionWithdrawal',
        tags: TAGS,
        summary: 'Retirer une édition',
        description:
          'Rien n’est effacé : l’édition et ses fichiers restent, avec qui l’a retirée et pourquoi.',
        params: editionParamsSchema,
        body: newWithdrawalSchema,
        response: {
          200: json(editionSchema, 'Retirée.'),
          ...problems(400, 404, 409, 413, 415, 500, 503),
        },
      },
    },
    async ({ params: { id }, body }) => toBody(await withdrawEdition(db, clock, id, body)),
  )

  app.get(
    '/v1/editions/:id/files/:name',
    {
      schema: {
        operationId: 'getEditionFile',
        tags: TAGS,
        summary: 'Un fichier d’une édition',
        description:
          'Octet pour octet comme il a été figé, même une fois l’édition retirée, sous le type que donne `files` ; l’empreinte est dans l’en-tête `etag`.',
        params: editionFileParamsSchema,
        response: {
          200: {
            description: 'Le fichier.',
            content: { 'application/octet-stream': { schema: z.string().describe('Le fichier.') } },
          },
          ...problems(400, 404, 500, 503),
        },
      },
    },
    async ({ params: { id, name } }, reply) => {
      const { content, mediaType, digest } = await getEditionFile(db, id, name)
      const isPage = mediaType.startsWith('text/html')
      reply.header('content-disposition', `${isPage ? 'inline' : 'attachment'}; filename="${name}"`)
      if (isPage) reply.header('content-security-policy', PAGE_POLICY)
      return reply
        .header('etag', `"${digest}"`)
        .type(mediaType)
        .send(content as never)
    },
  )
}
