import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { unknownSupplier } from '../../import/decide-supplier.ts'
import { todayOf } from '../../platform/clock.ts'
import { listRegisterEntries, listSuppliersToReview } from '../../reports/register-report.ts'
import { reportSupplier } from '../../reports/supplier-report.ts'
import { toLimits, toPage } from '../paging.ts'
import { json, problems } from '../schemas/problem.ts'
import {
  registerPageSchema,
  registerQuerySchema,
  reviewPageSchema,
  reviewQuerySchema,
} from '../schemas/register.ts'
import { supplierParamsSchema, supplierQuerySchema, supplierReportSchema } from '../schemas/supplier.ts'
import { type Services, toBody } from '../services.ts'

export const supplierRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/suppliers',
    {
      schema: {
        operationId: 'listSuppliers',
        tags: ['Fournisseurs'],
        summary: 'Registre des fournisseurs',
        description:
          'Les entreprises qui ont des marchés ou ont été payées, et leur classement un jour dans un périmètre. `q` cherche un nom (sans accents, majuscules ni ordre des mots ; à défaut, ceux qui s’en approchent, et `isApproximate` le dit), un SIREN, un SIRET ou un numéro de TVA. Les noms des personnes physiques sont masqués et ne se cherchent pas.',
        querystring: registerQuerySchema,
        response: { 200: json(registerPageSchema, 'Une page du registre.'), ...problems(400, 500, 503) },
      },
    },
    async (request) => {
      const { q, perimeter, outcome, on, family, department, conflict, decided, sort } = request.query
      const { entries, total, isApproximate } = await listRegisterEntries(
        db,
        {
          q: q ?? null,
          perimeter,
          outcome: outcome ?? null,
          day: on ?? todayOf(clock),
          family: family ?? null,
          department: department ?? null,
          isInConflict: conflict ?? null,
          isDecided: decided ?? null,
          sort,
        },
        toLimits(request.query),
      )
      return { ...toPage(request, request.query, { data: entries, total }), isApproximate }
    },
  )

  app.get(
    '/v1/suppliers/to-review',
    {
      schema: {
        operationId: 'listSuppliersToReview',
        tags: ['Fournisseurs'],
        summary: 'Fournisseurs à examiner',
        description:
          'Les fournisseurs indéterminés, ceux dont le doute déplace le plus d’euros d’abord : les marchés qu’une part compte par défaut et qui restent indéterminés à cause d’eux. Un marché dont un cotitulaire répond au périmètre est tranché. Sans `buyer`, `total` compte aussi ceux dont le doute porte sur d’autres jours que ceux de leurs marchés.',
        querystring: reviewQuerySchema,
        response: { 200: json(reviewPageSchema, 'Une page de fournisseurs.'), ...problems(400, 500, 503) },
      },
    },
    async (request) => {
      const { buyer: buyers, perimeter } = request.query
      const { suppliers, total } = await listSuppliersToReview(
        db,
        clock,
        { buyers, perimeter },
        toLimits(request.query),
      )
      return toPage(request, request.query, { data: suppliers, total })
    },
  )

  app.get(
    '/v1/suppliers/:siren',
    {
      schema: {
        operationId: 'getSupplier',
        tags: ['Fournisseurs'],
        summary: 'Un fournisseur et ses classements',
        description:
          'Ce que dit chaque source, le classement pour chaque périmètre avec sa règle et ses preuves, les contradictions entre sources. Le nom d’une personne physique est masqué.',
        params: supplierParamsSchema,
        querystring: supplierQuerySchema,
        response: { 200: json(supplierReportSchema, 'Le fournisseur.'), ...problems(400, 404, 500, 503) },
      },
    },
    async ({ params: { siren }, query: { on } }) => {
      const report = await reportSupplier(db, clock, siren, on)
      if (report) return toBody(report)
      throw unknownSupplier(siren)
    },
  )
}
