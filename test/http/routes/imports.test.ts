import t from 'tap'
import { listImportSummaries, reportImport } from '../../../src/reports/import-report.ts'
import { importDemo } from '../../support/demo.ts'
import { asJson, openApp, problemIn } from '../open-app.ts'

const { app, db } = await openApp(t)
await importDemo(db)

t.test('imports are listed, the latest first', async (t) => {
  const { data, meta } = (await app.inject('/v1/imports?pageSize=4')).json()
  const { imports, total } = await listImportSummaries(db, { limit: 4, offset: 0 })
  t.strictSame(data, asJson(imports))
  t.equal(meta.total, total)
  t.match(data[0], { kind: 'plan', file: 'plan.json' })
})

t.test('no row of any import is lost', async (t) => {
  const { data } = (await app.inject('/v1/imports')).json()
  t.equal(data.length, 9)
  for (const { file, read, stored, updated, unchanged, rejected } of data)
    t.equal(stored + updated + unchanged + rejected, read, file)
})

t.test('an import tells its problems, grouped by cause', async (t) => {
  const { data } = (await app.inject('/v1/imports')).json()
  for (const { importId } of data) {
    const response = await app.inject(`/v1/imports/${importId}`)
    t.strictSame(response.json(), asJson(await reportImport(db, BigInt(importId))))
  }
})

t.test('every problem of an import comes as a CSV that a French spreadsheet opens', async (t) => {
  const { data } = (await app.inject('/v1/imports')).json()
  const { importId } = data.find(({ file }: { file: string }) => file === 'marches-2019-2021.json')
  const { problems } = (await app.inject(`/v1/imports/${importId}`)).json()
  const response = await app.inject(`/v1/imports/${importId}/problems.csv`)
  t.equal(response.statusCode, 200)
  t.match(response.headers, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="import-${importId}-problemes.csv"`,
  })
  const [header, ...rows] = response.body.slice(1).trim().split('\r\n')
  t.equal(response.body.charCodeAt(0), 0xfeff)
  t.equal(header, 'fichier;feuille;ligne;gravité;code;colonne;valeur;attendu')
  t.equal(
    rows.length,
    problems.reduce((sum: number, { count }: { count: number }) => sum + count, 0),
  )
  problemIn(t, await app.inject('/v1/imports/999/problems.csv'), 404, 'not-found')
})

t.test('an import there is not, and a number that is none', async (t) => {
  const { detail } = problemIn(t, await app.inject('/v1/imports/999999999'), 404, 'not-found')
  t.match(detail, '999999999')
  for (const id of ['0', 'dernier', '1.5', '-1', '99999999999999999999']) {
    const { errors } = problemIn(t, await app.inject(`/v1/imports/${id}`), 400, 'parameters-invalid')
    t.match(errors, [{ parameter: 'id', value: id, expected: /un nombre entier/ }])
  }
})
