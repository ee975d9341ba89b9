import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Clock } from '../platform/clock.ts'
import type { PublicationSettings } from '../platform/config.ts'
import { keepAnswers } from './kept-answers.ts'
import { describeApi } from './openapi.ts'
import { answerError } from './problems.ts'
import { refuseUnstorableTexts } from './refuse-unstorable-texts.ts'
import { requestIdOf, setCommonHeaders } from './response-headers.ts'
import { buyerGroupRoutes } from './routes/buyer-groups.ts'
import { buyerReportRoutes } from './routes/buyer-reports.ts'
import { comparisonRoutes } from './routes/comparisons.ts'
import { contractRoutes } from './routes/contracts.ts'
import { decisionRoutes } from './routes/decisions.ts'
import { duplicateRoutes } from './routes/duplicates.ts'
import { editionRoutes } from './routes/editions.ts'
import { exportRoutes } from './routes/exports.ts'
import { healthRoutes } from './routes/health.ts'
import { importRoutes } from './routes/imports.ts'
import { indicatorClauseRoutes } from './routes/indicator-clauses.ts'
import { indicatorRoutes } from './routes/indicators.ts'
import { insertionAssessmentRoutes } from './routes/insertion-assessment.ts'
import { insertionClauseRoutes } from './routes/insertion-clauses.ts'
import { insertionFileRoutes } from './routes/insertion-files.ts'
import { insertionHoursRoutes } from './routes/insertion-hours.ts'
import { insertionReportRoutes } from './routes/insertion-report.ts'
import { mappingProfileRoutes } from './routes/mapping-profiles.ts'
import { methodologyRoutes } from './routes/methodology.ts'
import { namedSupplierRoutes } from './routes/named-suppliers.ts'
import { paymentRoutes } from './routes/payments.ts'
import { plannedPurchaseRoutes } from './routes/planned-purchases.ts'
import { planRoutes } from './routes/plans.ts'
import { publicationRoutes } from './routes/publications.ts'
import { reclassificationRoutes } from './routes/reclassifications.ts'
import { shareRoutes } from './routes/shares.ts'
import { supplierRoutes } from './routes/suppliers.ts'
import { targetStudyRoutes } from './routes/target-study.ts'
import { transitionRoutes } from './routes/transitions.ts'
import { uploadRoutes } from './routes/uploads.ts'
import type { Db, Services } from './services.ts'
import { answerUnknownRoutes } from './unknown-routes.ts'

/** A request is received whole within this time, its file included: 1 GB at 10 Mbit/s takes 14 minutes. */
const RECEIVE_TIMEOUT_MS = 30 * 60 * 1000
/** An answer comes within this time, or a problem does. */
const ANSWER_TIMEOUT_MS = 60_000

export type AppOptions = {
  db: Db
  clock: Clock
  logger: FastifyBaseLogger
  config: { uploadLimitBytes: number; publication: PublicationSettings }
}

/** Builds the API, the same for the server and the tests. It listens to nothing yet and closes no database. */
export async function createApp({ db, clock, logger, config }: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: logger,
    logController: new LogController({ requestIdLogLabel: 'requestId' }),
    genReqId: requestIdOf,
    requestTimeout: RECEIVE_TIMEOUT_MS,
    handlerTimeout: ANSWER_TIMEOUT_MS,
    frameworkErrors: (error, request, reply) => {
      setCommonHeaders(request, reply)
      answerError(error, request, reply)
    },
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(answerError)
  app.addHook('onRequest', async (request, reply) => setCommonHeaders(request, reply))
  answerUnknownRoutes(app)
  refuseUnstorableTexts(app)
  keepAnswers(app, { db, clock })

  await describeApi(app)
  const { uploadLimitBytes, publication } = config
  const services: Services = { db, clock, uploadLimitBytes, publication }
  await app.register(shareRoutes, services)
  await app.register(indicatorRoutes, services)
  await app.register(comparisonRoutes, services)
  await app.register(buyerGroupRoutes, services)
  await app.register(transitionRoutes, services)
  await app.register(contractRoutes, services)
  await app.register(paymentRoutes, services)
  await app.register(exportRoutes, services)
  await app.register(duplicateRoutes, services)
  await app.register(supplierRoutes, services)
  await app.register(decisionRoutes, services)
  await app.register(reclassificationRoutes, services)
  await app.register(namedSupplierRoutes, services)
  await app.register(planRoutes, services)
  await app.register(targetStudyRoutes, services)
  await app.register(buyerReportRoutes, services)
  await app.register(publicationRoutes, services)
  await app.register(editionRoutes, services)
  await app.register(insertionClauseRoutes, services)
  await app.register(insertionHoursRoutes, services)
  await app.register(insertionAssessmentRoutes, services)
  await app.register(insertionFileRoutes, services)
  await app.register(plannedPurchaseRoutes, services)
  await app.register(indicatorClauseRoutes, services)
  await app.register(insertionReportRoutes, services)
  await app.register(importRoutes, services)
  await app.register(uploadRoutes, services)
  await app.register(mappingProfileRoutes, services)
  await app.register(methodologyRoutes)
  await app.register(healthRoutes, services)
  return app
}
