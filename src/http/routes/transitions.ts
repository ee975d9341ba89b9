import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { TRANSITIONS } from '../../domain/contract-filter/transition.ts'
import { reportTags, saveTags } from '../../reports/contract-tags.ts'
import { reportTransitions, saveTransitions } from '../../reports/transitions.ts'
import { contractParamsSchema } from '../schemas/contract-report.ts'
import { choice, text } from '../schemas/parameters.ts'
import { json, problems } from '../schemas/problem.ts'
import { type Services, toBody } from '../services.ts'

const CHOICES = [...TRANSITIONS, 'none'] as const

const tableSchema = z
  .object({
    data: z
      .array(
        z
          .object({
            cpvPrefix: z.string().describe('Début du code CPV ; le plus long qui convient décide.'),
            transitions: z.array(z.enum(CHOICES)).describe('Ce qu’il sert ; `none` : aucune.'),
          })
          .meta({ id: 'TransitionRule', description: 'Ce que sert un début de code CPV.' }),
      )
      .describe('Par début de code CPV.'),
  })
  .meta({ id: 'Transitions', description: 'La table des transitions.' })

const TAG = 'une étiquette de 1 à 60 caractères, autre que none et unknown'
const tagsBodySchema = z.strictObject({
  tags: z
    .array(text(/^\S(.{0,58}\S)?$/, TAG))
    .max(50, 'au plus 50 étiquettes')
    .describe('Les étiquettes du marché ; vide : aucune. Elles remplacent celles qu’il avait.'),
})

const tagsSchema = z
  .object({
    data: z
      .array(
        z
          .object({
            tag: z.string().describe('L’étiquette.'),
            contracts: z.int().describe('Nombre de marchés qui l’ont.'),
          })
          .meta({ id: 'Tag', description: 'Une étiquette.' }),
      )
      .describe('Par ordre alphabétique.'),
  })
  .meta({ id: 'Tags', description: 'Les étiquettes.' })

/** What agents say of contracts to read figures by: transitions by CPV code, tags one by one. */
export const transitionRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/transitions',
    {
      schema: {
        operationId: 'listTransitions',
        tags: ['Indicateurs'],
        summary: 'Table des transitions',
        description:
          'Quelle transition (démographique, sociétale, économique, écologique, numérique) sert un achat, d’après le début de son code CPV.',
        querystring: z.strictObject({}),
        response: { 200: json(tableSchema, 'La table.'), ...problems(400, 500, 503) },
      },
    },
    async () => ({ data: await reportTransitions(db) }),
  )

  app.put(
    '/v1/transitions/:cpvPrefix',
    {
      schema: {
        operationId: 'saveTransitions',
        tags: ['Indicateurs'],
        summary: 'Dire ce que sert un début de code CPV',
        description:
          'Remplace ce que sert ce début de code. Une liste vide le retire de la table : un début plus court décide alors. `none` : aucune transition, quoi que dise un début plus court.',
        params: z.strictObject({
          cpvPrefix: text(/^\d{2,8}$/, 'de 2 à 8 chiffres, sans clé').describe('Début du code CPV.'),
        }),
        body: z.strictObject({
          transitions: z.array(choice(CHOICES)).max(5, 'au plus 5 transitions').describe('Ce qu’il sert.'),
        }),
        response: { 200: json(tableSchema, 'La table entière.'), ...problems(400, 404, 415, 500, 503) },
      },
    },
    async ({ params: { cpvPrefix }, body: { transitions } }) => {
      await saveTransitions(db, clock, { cpvPrefix, transitions })
      return { data: await reportTransitions(db) }
    },
  )

  app.get(
    '/v1/tags',
    {
      schema: {
        operationId: 'listTags',
        tags: ['Marchés'],
        summary: 'Étiquettes',
        description: 'Les étiquettes mises par les agents, et combien de marchés ont chacune.',
        querystring: z.strictObject({}),
        response: { 200: json(tagsSchema, 'Les étiquettes.'), ...problems(400, 500, 503) },
      },
    },
    async () => ({ data: await reportTags(db) }),
  )

  app.put(
    '/v1/contracts/:id/tags',
    {
      schema: {
        operationId: 'saveTags',
        tags: ['Marchés'],
        summary: 'Étiqueter un marché',
        description: 'Remplace les étiquettes d’un marché. Elles le suivent dans ses corrections.',
        params: contractParamsSchema,
        body: tagsBodySchema,
        response: { 200: json(tagsSchema, 'Toutes les étiquettes.'), ...problems(400, 404, 415, 500, 503) },
      },
    },
    async ({ params: { id }, body: { tags } }) => {
      await saveTags(db, clock, id, tags)
      return toBody({ data: await reportTags(db) })
    },
  )
}
