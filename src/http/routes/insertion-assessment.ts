import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { addNote } from '../../import/insertion-notes.ts'
import { AppError } from '../../platform/errors.ts'
import { assessClause } from '../../reports/insertion-assessment.ts'
import { listProspects } from '../../reports/insertion-prospects.ts'
import {
  assessmentQuerySchema,
  assessmentSchema,
  newNoteSchema,
  prospectQuerySchema,
  prospectsSchema,
} from '../schemas/insertion-assessment.ts'
import { clauseParamsSchema } from '../schemas/insertion-clause.ts'
import { json, problems } from '../schemas/problem.ts'
import { type Services, toBody } from '../services.ts'

const TAGS = ['Clauses d’insertion']

export const insertionAssessmentRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  const assess = async (id: number, isInternal: boolean) => {
    const assessment = await assessClause(db, clock, id, isInternal)
    if (assessment) return toBody(assessment)
    throw new AppError('not-found', `Aucune clause d’insertion en vigueur n’a le numéro ${id}.`)
  }

  app.get(
    '/v1/insertion-clauses/:id/assessment',
    {
      schema: {
        operationId: 'getInsertionAssessment',
        tags: TAGS,
        summary: 'La clause est-elle concluante ?',
        description:
          'Promis et réalisé, rythme, personnes, manque et pénalités prévues, notes, à côté des clauses voisines.',
        params: clauseParamsSchema,
        querystring: assessmentQuerySchema,
        response: { 200: json(assessmentSchema, 'L’appréciation.'), ...problems(400, 404, 500, 503) },
      },
    },
    ({ params: { id }, query }) => assess(id, query.audience === 'internal'),
  )

  app.post(
    '/v1/insertion-clauses/:id/notes',
    {
      config: { hidesValues: true },
      schema: {
        operationId: 'addClauseNote',
        tags: TAGS,
        summary: 'Ajouter une note à une clause',
        description: 'Difficulté d’une entreprise, décision. Une note ne se change pas.',
        params: clauseParamsSchema,
        body: newNoteSchema,
        response: {
          201: json(assessmentSchema, 'L’appréciation, note comprise.'),
          ...problems(400, 404, 413, 415, 500, 503),
        },
      },
    },
    async ({ params: { id }, body: { note, on = null, by = null } }, reply) => {
      await addNote(db, clock, id, { note, on }, { author: by })
      return reply.code(201).send(await assess(id, false))
    },
  )

  app.get(
    '/v1/insertion-prospects',
    {
      schema: {
        operationId: 'listInsertionProspects',
        tags: TAGS,
        summary: 'Où étendre les clauses ?',
        description:
          'Achats prévus, et marchés sans clause qui finissent bientôt, dans les familles où les clauses sont d’usage, avec les heures que donnerait la formule : ses paramètres sont ceux de la demande.',
        querystring: prospectQuerySchema,
        response: { 200: json(prospectsSchema, 'Les marchés et les familles.'), ...problems(400, 500, 503) },
      },
    },
    ({ query: { buyer: buyers, days, labourSharePercent, insertionRatePercent, hourlyCost } }) =>
      listProspects(db, clock, {
        buyers,
        days,
        labourShareBasisPoints: labourSharePercent * 100,
        insertionRateBasisPoints: insertionRatePercent * 100,
        hourlyCostCents: hourlyCost * 100,
      }),
  )
}
