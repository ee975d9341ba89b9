import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { reportTargetStudy, USUAL_SCENARIOS } from '../../reports/target-study.ts'
import { toCriteria } from '../schemas/contract-filters.ts'
import { json, problems } from '../schemas/problem.ts'
import { studyQuerySchema, studySchema } from '../schemas/target-study.ts'
import { type Services, toBody } from '../services.ts'

export const targetStudyRoutes: FastifyPluginAsyncZod<Services> = async (app, { db, clock }) => {
  app.get(
    '/v1/target-study',
    {
      schema: {
        operationId: 'getTargetStudy',
        tags: ['Plans'],
        summary: 'De quoi fixer un objectif',
        description:
          'Ce qui a été atteint, par année et par division CPV ; les marchés qui finissent, et combien de fournisseurs du périmètre ont remporté de tels marchés ; la part qu’on obtiendrait si une part de ce qui finit allait au périmètre. Chaque ligne s’ouvre à l’adresse de l’indicateur.',
        querystring: studyQuerySchema,
        response: { 200: json(studySchema, 'L’étude.'), ...problems(400, 404, 500, 503) },
      },
    },
    async ({
      query: {
        buyer,
        group = [],
        scenario,
        target = null,
        kind = null,
        size = null,
        department = null,
        region = null,
        perimeter,
        holders,
        frameworks,
        years,
        months,
        ...criteria
      },
    }) =>
      toBody(
        await reportTargetStudy(db, clock, {
          ...{ perimeter, holders, frameworks, years, months },
          filters: toCriteria(criteria),
          buyers: buyer,
          groups: group,
          scenarios: scenario ?? USUAL_SCENARIOS,
          target,
          peers: { kind, size, department, region, group: null },
        }),
      ),
  )
}
