import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { AppError } from '../../platform/errors.ts'
import { listImportSummaries, reportImport } from '../../reports/import-report.ts'
import { toLimits, toPage } from '../paging.ts'
import {
  importPageSchema,
  importParamsSchema,
  importQuerySchema,
  importReportSchema,
} from '../schemas/import.ts'
import { json, problems } from '../schemas/problem.ts'
import type { Services } from '../services.ts'

export const importRoutes: FastifyPluginAsyncZod<Services> = async (app, { db }) => {
  app.get(
    '/v1/imports',
    {
      schema: {
        operationId: 'listImports',
        tags: ['Imports'],
        summary: 'Liste des imports',
        description: 'Les imports menés à leur fin, les derniers d’abord, chacun avec son bilan.',
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
      throw new AppError('not-found', `Aucun import n’a le numéro ${id}. La liste est à GET /v1/imports.`)
    },
  )
}
