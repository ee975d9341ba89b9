import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { parsePhase } from '../../domain/contract-filter/phase.ts'
import { reportCatalogue } from '../../reports/indicator-catalogue.ts'
import { openIndicator } from '../../reports/indicator-contracts.ts'
import { exportIndicatorContracts } from '../../reports/indicator-export.ts'
import { reportIndicator } from '../../reports/indicator-report.ts'
import type { IndicatorRequest } from '../../reports/indicator-request.ts'
import { isInsertionIndicator, reportInsertionFigure } from '../../reports/insertion-figure.ts'
import { listDiversity, reportDiversity } from '../../reports/supplier-diversity.ts'
import { toLimits, toPage } from '../paging.ts'
import { toFilters } from '../schemas/contract-filters.ts'
import {
  anyIndicatorSchema,
  catalogueSchema,
  indicatorParamsSchema,
  indicatorQuerySchema,
  openedPageSchema,
  openingFileQuerySchema,
  openingQuerySchema,
} from '../schemas/indicator.ts'
import { json, problems } from '../schemas/problem.ts'
import {
  diversityListQuerySchema,
  diversityPageSchema,
  diversityQuerySchema,
  diversityReportSchema,
} from '../schemas/supplier-diversity.ts'
import { type Services, toBody } from '../services.ts'

const phasesOf = (phases: readonly string[] | undefined) =>
  phases?.flatMap((phase) => parsePhase(phase) ?? [])

export const toRequest = (id: string, query: z.infer<typeof indicatorQuerySchema>): IndicatorRequest => ({
  id,
  filters: toFilters(query),
  perimeter: query.perimeter,
  holders: query.holders,
  territory: query.territory,
  field: query.field,
  threshold: query.threshold === undefined ? undefined : BigInt(query.threshold) * 100n,
  frameworks: query.frameworks,
  by: query.by,
  phases: phasesOf(query.phase),
  fullTimeHours: query.fullTimeHours,
  isInternal: query.audience === undefined ? undefined : query.audience === 'internal',
})

const toDiversity = (query: z.infer<typeof diversityQuerySchema>) => ({
  filters: toFilters(query),
  perimeter: query.perimeter,
  frameworks: query.frameworks,
  by: query.by,
  phases: phasesOf(query.phase),
})

export const indicatorRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/indicators',
    {
      schema: {
        operationId: 'listIndicators',
        tags: ['Indicateurs'],
        summary: 'Catalogue des indicateurs',
        description:
          'Définition, formule, unité, exclusions, hypothèses et textes de chaque indicateur, et les ventilations possibles.',
        querystring: z.strictObject({}),
        response: { 200: json(catalogueSchema, 'Le catalogue.'), ...problems(400, 500) },
      },
    },
    async () => reportCatalogue(),
  )

  app.get(
    '/v1/indicators/:id',
    {
      schema: {
        operationId: 'getIndicator',
        tags: ['Indicateurs'],
        summary: 'Un indicateur, filtré et ventilé',
        description:
          'Le total et, avec `by`, une ligne par valeur, chacun avec ses composantes ; la méthode, les filtres, les sources et leurs dates, les réserves et l’instant des données. Ce qui manque pour répondre est compté à part (`undetermined`), jamais « non ». Les indicateurs qui comptent des clauses d’insertion, des heures ou des personnes ont les mêmes filtres et ventilations, et une réponse de leur forme.',
        params: indicatorParamsSchema,
        querystring: indicatorQuerySchema,
        response: { 200: json(anyIndicatorSchema, 'L’indicateur.'), ...problems(400, 404, 500, 503) },
      },
    },
    async ({ params: { id }, query }) => {
      const request = toRequest(id, query)
      return toBody(
        isInsertionIndicator(id)
          ? await reportInsertionFigure(db, clock, request)
          : await reportIndicator(db, clock, request),
      )
    },
  )

  app.get(
    '/v1/indicators/:id/contracts',
    {
      schema: {
        operationId: 'listIndicatorContracts',
        tags: ['Indicateurs'],
        summary: 'Les marchés derrière un chiffre',
        description:
          'Avec les mêmes paramètres que le chiffre : les marchés d’une de ses parties, ce que chacun y apporte et pourquoi. `counted` est ce que tous apportent : le chiffre même, en nombre et au centime. Les noms des personnes physiques sont masqués.',
        params: indicatorParamsSchema,
        querystring: openingQuerySchema,
        response: { 200: json(openedPageSchema, 'Une page de marchés.'), ...problems(400, 404, 500, 503) },
      },
    },
    async (request) => {
      const { params, query } = request
      const { part, key = null } = query
      const opened = await openIndicator(
        db,
        clock,
        { ...toRequest(params.id, query), part, key },
        toLimits(query),
      )
      const page = toPage(request, query, { data: opened.contracts, total: opened.total })
      return toBody({ ...page, counted: opened.counted })
    },
  )

  app.get(
    '/v1/indicators/:id/contracts.csv',
    {
      schema: {
        operationId: 'listIndicatorContractsCsv',
        tags: ['Indicateurs'],
        summary: 'Tous les marchés derrière un chiffre, en CSV',
        description:
          'La même liste, entière (100 000 marchés au plus). Points-virgules, virgules décimales et marque d’ordre des octets : s’ouvre dans un tableur français.',
        params: indicatorParamsSchema,
        querystring: openingFileQuerySchema,
        response: {
          200: {
            description: 'Le fichier CSV.',
            content: { 'text/csv': { schema: z.string().describe('CSV, UTF-8.') } },
          },
          ...problems(400, 404, 500, 503),
        },
      },
    },
    async ({ params: { id }, query }, reply) => {
      const { part, key = null } = query
      const csv = await exportIndicatorContracts(db, clock, { ...toRequest(id, query), part, key })
      reply.header('content-disposition', `attachment; filename="${id}-${part}.csv"`)
      reply.type('text/csv; charset=utf-8')
      return reply.send(csv as never)
    },
  )

  app.get(
    '/v1/indicators/supplier-diversity',
    {
      schema: {
        operationId: 'getSupplierDiversity',
        tags: ['Indicateurs'],
        summary: 'Fournisseurs distincts, nouveaux, et concentration',
        description:
          'Combien de fournisseurs du périmètre ont un marché compté, combien sont nouveaux pour ces acheteurs, et la part des premiers dans les euros du périmètre ; avec `by`, une ligne par valeur, comme les autres indicateurs.',
        querystring: diversityQuerySchema,
        response: { 200: json(diversityReportSchema, 'Le chiffre.'), ...problems(400, 404, 500, 503) },
      },
    },
    async ({ query }) => toBody(await reportDiversity(db, clock, toDiversity(query))),
  )

  app.get(
    '/v1/indicators/supplier-diversity/suppliers',
    {
      schema: {
        operationId: 'listDiverseSuppliers',
        tags: ['Indicateurs'],
        summary: 'Les fournisseurs derrière le chiffre',
        description:
          'Avec les mêmes paramètres que le chiffre : les fournisseurs d’une de ses parties, ou d’une de ses lignes (`key`), ceux du plus d’euros d’abord. Les noms des personnes physiques sont masqués.',
        querystring: diversityListQuerySchema,
        response: {
          200: json(diversityPageSchema, 'Une page de fournisseurs.'),
          ...problems(400, 404, 500, 503),
        },
      },
    },
    async (request) => {
      const { query } = request
      const asked = { ...toDiversity(query), part: query.part, key: query.key ?? null }
      const { suppliers, total } = await listDiversity(db, clock, asked, toLimits(query))
      return toPage(request, query, { data: suppliers, total })
    },
  )
}
