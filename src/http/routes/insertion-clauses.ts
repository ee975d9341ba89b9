import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { changeClause, createClause } from '../../import/insertion-clauses.ts'
import { addDue } from '../../import/insertion-dues.ts'
import { AppError } from '../../platform/errors.ts'
import { reportClause } from '../../reports/insertion-clause-history.ts'
import { listClauseSummaries, listToComplete } from '../../reports/insertion-clauses.ts'
import { toLimits, toPage } from '../paging.ts'
import { clauseChangesOf, dueOf, newClauseOf, thresholdsOf } from '../read-insertion-bodies.ts'
import {
  clauseDetailQuerySchema,
  clausePageSchema,
  clauseParamsSchema,
  clauseQuerySchema,
  clauseReportSchema,
  toCompletePageSchema,
  toCompleteQuerySchema,
} from '../schemas/insertion-clause.ts'
import { clauseChangesSchema, newClauseSchema, newDueSchema } from '../schemas/insertion-input.ts'
import { json, problems } from '../schemas/problem.ts'
import { type Services, toBody } from '../services.ts'

const TAGS = ['Clauses d’insertion']
/** Free texts may name someone: what is refused is neither given back nor logged. */
const PRIVATE = { hidesValues: true }

const unknownClause = (id: number) =>
  new AppError(
    'not-found',
    `Aucune clause d’insertion n’a le numéro ${id}. La liste est à GET /v1/insertion-clauses.`,
  )

export const insertionClauseRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  const answerWith = async (id: number) => {
    const report = await reportClause(db, clock, id)
    if (report === null) throw unknownClause(id)
    return toBody(report)
  }

  app.get(
    '/v1/insertion-clauses',
    {
      schema: {
        operationId: 'listInsertionClauses',
        tags: TAGS,
        summary: 'Liste des clauses d’insertion',
        description:
          'Les clauses enregistrées, par numéro, avec leurs heures et leur état un jour donné. Les règles et les seuils des états sont dans docs/insertion-clauses.md.',
        querystring: clauseQuerySchema,
        response: { 200: json(clausePageSchema, 'Une page de clauses.'), ...problems(400, 500, 503) },
      },
    },
    async (request) => {
      const { buyer: buyers, state: states, basis: bases, from = null, to = null, on = null } = request.query
      const filters = { buyers, states, bases, from, to, on, thresholds: thresholdsOf(request.query) }
      const { clauses, total } = await listClauseSummaries(db, clock, filters, toLimits(request.query))
      return toBody(toPage(request, request.query, { data: clauses, total }))
    },
  )

  app.post(
    '/v1/insertion-clauses',
    {
      config: PRIVATE,
      schema: {
        operationId: 'createInsertionClause',
        tags: TAGS,
        summary: 'Enregistrer une clause d’insertion',
        description:
          'Sur un marché importé (`contractId`) ou par son numéro, importé ou non (`buyer`, `sourceId`, `lot`). Un marché porte une clause, aux fondements multiples.',
        body: newClauseSchema,
        response: {
          201: json(clauseReportSchema, 'Enregistrée. `Location` donne son adresse.'),
          ...problems(400, 404, 409, 413, 415, 500, 503),
        },
      },
    },
    async ({ body }, reply) => {
      const by = { author: body.by ?? null, reason: body.reason ?? null }
      const id = await createClause(db, clock, newClauseOf(body), by)
      reply.header('location', `/v1/insertion-clauses/${id}`)
      return reply.code(201).send(await answerWith(id))
    },
  )

  app.get(
    '/v1/insertion-clauses/:id',
    {
      schema: {
        operationId: 'getInsertionClause',
        tags: TAGS,
        summary: 'Une clause d’insertion',
        description: 'Ses termes, ses heures et son état un jour donné, et tout son historique.',
        params: clauseParamsSchema,
        querystring: clauseDetailQuerySchema,
        response: { 200: json(clauseReportSchema, 'La clause.'), ...problems(400, 404, 500, 503) },
      },
    },
    async ({ params: { id }, query }) => {
      const report = await reportClause(db, clock, id, {
        on: query.on ?? null,
        thresholds: thresholdsOf(query),
      })
      if (report) return toBody(report)
      throw unknownClause(id)
    },
  )

  app.patch(
    '/v1/insertion-clauses/:id',
    {
      config: PRIVATE,
      schema: {
        operationId: 'changeInsertionClause',
        tags: TAGS,
        summary: 'Changer, clore, lever ou annuler une clause',
        description:
          'Seul ce qui est donné change ; les termes d’avant restent dans l’historique, avec l’auteur.',
        params: clauseParamsSchema,
        body: clauseChangesSchema,
        response: {
          200: json(clauseReportSchema, 'La clause changée.'),
          ...problems(400, 404, 413, 415, 500, 503),
        },
      },
    },
    async ({ params: { id }, body }) => {
      const by = { author: body.by ?? null, reason: body.reason ?? null }
      await changeClause(db, clock, id, clauseChangesOf(body), by)
      return answerWith(id)
    },
  )

  app.post(
    '/v1/insertion-clauses/:id/due-hours',
    {
      config: PRIVATE,
      schema: {
        operationId: 'addDueHours',
        tags: TAGS,
        summary: 'Ajouter aux heures dues',
        description:
          'Avenant, reconduction, facture ou correction : une entrée de plus dans l’historique, avec sa méthode et ses paramètres.',
        params: clauseParamsSchema,
        body: newDueSchema,
        response: {
          201: json(clauseReportSchema, 'La clause changée.'),
          ...problems(400, 404, 413, 415, 500, 503),
        },
      },
    },
    async ({ params: { id }, body: { by = null, ...due } }, reply) => {
      await answerWith(id)
      await db.transaction().execute((trx) => addDue(trx, clock, id, dueOf(due), { author: by }))
      return reply.code(201).send(await answerWith(id))
    },
  )

  app.get(
    '/v1/contracts-without-clause',
    {
      schema: {
        operationId: 'listContractsWithoutClause',
        tags: TAGS,
        summary: 'Marchés à compléter',
        description:
          'Les marchés réservés, ou aux considérations « Clause sociale », sans clause d’insertion enregistrée : rien ne dit encore que l’insertion y est. Ils ne comptent dans aucun indicateur d’insertion.',
        querystring: toCompleteQuerySchema,
        response: { 200: json(toCompletePageSchema, 'Une page de marchés.'), ...problems(400, 500, 503) },
      },
    },
    async (request) => {
      const { buyer: buyers, from = null, to = null } = request.query
      const { contracts, total } = await listToComplete(db, { buyers, from, to }, toLimits(request.query))
      return toPage(request, request.query, { data: contracts, total })
    },
  )
}
