import t from 'tap'
import { digestOf } from '../../../src/reports/publication-package.ts'
import { importDemo } from '../../support/demo.ts'
import { openApp, problemIn } from '../open-app.ts'

const { app, db } = await openApp(t)
await importDemo(db)
const BUYER = '000010017'
const YEARS = 'fromYear=2024&toYear=2025'
const PARAMETERS = { kind: 'publication', buyer: BUYER, fromYear: 2024, toYear: 2025 }
const EDITION = { parameters: PARAMETERS, title: 'Indicateurs 2024-2025', author: 'Service achats' }

type Edition = {
  id: number
  digest: string
  files: { name: string; digest: string; mediaType: string }[]
  withdrawal: unknown
}

const post = (url: string, payload: object) => app.inject({ method: 'POST', url, payload })

t.test('the package is a ZIP, the same bytes each time', async (t) => {
  const url = `/v1/publications/l2111-3.zip?buyer=${BUYER}&${YEARS}`
  const first = await app.inject(url)
  t.equal(first.statusCode, 200)
  t.equal(first.headers['content-type'], 'application/zip')
  t.equal(first.headers['content-disposition'], 'attachment; filename="l2111-3-000010017-2024-2025.zip"')
  t.equal(first.rawPayload.subarray(0, 2).toString(), 'PK')
  t.ok(first.rawPayload.equals((await app.inject(url)).rawPayload))
})

t.test('an edition is frozen, listed, shown, verified, downloaded and withdrawn', async (t) => {
  const created = await post('/v1/editions', EDITION)
  t.equal(created.statusCode, 201)
  const edition = created.json<Edition>()
  t.match(edition, { ...EDITION, note: null, withdrawal: null, digest: /^[0-9a-f]{64}$/ })
  const list = await app.inject(`/v1/editions?buyer=${BUYER}`)
  t.match(list.json(), { data: [{ id: edition.id }], meta: { total: 1 } })
  t.match((await app.inject('/v1/editions?buyer=123456789')).json(), { data: [], meta: { total: 0 } })
  t.strictSame((await app.inject(`/v1/editions/${edition.id}`)).json(), edition)
  t.match((await app.inject(`/v1/editions/${edition.id}/verification`)).json(), {
    result: 'identical',
    integrity: { isIntact: true, faults: [] },
    changes: [],
  })
  for (const { name, digest, mediaType } of edition.files) {
    const file = await app.inject(`/v1/editions/${edition.id}/files/${name}`)
    t.equal(file.headers['content-type'], mediaType, name)
    t.equal(file.headers.etag, `"${digest}"`)
    t.equal(digestOf(file.rawPayload), digest)
  }
  const page = await app.inject(`/v1/editions/${edition.id}/files/publication.html`)
  t.match(page.headers['content-security-policy'], /default-src 'none'/)
  const withdrawal = { reason: 'Une annexe manquait', author: 'Service achats' }
  const withdrawn = await post(`/v1/editions/${edition.id}/withdrawal`, withdrawal)
  t.match(withdrawn.json(), { id: edition.id, withdrawal })
  t.equal((await app.inject(`/v1/editions/${edition.id}/files/publication.html`)).statusCode, 200)
  problemIn(t, await post(`/v1/editions/${edition.id}/withdrawal`, withdrawal), 409, 'edition-withdrawn')
})

t.test('the report of a year is frozen too, and what changed is told', async (t) => {
  const parameters = { kind: 'report', buyer: BUYER, year: 2025 }
  const edition = (await post('/v1/editions', { ...EDITION, parameters, note: 'Conseil' })).json<Edition>()
  t.match(edition, { parameters: { ...parameters, plan: null }, note: 'Conseil' })
  await db
    .updateTable('contracts')
    .set({ amount_cents: 12_345_678n })
    .where('buyer_siren', '=', BUYER)
    .where('counted_on', '>=', '2025-01-01')
    .where('counted_on', '<=', '2025-12-31')
    .execute()
  const verification = (await app.inject(`/v1/editions/${edition.id}/verification`)).json()
  t.match(verification, { result: 'changed', causes: [{ kind: 'not-established' }] })
  t.ok(verification.changes.length > 0)
})

