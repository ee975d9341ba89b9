import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { fixture } from '../../support/database.ts'
import { openApp, problemIn } from '../open-app.ts'
import { countImports, send } from './send-file.ts'

const BUYER = '00001001700010'
const MISSPELT = await readFile(fixture('own-misspelt.csv'))
const HEADER = [
  'N° marché',
  'Objt du marché',
  'Date notificaton',
  'Montan HT',
  'Titulaire',
  'SIRET titulare',
  'Observations',
]

const save = (app: FastifyInstance, payload: object) =>
  app.inject({ method: 'POST', url: '/v1/mapping-profiles', payload })

t.test('a guess is shown by a trial, refused, confirmed once, then applied by itself', async (t) => {
  const { app } = await openApp(t)
  const trial = await send(app, `dryRun=true&buyer=${BUYER}`, MISSPELT)
  t.match(trial.json().columns[3], {
    column: 'Montan HT',
    field: 'amount',
    title: 'Montant initial HT',
    how: 'guessed',
    needsConfirmation: true,
  })
  const refused = problemIn(t, await send(app, `buyer=${BUYER}`, MISSPELT), 409, 'mapping-to-confirm')
  t.match(refused.detail, 'acceptGuesses=true')
  t.match(refused.detail, 'POST /v1/mapping-profiles')
  t.notMatch(refused.detail, /--|FICHIER/, 'no option of the command line')
  t.match(refused.details, { guesses: [{ field: 'object' }, { field: 'notifiedOn' }, {}, {}] })
  t.equal(await countImports(app), 0)
  const agreed = await send(app, `buyer=${BUYER}&acceptGuesses=true&fileName=suivi.csv`, MISSPELT)
  t.equal(agreed.statusCode, 201)
  const { profile } = agreed.json()
  t.match(profile, { name: 'suivi.csv' })
  const again = await send(app, '', MISSPELT)
  t.match(again.json(), { unchanged: 2, profile, columns: [{ how: 'profile' }] })
})

t.test('a file without buyer is refused, and told how to give it', async (t) => {
  const { app } = await openApp(t)
  const { detail } = problemIn(t, await send(app, '', MISSPELT), 400, 'buyer-needed')
  t.match(detail, 'buyer=SIRET')
  t.notMatch(detail, /--|FICHIER/)
  problemIn(t, await send(app, 'buyer=12345678901234', MISSPELT), 400, 'parameters-invalid')
  const { errors } = problemIn(t, await send(app, 'buyer=12&kind=plan', '{}'), 400, 'parameters-invalid')
  t.match(errors, [{ parameter: 'buyer', value: '12' }])
  const other = problemIn(t, await send(app, `buyer=${BUYER}&kind=plan`, '{}'), 400, 'parameters-invalid')
  t.match(other.errors, [{ parameter: 'buyer', expected: /ne vaut que pour contracts, payments/ }])
})

t.test('profiles are created, replaced, listed, read and deleted', async (t) => {
  const { app } = await openApp(t)
  const map = [{ column: 'Montan HT', field: 'Montant initial HT' }]
  const created = await save(app, { name: 'Suivi', header: HEADER, map, buyer: BUYER, createdBy: 'Camille' })
  t.equal(created.statusCode, 201)
  const profile = created.json()
  t.equal(created.headers.location, `/v1/mapping-profiles/${profile.id}`)
  t.match(profile, {
    name: 'Suivi',
    buyerId: BUYER,
    createdBy: 'Camille',
    createdAt: '2026-11-23T10:00:00.000Z',
  })
  t.match(profile.columns[3], { column: 'Montan HT', field: 'amount', title: 'Montant initial HT' })
  t.match(profile.columns[6], { column: 'Observations', field: null, title: null })
  t.match((await send(app, '', MISSPELT)).json(), { stored: 2, profile: { id: profile.id, name: 'Suivi' } })

  const replaced = await save(app, { name: 'Suivi 2', header: HEADER.toReversed(), buyer: BUYER })
  t.equal(replaced.statusCode, 200, 'the same titles in another order')
  t.match(replaced.json(), { id: profile.id, name: 'Suivi 2', createdBy: null })
  t.match((await app.inject('/v1/mapping-profiles')).json(), {
    data: [{ id: profile.id }],
    meta: { total: 1 },
  })
  t.strictSame((await app.inject(`/v1/mapping-profiles/${profile.id}`)).json(), replaced.json())

  const url = `/v1/mapping-profiles/${profile.id}`
  const deleted = await app.inject({ method: 'DELETE', url })
  t.equal(deleted.statusCode, 204)
  t.equal(deleted.body, '')
  problemIn(t, await app.inject({ method: 'DELETE', url }), 404, 'not-found')
  problemIn(t, await app.inject(url), 404, 'not-found')
})

t.test('a profile that cannot be used is refused with its reason', async (t) => {
  const { app } = await openApp(t)
  for (const { title, payload, code, says } of [
    {
      title: 'no amount',
      payload: { name: 'x', header: ['Objet', 'Titulaire'] },
      code: 'profile-invalid',
      says: /un montant/,
    },
    {
      title: 'a column that is not there',
      payload: { name: 'x', header: HEADER, map: [{ column: 'Prix', field: 'amount' }] },
      code: 'profile-invalid',
      says: /« Prix » absente/,
    },
    { title: 'no titles', payload: { name: 'x', header: [] }, code: 'parameters-invalid', says: /header/ },
    { title: 'no name', payload: { header: HEADER }, code: 'parameters-invalid', says: /name/ },
    {
      title: 'an unknown key',
      payload: { name: 'x', header: HEADER, nom: 'y' },
      code: 'parameters-invalid',
      says: /nom/,
    },
  ]) {
    const problem = problemIn(t, await save(app, payload), 400, code)
    t.match(problem.detail, says, title)
  }
  const { errors } = problemIn(
    t,
    await save(app, { name: '', header: [], buyer: '1' }),
    400,
    'parameters-invalid',
  )
  t.strictSame(
    errors?.map(({ parameter }) => parameter).toSorted(),
    ['buyer', 'header', 'name'],
    'all at once',
  )
})
