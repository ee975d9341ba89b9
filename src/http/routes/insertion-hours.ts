import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { getClauseRow } from '../../import/insertion-clauses.ts'
import { correctHours, recordHours } from '../../import/insertion-hours.ts'
import { listHoursOfClause } from '../../reports/insertion-clause-history.ts'
import { toLimits, toPage } from '../paging.ts'
import { hoursChangesOf, newHoursOf } from '../read-insertion-bodies.ts'
import { clauseParamsSchema } from '../schemas/insertion-clause.ts'
import {
  hoursChangesSchema,
  hoursPageSchema,
  hoursParamsSchema,
  hoursQuerySchema,
  newHoursSchema,
  recordedSchema,
} from '../schemas/insertion-hours.ts'
import { json, problems } from '../schemas/problem.ts'
import type { Services } from '../services.ts'

const TAGS = ['Clauses d’insertion']
const PRIVATE = { hidesValues: true }

export const insertionHoursRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/insertion-clauses/:id/hours',
    {
      schema: {
        operationId: 'listInsertionHours',
        tags: TAGS,
        summary: 'Heures réalisées d’une clause',
        description:
          'Les relevés, dernières périodes d’abord ; un total que des personnes ou des périodes plus courtes détaillent est montré et ne compte pas.',
        params: clauseParamsSchema,
        querystring: hoursQuerySchema,
        response: { 200: json(hoursPageSchema, 'Une page de relevés.'), ...problems(400, 404, 500, 503) },
      },
    },
    async (request) => {
      const { id } = request.params
      await getClauseRow(db, id)
      const query = { clauseId: id, withHistory: request.query.history }
      const { statements, total } = await listHoursOfClause(db, query, toLimits(request.query))
      return toPage(request, request.query, { data: statements, total })
    },
  )

  app.post(
    '/v1/insertion-clauses/:id/hours',
    {
      config: PRIVATE,
      schema: {
        operationId: 'recordInsertionHours',
        tags: TAGS,
        summary: 'Enregistrer des heures réalisées',
        description:
          'D’une personne, désignée par un code, ou en total. Un nom, une date de naissance complète ou un numéro de sécurité sociale est refusé, sans être enregistré, journalisé ni rendu.',
        params: clauseParamsSchema,
        body: newHoursSchema,
        response: {
          201: json(recordedSchema, 'Enregistrées.'),
          ...problems(400, 404, 409, 413, 415, 500, 503),
        },
      },
    },
    async ({ params: { id }, body }, reply) => {
      const by = { author: body.by ?? null, reason: body.reason ?? null }
      const statement = await recordHours(db, clock, id, newHoursOf(body), by)
      return reply.code(201).send({ id: Number(statement) })
    },
  )

  app.patch(
    '/v1/insertion-clauses/:id/hours/:statementId',
    {
      config: PRIVATE,
      schema: {
        operationId: 'correctInsertionHours',
        tags: TAGS,
        summary: 'Corriger, valider ou retirer des heures',
        description: 'Une version de plus du relevé ; celles d’avant restent, avec leurs auteurs.',
        params: hoursParamsSchema,
        body: hoursChangesSchema,
        response: {
          200: json(recordedSchema, 'La version en vigueur.'),
          ...problems(400, 404, 413, 415, 500, 503),
        },
      },
    },
    async ({ params: { id, statementId }, body }) => {
      const by = { author: body.by ?? null, reason: body.reason ?? null }
      const at = { clauseId: id, id: BigInt(statementId) }
      return { id: Number(await correctHours(db, clock, at, hoursChangesOf(body), by)) }
    },
  )
}
