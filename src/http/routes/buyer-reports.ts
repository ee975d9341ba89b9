import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { reportBuyer } from '../../reports/buyer-report.ts'
import { writeReport } from '../../reports/buyer-report-formats.ts'
import { PAGE_POLICY } from '../response-headers.ts'
import {
  buyerReportParamsSchema,
  buyerReportQuerySchema,
  buyerReportSchema,
} from '../schemas/buyer-report.ts'
import { json, problems } from '../schemas/problem.ts'
import { type Services, toBody } from '../services.ts'

const CONTENT =
  'Tous les indicateurs du catalogue sur les marchés notifiés dans l’année, dix ans d’historique, l’ESS par catégorie d’achat et par famille juridique, les objectifs des plans qui lient l’acheteur, l’insertion si des clauses sont connues, les fournisseurs de l’ESS (noms des personnes physiques masqués), réserves et méthodes. Les chiffres sont ceux de `GET /v1/indicators/{id}`.'

const FILES = [
  {
    format: 'csv',
    operationId: 'getBuyerReportCsv',
    summary: 'Rapport annuel d’un acheteur, en CSV',
    what: 'Un chiffre par ligne ; schéma tabulaire : `docs/schemas/buyer-report.json`. Points-virgules, virgules décimales et marque d’ordre des octets : s’ouvre dans un tableur français.',
    type: 'text/csv',
    disposition: 'attachment',
  },
  {
    format: 'xlsx',
    operationId: 'getBuyerReportXlsx',
    summary: 'Rapport annuel d’un acheteur, en classeur',
    what: 'Plusieurs feuilles ; nombres, pourcentages et dates en sont de vrais.',
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    disposition: 'attachment',
  },
  {
    format: 'html',
    operationId: 'getBuyerReportHtml',
    summary: 'Rapport annuel d’un acheteur, en page à imprimer',
    what: 'Une seule page, sans script ni ressource extérieure, graphiques accompagnés de leurs tableaux ; s’imprime en A4.',
    type: 'text/html',
    disposition: 'inline',
  },
] as const

export const buyerReportRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/reports/:year.json',
    {
      schema: {
        operationId: 'getBuyerReport',
        tags: ['Rapports'],
        summary: 'Rapport annuel d’un acheteur',
        description: CONTENT,
        params: buyerReportParamsSchema,
        querystring: buyerReportQuerySchema,
        response: { 200: json(buyerReportSchema, 'Le rapport.'), ...problems(400, 404, 409, 500, 503) },
      },
    },
    async ({ params: { year }, query: { buyer, plan = null } }) =>
      toBody(await reportBuyer(db, clock, { buyer, year, plan })),
  )

  for (const { format, operationId, summary, what, type, disposition } of FILES)
    app.get(
      `/v1/reports/:year.${format}`,
      {
        schema: {
          operationId,
          tags: ['Rapports'],
          summary,
          description: `${CONTENT} ${what}`,
          params: buyerReportParamsSchema,
          querystring: buyerReportQuerySchema,
          response: {
            200: {
              description: 'Le fichier.',
              content: { [type]: { schema: z.string().describe('Le fichier.') } },
            },
            ...problems(400, 404, 409, 500, 503),
          },
        },
      },
      async ({ params: { year }, query: { buyer, plan = null } }, reply) => {
        const bytes = await writeReport(await reportBuyer(db, clock, { buyer, year, plan }), format)
        reply.header('content-disposition', `${disposition}; filename="rapport-${buyer}-${year}.${format}"`)
        if (format === 'html') reply.header('content-security-policy', PAGE_POLICY)
        reply.type(format === 'xlsx' ? type : `${type}; charset=utf-8`)
        return reply.send(bytes as never)
      },
    )
}
