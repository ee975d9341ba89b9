import { once } from 'node:events'
import { get } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { importContracts } from '../../../src/import/import-contracts.ts'
import { faultsOfPackage, faultsOfRelease } from '../../reports/ocds-validator.ts'
import { FIXED_CLOCK, fixture } from '../../support/database.ts'
import { openApp, problemIn } from '../open-app.ts'

const { app, db, logs } = await openApp(t)
for (const file of ['marches-2022-2024.json', 'marches-2024-2026.csv'])
  await importContracts(db, FIXED_CLOCK, fixture(`demo/${file}`))
const BUYER = 'buyer=000010041&from=2024-01-01'

t.test('an OCDS package comes as a file of JSON, valid', async (t) => {
  const response = await app.inject(`/v1/exports/contracts.ocds.json?${BUYER}`)
  t.equal(response.statusCode, 200)
  t.equal(response.headers['content-type'], 'application/json; charset=utf-8')
  t.equal(response.headers['content-disposition'], 'attachment; filename="marches.ocds.json"')
  t.strictSame(faultsOfPackage(response.json()), [])
})

t.test('OCDS as lines: each is a valid release', async (t) => {
  const response = await app.inject(`/v1/exports/contracts.ocds.jsonl?${BUYER}`)
  t.equal(response.headers['content-type'], 'application/jsonl; charset=utf-8')
  const releases = response.body.trimEnd().split('\n')
  t.ok(releases.length > 5)
  for (const release of releases) t.strictSame(faultsOfRelease(JSON.parse(release)), [])
})

t.test('the CSV comes as a file, with the columns asked for', async (t) => {
  const full = await app.inject(`/v1/exports/contracts.csv?${BUYER}`)
  t.equal(full.headers['content-type'], 'text/csv; charset=utf-8')
  t.match(full.body, /^id,uid,acheteur_id,.*,considerationsSociales,/)
  const schema = await app.inject(`/v1/exports/contracts.csv?${BUYER}&columns=schema`)
  t.match(schema.body, /^id,uid,acheteur_id,.*,anomalies\r\n/)
})

t.test('no contract: a package cannot be empty, lines and tables can', async (t) => {
  const nobody = 'buyer=999999999'
  problemIn(t, await app.inject(`/v1/exports/contracts.ocds.json?${nobody}`), 404, 'not-found')
  const lines = await app.inject(`/v1/exports/contracts.ocds.jsonl?${nobody}`)
  t.equal(lines.statusCode, 200)
  t.equal(lines.body, '')
  t.equal((await app.inject(`/v1/exports/contracts.csv?${nobody}`)).body.trimEnd().split('\n').length, 1)
})

t.test('the other filters of the API hold here too', async (t) => {
  const { data, meta } = (await app.inject('/v1/contracts?kind=framework&cpv=45&pageSize=500')).json()
  const lines = await app.inject('/v1/exports/contracts.ocds.jsonl?kind=framework&cpv=45')
  t.ok(meta.total > 0)
  const exported = lines.body
    .trimEnd()
    .split('\n')
    .flatMap((line) => JSON.parse(line).contracts)
  t.equal(exported.length, data.length)
})

t.test('wrong parameters are all named', async (t) => {
  const response = await app.inject('/v1/exports/contracts.csv?buyer=12&from=2024-13-01&columns=all&page=2')
  const { errors } = problemIn(t, response, 400, 'parameters-invalid')
  t.strictSame(errors?.map(({ parameter }) => parameter).sort(), ['buyer', 'columns', 'from', 'page'])
})

t.test('a caller who leaves in the middle is no failure, and the service goes on answering', async (t) => {
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const request = get({ port, host: '127.0.0.1', path: '/v1/exports/contracts.ocds.json' })
  const [response] = await once(request, 'response')
  await once(response, 'data')
  response.destroy()
  const after = await app.inject(`/v1/exports/contracts.csv?${BUYER}`)
  t.equal(after.statusCode, 200)
  t.strictSame(
    logs.filter(({ level }) => Number(level) >= 50),
    [],
  )
})