t.test('an edition whose words were altered in the database is shown so, and hides no other', async (t) => {
  const kept = (await post('/v1/editions', EDITION)).json<Edition>()
  const { id: _, ...sealed } = await db
    .selectFrom('editions')
    .selectAll()
    .where('id', '=', kept.id)
    .executeTakeFirstOrThrow()
  const insert = (statement: string) =>
    db
      .insertInto('editions')
      .values({ ...sealed, statement })
      .returning('id')
      .executeTakeFirstOrThrow()
  for (const altered of ['{nope', '{}', 'null', '"x"', '{"files":{},"publishedAt":"x"}']) {
    const { id } = await insert(altered)
    const shown = await app.inject(`/v1/editions/${id}`)
    t.equal(shown.statusCode, 200, altered)
    const says = { id, isAltered: true, title: null, context: null, files: [] }
    t.match(shown.json(), { ...says, parameters: { kind: 'publication', buyer: BUYER } })
    const { data } = (await app.inject('/v1/editions')).json<{ data: Edition[] }>()
    t.match(
      data.find((one) => one.id === id),
      says,
    )
    t.match(
      data.find((one) => one.id === kept.id),
      { isAltered: false, title: EDITION.title },
    )
    t.match((await app.inject(`/v1/editions/${id}/verification`)).json(), {
      result: 'unreadable',
      integrity: { isIntact: false, faults: [{ name: 'édition', text: /plus lisible/ }] },
      digests: { published: null, today: null },
      obstacle: /plus lisible/,
    })
    const file = await app.inject(`/v1/editions/${id}/files/publication.html`)
    t.match(problemIn(t, file, 404, 'not-found').detail, new RegExp(`GET /v1/editions/${id}/verification`))
    const withdrawal = { reason: 'Altérée', author: 'Service achats' }
    t.match((await post(`/v1/editions/${id}/withdrawal`, withdrawal)).json(), { ...says, withdrawal })
  }
  const forged = { ...JSON.parse(sealed.statement), title: 'Autre titre', isAltered: false, id: kept.id }
  const { id } = await insert(JSON.stringify(forged))
  t.match((await app.inject(`/v1/editions/${id}`)).json(), { id, isAltered: true, title: 'Autre titre' })
})

t.test('what is wrong is named', async (t) => {
  const wrong = await post('/v1/editions', { parameters: { kind: 'report', buyer: '12' }, title: '' })
  const { errors } = problemIn(t, wrong, 400, 'parameters-invalid')
  t.strictSame(errors?.map(({ parameter }) => parameter).sort(), [
    'author',
    'parameters',
    'parameters',
    'title',
  ])
  problemIn(
    t,
    await post('/v1/editions', { ...EDITION, parameters: { kind: 'x' } }),
    400,
    'parameters-invalid',
  )
  const unknown = { ...EDITION, parameters: { ...PARAMETERS, buyer: '123456789' } }
  problemIn(t, await post('/v1/editions', unknown), 404, 'not-found')
  problemIn(t, await app.inject('/v1/editions/999'), 404, 'not-found')
  problemIn(t, await app.inject('/v1/editions/999/verification'), 404, 'not-found')
  problemIn(t, await app.inject('/v1/editions/1/files/absent.csv'), 404, 'not-found')
  problemIn(t, await app.inject(`/v1/publications/l2111-3.zip?buyer=${BUYER}`), 400, 'parameters-invalid')
  const reversed = `/v1/publications/l2111-3.zip?buyer=${BUYER}&fromYear=2025&toYear=2024`
  problemIn(t, await app.inject(reversed), 400, 'bad-usage')
})
