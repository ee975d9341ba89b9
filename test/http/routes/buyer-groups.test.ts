import t from 'tap'
import type { IndicatorReport } from '../../../src/reports/indicator-report.ts'
import { importDemo } from '../../support/demo.ts'
import { openApp, problemIn } from '../open-app.ts'

const { app, db } = await openApp(t)
await importDemo(db)

const put = (url: string, payload: unknown) =>
  app.inject({ method: 'PUT', url, payload: payload as Record<string, unknown> })
const figure = async (query: string) =>
  (await app.inject(`/v1/indicators/ess-share?${query}`)).json<IndicatorReport>()
const asOf = async () => (await figure('')).asOf ?? ''

t.test('a group of buyers is a filter: its members together, and with buyers named beside', async (t) => {
  const before = await asOf()
  const saved = await put('/v1/buyer-groups/deux', {
    title: 'Deux communes',
    buyers: ['000010025', '000010033'],
  })
  t.equal(saved.statusCode, 200)
  t.match(saved.json(), { id: 'deux', members: [{ buyer: '000010025' }, { buyer: '000010033' }] })
  const [grouped, named] = [await figure('group=deux'), await figure('buyer=000010025&buyer=000010033')]
  t.strictSame(grouped.total, named.total)
  t.strictSame(grouped.filters, { buyers: [], from: null, to: null, groups: ['deux'] })
  const more = await figure('group=deux&buyer=000010017')
  t.ok(more.total.contracts.total > grouped.total.contracts.total)
  t.ok((await asOf()) >= before, 'the data has another version')
  const shares = (await app.inject('/v1/shares?group=deux')).json()
  t.strictSame(shares.contracts, grouped.total.contracts)
  t.match((await app.inject('/v1/buyer-groups')).json(), {
    data: [{ id: 'deux', members: 2 }],
    meta: { total: 1 },
  })
})

t.test('a group is replaced whole, then deleted; a figure of no group is refused', async (t) => {
  await put('/v1/buyer-groups/deux', { title: 'Une seule', buyers: ['000010025'] })
  t.match((await app.inject('/v1/buyer-groups/deux')).json(), { title: 'Une seule', members: [{}] })
  t.equal((await app.inject({ method: 'DELETE', url: '/v1/buyer-groups/deux' })).statusCode, 204)
  problemIn(t, await app.inject('/v1/buyer-groups/deux'), 404, 'not-found')
  for (const path of ['indicators/ess-share', 'indicators/ess-share/contracts', 'shares', 'contracts'])
    t.match(
      problemIn(t, await app.inject(`/v1/${path}?group=deux`), 404, 'not-found').detail,
      /« deux »/,
      path,
    )
})

for (const { title, url, payload, says } of [
  {
    title: 'a group without members',
    url: '/v1/buyer-groups/vide',
    payload: { title: 'Vide', buyers: [] },
    says: /de 1 à 5 000/,
  },
  {
    title: 'a member that is no SIREN',
    url: '/v1/buyer-groups/a',
    payload: { title: 'A', buyers: ['12'] },
    says: /SIREN/,
  },
  {
    title: 'an id with capitals',
    url: '/v1/buyer-groups/Sicoval',
    payload: { title: 'A', buyers: ['000010025'] },
    says: /minuscules/,
  },
  {
    title: 'a transition that is none',
    url: '/v1/transitions/45',
    payload: { transitions: ['green'] },
    says: /ecological/,
  },
  {
    title: 'a CPV with its check digit',
    url: '/v1/transitions/45000000-7',
    payload: { transitions: [] },
    says: /de 2 à 8 chiffres/,
  },
])
  t.test(`${title} is refused`, async (t) => {
    const { errors } = problemIn(t, await put(url, payload), 400, 'parameters-invalid')
    t.match(JSON.stringify(errors), says)
  })

t.test('a purchase serves the transitions of the longest beginning of its CPV code', async (t) => {
  const rowOf = async (key: string) =>
    (await figure('by=transition')).rows.find((row) => row.key === key)?.contracts.total ?? 0
  const before = { digital: await rowOf('digital'), none: await rowOf('none') }
  t.ok(before.digital > 0, 'the table starts with sensible lines')
  const table = (await put('/v1/transitions/72', { transitions: ['none'] })).json()
  t.match(
    table.data.find(({ cpvPrefix }: { cpvPrefix: string }) => cpvPrefix === '72'),
    { transitions: ['none'] },
  )
  t.ok((await rowOf('digital')) < before.digital)
  t.ok((await rowOf('none')) > before.none)
  await put('/v1/transitions/72', { transitions: ['digital', 'economic'] })
  t.equal(await rowOf('digital'), before.digital)
  t.equal((await figure('by=transition')).overlaps, true, 'two transitions on one purchase')
  problemIn(t, await put('/v1/transitions/72', { transitions: ['none', 'digital'] }), 400, 'bad-usage')
})

t.test('tags put on contracts filter and break down', async (t) => {
  const [first, second] = (await app.inject('/v1/contracts?pageSize=2&kind=contract')).json().data
  const tagged = await put(`/v1/contracts/${first.id}/tags`, { tags: ['école', 'urgent'] })
  t.equal(tagged.statusCode, 200)
  await put(`/v1/contracts/${second.id}/tags`, { tags: ['école'] })
  t.match((await app.inject('/v1/tags')).json(), {
    data: [
      { tag: 'école', contracts: 2 },
      { tag: 'urgent', contracts: 1 },
    ],
  })
  const listed = (await app.inject(`/v1/contracts?tag=${encodeURIComponent('école')}`)).json()
  t.strictSame(listed.data.map(({ id }: { id: string }) => id).sort(), [first.id, second.id].sort())
  const { rows, total } = await figure('by=tag')
  t.equal(rows.find(({ key }) => key === 'école')?.contracts.total, 2)
  t.equal(rows.at(-1)?.label, 'Sans étiquette')
  t.equal(rows.at(-1)?.contracts.total, total.contracts.total - 2)
  problemIn(t, await put(`/v1/contracts/${first.id}/tags`, { tags: ['none'] }), 400, 'bad-usage')
  problemIn(
    t,
    await put('/v1/contracts/00000000-0000-4000-8000-000000000000/tags', { tags: [] }),
    404,
    'not-found',
  )
})

t.test('phases that overlap are rows that overlap', async (t) => {
  const phases = 'phase=Un:2022-01-01/2025-06-30&phase=Deux:2025-01-01/2026-12-31'
  const { rows, overlaps, total } = await figure(`by=phase&${phases}`)
  t.strictSame(
    rows.map(({ label }) => label),
    ['Deux', 'Un', 'Hors de toute phase'],
  )
  t.equal(overlaps, true)
  const sum = rows.reduce((all, { contracts }) => all + contracts.total, 0)
  const twice = await figure('from=2025-01-01&to=2025-06-30')
  t.equal(sum - total.contracts.total, twice.total.contracts.total)
  problemIn(t, await app.inject('/v1/indicators/ess-share?by=phase'), 400, 'bad-usage')
})
