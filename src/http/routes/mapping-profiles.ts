import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  deleteProfile,
  getProfile,
  listDescribedProfiles,
  saveProfile,
} from '../../import/mapping-profiles.ts'
import { toLimits, toPage } from '../paging.ts'
import {
  newProfileSchema,
  profilePageSchema,
  profileParamsSchema,
  profileQuerySchema,
  profileSchema,
} from '../schemas/mapping-profile.ts'
import { json, problems } from '../schemas/problem.ts'
import type { Services } from '../services.ts'

const TAGS = ['Profils de colonnes']

export const mappingProfileRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/mapping-profiles',
    {
      schema: {
        operationId: 'listMappingProfiles',
        tags: TAGS,
        summary: 'Liste des profils de colonnes',
        description: 'Les profils enregistrés, par numéro, avec ce que contient chaque colonne.',
        querystring: profileQuerySchema,
        response: { 200: json(profilePageSchema, 'Une page de profils.'), ...problems(400, 500, 503) },
      },
    },
    async (request) => {
      const { profiles, total } = await listDescribedProfiles(db, toLimits(request.query))
      return toPage(request, request.query, { data: profiles, total })
    },
  )

  app.post(
    '/v1/mapping-profiles',
    {
      schema: {
        operationId: 'saveMappingProfile',
        tags: TAGS,
        summary: 'Enregistrer un profil de colonnes',
        description:
          'Dit une fois ce que contiennent les colonnes d’un tableau ; les prochains imports de tableaux aux mêmes titres (quels que soient leur ordre, leur casse et leurs accents) l’appliquent d’eux-mêmes, et le disent. Les colonnes que `map` ne nomme pas sont lues comme à l’import, suppositions comprises : l’essai d’un import (`dryRun=true`) les montre. Remplace le profil des mêmes titres et du même acheteur.',
        body: newProfileSchema,
        response: {
          200: json(profileSchema, 'Remplacé.'),
          201: json(profileSchema, 'Enregistré. `Location` donne son adresse.'),
          ...problems(400, 413, 415, 500, 503),
        },
      },
    },
    async ({ body: { map, ...body } }, reply) => {
      const { profile, isNew } = await saveProfile(db, clock, { ...body, choices: map })
      reply.header('location', `/v1/mapping-profiles/${profile.id}`)
      return reply.code(isNew ? 201 : 200).send(profile)
    },
  )

  app.get(
    '/v1/mapping-profiles/:id',
    {
      schema: {
        operationId: 'getMappingProfile',
        tags: TAGS,
        summary: 'Un profil de colonnes',
        description: 'Ce que contient chaque colonne, qui l’a dit et quand.',
        params: profileParamsSchema,
        response: { 200: json(profileSchema, 'Le profil.'), ...problems(400, 404, 500, 503) },
      },
    },
    ({ params: { id } }) => getProfile(db, id),
  )

  app.delete(
    '/v1/mapping-profiles/:id',
    {
      schema: {
        operationId: 'deleteMappingProfile',
        tags: TAGS,
        summary: 'Supprimer un profil de colonnes',
        description: 'Les imports déjà faits restent ; les suivants comprennent les colonnes sans lui.',
        params: profileParamsSchema,
        response: {
          204: z.null().describe('Supprimé.'),
          ...problems(400, 404, 500, 503),
        },
      },
    },
    async ({ params: { id } }, reply) => {
      await deleteProfile(db, id)
      return reply.code(204).send(null)
    },
  )
}
