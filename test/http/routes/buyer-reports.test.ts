import XLSX from '@e965/xlsx'
import t from 'tap'
import { reportBuyer } from '../../../src/reports/buyer-report.ts'
import { FIXED_CLOCK } from '../../support/database.ts'
import { importDemo } from '../../support/demo.ts'
import { asJson, openApp, problemIn } from '../open-app.ts'

const { app, db } = await openApp(t)
await importDemo(db)
const BUYER = '000010017'

t.test('the report is served as JSON, whole', async (t) => {
  const response = await app.inject(`/v1/reports/2025.json?buyer=${BUYER}`)
  t.equal(response.statusCode, 200)
  const report = await reportBuyer(db, FIXED_CLOCK, { buyer: BUYER, year: 2025, plan: null })
  t.strictSame(response.json(), asJson(report))
})

t.test('the report is served as files', async (t) => {
  const plan = 'plan=spaser-val-chimere-2023-2026'
  const csv = await app.inject(`/v1/reports/2025.csv?buyer=${BUYER}&${plan}`)
  t.equal(csv.headers['content-type'], 'text/csv; charset=utf-8')
  t.equal(csv.headers['content-disposition'], 'attachment; filename="rapport-000010017-2025.csv"')
  const xlsx = await app.inject(`/v1/reports/2025.xlsx?buyer=${BUYER}`)
  t.equal(xlsx.headers['content-type'], 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  t.ok(XLSX.read(xlsx.rawPayload).SheetNames.includes('Méthode'))
  const page = await app.inject(`/v1/reports/2025.html?buyer=${BUYER}`)
  t.equal(page.headers['content-type'], 'text/html; charset=utf-8')
  t.match(page.headers['content-security-policy'], /default-src 'none'; style-src 'unsafe-inline'/)
  t.match(page.body, /<html lang="fr">/)
})

t.test('what is wrong is named', async (t) => {
  const wrong = await app.inject('/v1/reports/1999.json?buyer=12&plan=A')
  const { errors } = problemIn(t, wrong, 400, 'parameters-invalid')
  t.strictSame(errors?.map(({ parameter }) => parameter).sort(), ['buyer', 'plan', 'year'])
  problemIn(t, await app.inject('/v1/reports/2025.html'), 400, 'parameters-invalid')
  problemIn(t, await app.inject('/v1/reports/2025.html?buyer=123456789'), 404, 'not-found')
  problemIn(t, await app.inject(`/v1/reports/2027.csv?buyer=${BUYER}`), 400, 'bad-usage')
  problemIn(t, await app.inject(`/v1/reports/2025.pdf?buyer=${BUYER}`), 404, 'route-unknown')
})
