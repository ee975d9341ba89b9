import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { exportContractsCsv } from '../../reports/contracts-csv.ts'
import { exportOcds } from '../../reports/ocds-export.ts'
import { toFilters } from '../schemas/contract-filters.ts'
import { contractsCsvQuerySchema, ocdsQuerySchema } from '../schemas/export.ts'
import { problems } from '../schemas/problem.ts'
import type { Services } from '../services.ts'

/** Two million contracts to a slow reader outlast an ordinary request. */
const LONGEST_EXPORT_MS = 60 * 60 * 1000

/** An answer that is a file, of this type. */
const file = (type: string, description: string) => ({
  description,
  content: { [type]: { schema: z.string().describe('UTF-8.') } },
})

const STREAMED =
  'La réponse part au fil de l’eau, sans limite de nombre ni page : filtrez pour en recevoir moins. Si les données changent pendant l’envoi, la réponse est coupée plutôt que de mêler deux états des données : recommencez. Les noms des personnes physiques sont masqués.'
const OCDS =
  'Les marchés qui comptent, au format de l’Open Contracting Data Standard 1.1, fournisseurs classés pour chaque périmètre (extension `organizationClassification`), lots quand ils sont connus (extension `lots`). Sans réglage `OCID_PREFIX`, les `ocid` commencent par `ocds-xxxxxx`, que personne n’a enregistré : à remplacer avant de publier.'

const attach = (reply: FastifyReply, name: string, type: string) =>
  reply.header('content-disposition', `attachment; filename="${name}"`).type(type)

export const exportRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock, publication }) => {
  app.get(
    '/v1/exports/contracts.ocds.json',
    {
      handlerTimeout: LONGEST_EXPORT_MS,
      schema: {
        operationId: 'getContractsAsOcds',
        tags: ['Exports'],
        summary: 'Marchés en OCDS : un paquet',
        description: `${OCDS} Un paquet de publications (release package). ${STREAMED}`,
        querystring: ocdsQuerySchema,
        response: {
          200: file('application/json', 'Le paquet OCDS.'),
          ...problems(400, 404, 409, 500, 503),
        },
      },
    },
    async ({ url, query }, reply) => {
      const request = { ...toFilters(query), format: 'json', uri: url } as const
      const stream = await exportOcds(db, clock, publication, request)
      return attach(reply, 'marches.ocds.json', 'application/json; charset=utf-8').send(stream as never)
    },
  )

  app.get(
    '/v1/exports/contracts.ocds.jsonl',
    {
      handlerTimeout: LONGEST_EXPORT_MS,
      schema: {
        operationId: 'listContractsAsOcds',
        tags: ['Exports'],
        summary: 'Marchés en OCDS : une ligne par publication',
        description: `${OCDS} Une publication (release) par ligne, pour les grands volumes. ${STREAMED}`,
        querystring: ocdsQuerySchema,
        response: {
          200: file('application/jsonl', 'Une publication par ligne.'),
          ...problems(400, 404, 409, 500, 503),
        },
      },
    },
    async ({ query }, reply) => {
      const request = { ...toFilters(query), format: 'jsonl', uri: null } as const
      const stream = await exportOcds(db, clock, publication, request)
      return attach(reply, 'marches.ocds.jsonl', 'application/jsonl; charset=utf-8').send(stream as never)
    },
  )

  app.get(
    '/v1/exports/contracts.csv',
    {
      handlerTimeout: LONGEST_EXPORT_MS,
      schema: {
        operationId: 'listContractsAsCsv',
        tags: ['Exports'],
        summary: 'Marchés en CSV : données essentielles',
        description: `Les marchés qui comptent, selon le schéma tabulaire national des données essentielles : virgules, UTF-8, une ligne par titulaire. Un texte inconnu que le schéma exige vaut \`NC\` ; un nombre, une date ou un code inconnu reste vide. Un texte qu’un tableur exécuterait est précédé d’une apostrophe. ${STREAMED}`,
        querystring: contractsCsvQuerySchema,
        response: { 200: file('text/csv', 'Le fichier CSV.'), ...problems(400, 404, 500, 503) },
      },
    },
    async ({ query }, reply) => {
      const stream = await exportContractsCsv(db, clock, { ...toFilters(query), layout: query.columns })
      return attach(reply, 'marches.csv', 'text/csv; charset=utf-8').send(stream as never)
    },
  )
}
