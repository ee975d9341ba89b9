import { readFile } from 'node:fs/promises'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import t from 'tap'
import { OPENAPI_PATH, renderOpenapi } from '../../src/http/write-openapi.ts'
import { openApp } from './open-app.ts'

type Schema = { description?: string; $ref?: string; type?: string; properties?: Record<string, Schema> }
type Operation = {
  operationId?: string
  summary?: string
  description?: string
  tags?: string[]
  parameters?: { name: string; description?: string }[]
  responses: Record<string, { description?: string; content?: Record<string, { schema?: Schema }> }>
}
type Openapi = {
  openapi: string
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

const text = await renderOpenapi()
const document: Openapi = JSON.parse(text)
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
)

t.test('openapi/openapi.json is the document of the routes; if not, run "npm run openapi"', async (t) => {
  t.equal(await readFile(OPENAPI_PATH, 'utf8'), text)
  t.equal(await renderOpenapi(), text, 'the same on every run')
})

t.test('the document has no fault', async (t) => {
  const config = await createConfig({ extends: ['recommended'] })
  const problems = await lintFromString({ source: text, absoluteRef: OPENAPI_PATH, config })
  t.strictSame(
    problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`),
    [],
  )
})

t.test('each operation says what it is: one name, a tag of the list, a summary, descriptions', async (t) => {
  const tags = document.tags.map(({ name }) => name)
  for (const { name, operation } of operations) {
    t.match(
      operation.operationId,
      /^(get|list|import|undo|check|save|delete|create|change|add|record|correct)[A-Z]\w+$/,
      name,
    )
    t.equal(operation.tags?.length, 1, name)
    t.ok(tags.includes(operation.tags?.[0] ?? ''), name)
    t.match(operation.summary, /\S/, name)
    t.match(operation.description, /\S/, name)
    for (const parameter of operation.parameters ?? [])
      t.match(parameter.description, /\S/, `${name} ${parameter.name}`)
  }
  const ids = operations.map(({ operation }) => operation.operationId)
  t.equal(new Set(ids).size, ids.length, 'no operationId twice')
})

/** What an operation answers, by the end of its path, where it is no JSON. */
const FILE_TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  ics: 'text/calendar',
  html: 'text/html',
  jsonl: 'application/jsonl',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
  'get /v1/editions/{id}/files/{name}': 'application/octet-stream',
}

t.test('each operation describes its refusals as problems', async (t) => {
  for (const { name, operation } of operations) {
    t.ok('400' in operation.responses, name)
    if (name.includes('{')) t.ok('404' in operation.responses, name)
    for (const [status, { description, content }] of Object.entries(operation.responses)) {
      t.match(description, /^\S.+\.$/s, `${name} ${status}`)
      const answer = FILE_TYPES[name.split('.').at(-1) ?? ''] ?? 'application/json'
      const type = status < '400' ? answer : 'application/problem+json'
      t.strictSame(Object.keys(content ?? {}), status === '204' ? [] : [type], `${name} ${status}`)
    }
  }
})

t.test('each field of each answer is described', async (t) => {
  const isDescribed = ({ description, $ref }: Schema) =>
    !!description || !!document.components.schemas[$ref?.split('/').at(-1) ?? '']?.description
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    t.match(schema.description, /\S/, name)
    for (const [field, property] of Object.entries(schema.properties ?? {}))
      t.ok(isDescribed(property), `${name}.${field}`)
  }
})

t.test('the service offers these operations, and no other', async (t) => {
  t.strictSame(operations.map(({ name, operation }) => `${operation.operationId}: ${name}`).sort(), [
    'addClauseNote: post /v1/insertion-clauses/{id}/notes',
    'addDueHours: post /v1/insertion-clauses/{id}/due-hours',
    'changeInsertionClause: patch /v1/insertion-clauses/{id}',
    'checkEdition: get /v1/editions/{id}/verification',
    'checkLiveness: get /health/live',
    'checkReadiness: get /health/ready',
    'correctInsertionHours: patch /v1/insertion-clauses/{id}/hours/{statementId}',
    'createEdition: post /v1/editions',
    'createInsertionClause: post /v1/insertion-clauses',
    'createPlan: post /v1/plans',
    'deleteBuyerGroup: delete /v1/buyer-groups/{id}',
    'deleteMappingProfile: delete /v1/mapping-profiles/{id}',
    'deletePlan: delete /v1/plans/{id}',
    'deletePlannedPurchase: delete /v1/planned-purchases/{id}',
    'getBuyerGroup: get /v1/buyer-groups/{id}',
    'getBuyerReport: get /v1/reports/{year}.json',
    'getBuyerReportCsv: get /v1/reports/{year}.csv',
    'getBuyerReportHtml: get /v1/reports/{year}.html',
    'getBuyerReportXlsx: get /v1/reports/{year}.xlsx',
    'getComparison: get /v1/comparisons',
    'getContract: get /v1/contracts/{id}',
    'getContractsAsOcds: get /v1/exports/contracts.ocds.json',
    'getEdition: get /v1/editions/{id}',
    'getEditionFile: get /v1/editions/{id}/files/{name}',
    'getImport: get /v1/imports/{id}',
    'getIndicator: get /v1/indicators/{id}',
    'getInsertionAssessment: get /v1/insertion-clauses/{id}/assessment',
    'getInsertionCalendar: get /v1/insertion-calendar',
    'getInsertionCalendarCsv: get /v1/insertion-calendar.csv',
    'getInsertionCalendarIcs: get /v1/insertion-calendar.ics',
    'getInsertionClause: get /v1/insertion-clauses/{id}',
    'getInsertionReport: get /v1/insertion-report',
    'getInsertionTemplate: get /v1/insertion-template.xlsx',
    'getMappingProfile: get /v1/mapping-profiles/{id}',
    'getMethodology: get /v1/methodology',
    'getNamedSupplier: get /v1/named-suppliers/{id}',
    'getPlan: get /v1/plans/{id}',
    'getReclassification: get /v1/reclassifications/{id}',
    'getScoreboard: get /v1/plans/{id}/scoreboard',
    'getSetAssessment: get /v1/insertion-assessment',
    'getShare: get /v1/shares',
    'getStatutoryPublication: get /v1/publications/l2111-3.zip',
    'getSupplier: get /v1/suppliers/{siren}',
    'getSupplierDiversity: get /v1/indicators/supplier-diversity',
    'getTargetStudy: get /v1/target-study',
    'importFile: post /v1/imports',
    'listBuyerGroups: get /v1/buyer-groups',
    'listContracts: get /v1/contracts',
    'listContractsAsCsv: get /v1/exports/contracts.csv',
    'listContractsAsOcds: get /v1/exports/contracts.ocds.jsonl',
    'listContractsWithoutClause: get /v1/contracts-without-clause',
    'listDecisions: get /v1/suppliers/{siren}/decisions',
    'listDiverseSuppliers: get /v1/indicators/supplier-diversity/suppliers',
    'listEditions: get /v1/editions',
    'listImportProblems: get /v1/imports/{id}/problems.csv',
    'listImports: get /v1/imports',
    'listIndicatorClauses: get /v1/indicators/{id}/clauses',
    'listIndicatorContracts: get /v1/indicators/{id}/contracts',
    'listIndicatorContractsCsv: get /v1/indicators/{id}/contracts.csv',
    'listIndicators: get /v1/indicators',
    'listInsertionClauses: get /v1/insertion-clauses',
    'listInsertionHours: get /v1/insertion-clauses/{id}/hours',
    'listInsertionMentions: get /v1/insertion-mentions',
    'listInsertionProspects: get /v1/insertion-prospects',
    'listMappingProfiles: get /v1/mapping-profiles',
    'listMovedSuppliers: get /v1/reclassifications/{id}/suppliers',
    'listMovedSuppliersCsv: get /v1/reclassifications/{id}/suppliers.csv',
    'listNameCandidates: get /v1/named-suppliers/{id}/candidates',
    'listNamedSuppliers: get /v1/named-suppliers',
    'listPayments: get /v1/payments',
    'listPlanVersions: get /v1/plans/{id}/versions',
    'listPlannedPurchases: get /v1/planned-purchases',
    'listPlans: get /v1/plans',
    'listReclassifications: get /v1/reclassifications',
    'listSuppliers: get /v1/suppliers',
    'listSuppliersToReview: get /v1/suppliers/to-review',
    'listSuspectedDuplicates: get /v1/suspected-duplicates',
    'listTags: get /v1/tags',
    'listTransitions: get /v1/transitions',
    'recordEditionWithdrawal: post /v1/editions/{id}/withdrawal',
    'recordInsertionHours: post /v1/insertion-clauses/{id}/hours',
    'recordPlannedPurchases: post /v1/planned-purchases',
    'saveBuyerGroup: put /v1/buyer-groups/{id}',
    'saveDecision: post /v1/suppliers/{siren}/decisions',
    'saveMappingProfile: post /v1/mapping-profiles',
    'saveNameLink: post /v1/named-suppliers/{id}/link',
    'saveNameRefusal: post /v1/named-suppliers/{id}/refuse',
    'savePlan: put /v1/plans/{id}',
    'saveTags: put /v1/contracts/{id}/tags',
    'saveTransitions: put /v1/transitions/{cpvPrefix}',
    'undoDecision: delete /v1/suppliers/{siren}/decisions/{id}',
    'undoImport: delete /v1/imports/{id}',
    'undoNameLink: post /v1/named-suppliers/{id}/unlink',
  ])
})

t.test(
  'the document and the page that shows it are served, the page with what it needs to run',
  async (t) => {
    const { app } = await openApp(t)
    const served = await app.inject('/openapi.json')
    t.equal(served.headers['content-type'], 'application/json; charset=utf-8')
    t.strictSame(served.json(), document)
    const page = await app.inject('/documentation')
    t.equal(page.statusCode, 200)
    t.match(page.headers['content-type'], 'text/html')
    t.match(page.headers['content-security-policy'], "default-src 'self'")
    t.notMatch(page.body, /https?:\/\//, 'nothing from elsewhere')
    t.notMatch(page.body, /<script>[^<]/, 'no script the policy would refuse')
    for (const [, path = ''] of page.body.matchAll(/(?:src|href)="([^"]+)"/g))
      t.equal((await app.inject(path)).statusCode, 200, path)
  },
)
