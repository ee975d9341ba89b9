import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { chooseName, getNamedSupplier } from '../../import/link-names.ts'
import { listCandidateReports, listNamedReports, reportNamedSupplier } from '../../reports/named-suppliers.ts'
import { toLimits, toPage } from '../paging.ts'
import {
  candidatesSchema,
  linkBodySchema,
  namedPageSchema,
  namedParamsSchema,
  namedQuerySchema,
  namedReportSchema,
  unlinkBodySchema,
} from '../schemas/named-supplier.ts'
import { json, problems } from '../schemas/problem.ts'
import type { Services } from '../services.ts'

const TAGS = ['Fournisseurs']

export const namedSupplierRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/named-suppliers',
    {
      schema: {
        operationId: 'listNamedSuppliers',
        tags: TAGS,
        summary: 'Fournisseurs connus par leur seul nom',
        description:
          'Les noms que des marchés ou des dépenses donnent sans identifiant, réunis par acheteur quelle que soit l’écriture, ceux du plus d’euros d’abord ; et le SIREN auquel ils sont rattachés, s’ils le sont.',
        querystring: namedQuerySchema,
        response: { 200: json(namedPageSchema, 'Une page de noms.'), ...problems(400, 500, 503) },
      },
    },
    async (request) => {
      const { buyer, linked } = request.query
      const filters = { buyers: buyer, isLinked: linked ?? null }
      const { suppliers, total } = await listNamedReports(db, filters, toLimits(request.query))
      return toPage(request, request.query, { data: suppliers, total })
    },
  )

  app.get(
    '/v1/named-suppliers/:id',
    {
      schema: {
        operationId: 'getNamedSupplier',
        tags: TAGS,
        summary: 'Un fournisseur connu par son seul nom',
        description: 'Le nom, son rattachement, et ce que des personnes en ont dit.',
        params: namedParamsSchema,
        response: { 200: json(namedReportSchema, 'Le nom.'), ...problems(400, 404, 500, 503) },
      },
    },
    async ({ params: { id } }) => reportNamedSupplier(db, await getNamedSupplier(db, id)),
  )

  app.get(
    '/v1/named-suppliers/:id/candidates',
    {
      schema: {
        operationId: 'listNameCandidates',
        tags: TAGS,
        summary: 'Les entreprises que ce nom désigne peut-être',
        description:
          'Celles dont le nom est proche, dans les fichiers et les listes importés. Rien n’est rattaché par cette lecture. Les personnes physiques, dont le nom est masqué, n’y sont pas.',
        params: namedParamsSchema,
        response: { 200: json(candidatesSchema, 'Les candidats.'), ...problems(400, 404, 500, 503) },
      },
    },
    async ({ params: { id } }) => ({ data: await listCandidateReports(db, await getNamedSupplier(db, id)) }),
  )

  for (const { choice, operationId, summary, description } of [
    {
      choice: 'link',
      operationId: 'saveNameLink',
      summary: 'Rattacher un nom à un SIREN',
      description:
        'Tous les chiffres changent aussitôt, et les prochains fichiers de cet acheteur qui donnent ce nom sans identifiant suivent. Le fichier d’origine n’est pas modifié.',
    },
    {
      choice: 'refuse',
      operationId: 'saveNameRefusal',
      summary: 'Refuser un SIREN pour un nom',
      description: 'Le candidat est marqué refusé, et le nom ne lui sera jamais rattaché de lui-même.',
    },
  ] as const)
    app.post(
      `/v1/named-suppliers/:id/${choice}`,
      {
        schema: {
          operationId,
          tags: TAGS,
          summary,
          description,
          params: namedParamsSchema,
          body: linkBodySchema,
          response: {
            201: json(namedReportSchema, 'Retenu.'),
            ...problems(400, 404, 413, 415, 500, 503),
          },
        },
      },
      async ({ params: { id }, body }, reply) => {
        const named = await chooseName(db, clock, { id, choice, ...body })
        return reply.code(201).send(await reportNamedSupplier(db, named))
      },
    )

  app.post(
    '/v1/named-suppliers/:id/unlink',
    {
      schema: {
        operationId: 'undoNameLink',
        tags: TAGS,
        summary: 'Détacher un nom',
        description:
          'Le nom n’est plus rattaché, et ne le sera plus de lui-même. Rien n’est effacé : le rattachement reste dans l’histoire.',
        params: namedParamsSchema,
        body: unlinkBodySchema,
        response: {
          201: json(namedReportSchema, 'Détaché.'),
          ...problems(400, 404, 413, 415, 500, 503),
        },
      },
    },
    async ({ params: { id }, body }, reply) => {
      const named = await chooseName(db, clock, { id, choice: 'unlink', siren: null, ...body })
      return reply.code(201).send(await reportNamedSupplier(db, named))
    },
  )
}
