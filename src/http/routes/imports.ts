import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { undoImport } from '../../import/undo-import.ts'
import { AppError } from '../../platform/errors.ts'
import { listImportSummaries, reportImport } from '../../reports/import-report.ts'
import { exportProblems } from '../../reports/problem-list.ts'
import { toLimits, toPage } from '../paging.ts'
import {
  importPageSchema,
  importParamsSchema,
  importQuerySchema,
  importReportSchema,
  undoQuerySchema,
} from '../schemas/import.ts'
import { json, problems } from '../schemas/problem.ts'
import { undoReportSchema } from '../schemas/undo-report.ts'
import type { Services } from '../services.ts'

/** Verdicts decided again over the whole register outlast an ordinary request. */
const LONGEST_UNDO_MS = 30 * 60 * 1000

const noSuchImport = (id: number) =>
  new AppError('not-found', `Aucun import n’a le numéro ${id}. La liste est à GET /v1/imports.`)

export const importRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/imports',
    {
      schema: {
        operationId: 'listImports',
        tags: ['Imports'],
        summary: 'Liste des imports',
        description:
          'Les imports menés à leur fin, les derniers d’abord, chacun avec son bilan. Un import annulé y reste, avec `undoneAt`.',
        querystring: importQuerySchema,
        response: { 200: json(importPageSchema, 'Une page d’imports.'), ...problems(400, 500, 503) },
      },
    },
    async (request) => {
      const { imports, total } = await listImportSummaries(db, toLimits(request.query))
      return toPage(request, request.query, { data: imports, total })
    },
  )

  app.get(
    '/v1/imports/:id',
    {
      schema: {
        operationId: 'getImport',
        tags: ['Imports'],
        summary: 'Un import et ses problèmes',
        description: 'Le bilan d’un import et ses problèmes groupés par cause, chacun avec un exemple.',
        params: importParamsSchema,
        response: { 200: json(importReportSchema, 'L’import.'), ...problems(400, 404, 500, 503) },
      },
    },
    async ({ params: { id } }) => {
      const report = await reportImport(db, BigInt(id))
      if (report) return report
      throw noSuchImport(id)
    },
  )

  app.delete(
    '/v1/imports/:id',
    {
      handlerTimeout: LONGEST_UNDO_MS,
      schema: {
        operationId: 'undoImport',
        tags: ['Imports'],
        summary: 'Annuler un import',
        description:
          'Les données redeviennent ce qu’elles seraient si cet import n’avait jamais eu lieu, ou rien ne change. Ce qu’un autre import a aussi apporté reste, à son nom ; les versions que celui-ci avait dépassées comptent de nouveau. L’import reste listé, avec son bilan et `undoneAt`.',
        params: importParamsSchema,
        querystring: undoQuerySchema,
        response: {
          200: json(undoReportSchema, 'Annulé, ou essai (`dryRun`).'),
          ...problems(400, 404, 409, 500, 503),
        },
      },
    },
    ({ params: { id }, query: { dryRun } }) => undoImport(db, clock, BigInt(id), { isDryRun: dryRun }),
  )

  app.get(
    '/v1/imports/:id/problems.csv',
    {
      schema: {
        operationId: 'listImportProblems',
        tags: ['Imports'],
        summary: 'Tous les problèmes d’un import, en CSV',
        description:
          'La liste complète, une ligne par problème : fichier, feuille, ligne, gravité, code, colonne, valeur, attendu. Points-virgules et marque d’ordre des octets : s’ouvre dans un tableur français.',
        params: importParamsSchema,
        response: {
          200: {
            description: 'Le fichier CSV.',
            content: { 'text/csv': { schema: z.string().describe('CSV, UTF-8.') } },
          },
          ...problems(400, 404, 500, 503),
        },
      },
    },
    async ({ params: { id } }, reply) => {
      const csv = await exportProblems(db, BigInt(id))
      if (csv === null) throw noSuchImport(id)
      reply.header('content-disposition', `attachment; filename="import-${id}-problemes.csv"`)
      reply.type('text/csv; charset=utf-8')
      return reply.send(csv as never)
    },
  )
}
