import t from 'tap'
import { importContracts } from '../../../src/import/import-contracts.ts'
import { importReference } from '../../../src/import/import-reference.ts'
import { essFrance, sirenOf, UNITS } from '../../import/reference-lists.ts'
import { openFile } from '../../import/temporary-file.ts'
import { FIXED_CLOCK } from '../../support/database.ts'
import { openApp, problemIn } from '../open-app.ts'

const { app, db } = await openApp(t)
const writeContracts = await openFile(t, 'marches.json')
const writeList = await openFile(t, 'liste.csv')
const [A, B] = [sirenOf(UNITS[0]), sirenOf(UNITS[1])]
const contract = (id: string, denominationSociale: string, montant: number) => ({
  id,
  acheteur: { id: '00001001700010' },
  objet: 'Entretien',
  montant,
  dateNotification: '2024-06-01',
  titulaires: [{ denominationSociale }],
})
const list = essFrance([UNITS[0], UNITS[1]])
  .replace(`STRUCTURE ${A}`, 'LES JARDINS DU LAC')
  .replace(`STRUCTURE ${B}`, 'LES JARDINS DU LACET')
await importReference(db, FIXED_CLOCK, 'ess-france', await writeList(list), { listedOn: '2025-01-01' })
const marches = [
  contract('1', 'Jardins du lac SARL', 10_000),
  contract('2', '=Autre', 50_000),
  contract('3', 'JARDINS DU LAC', 5_000),
]
await importContracts(db, FIXED_CLOCK, await writeContracts(JSON.stringify({ marches })))

const names = async (query = '') => (await app.inject(`/v1/named-suppliers${query}`)).json()
const [, { id }] = (await names()).data
const post = (action: string, payload: object) =>
  app.inject({ method: 'POST', url: `/v1/named-suppliers/${id}/${action}`, payload })
const WHY = { reason: 'Kbis lu', author: 'C. Martin' }

t.test('names without identifier are listed, spellings together, the most euros first', async (t) => {
  const { data, meta } = await names()
  t.match(data, [
    { name: '=Autre', value: 50_000, contracts: 1, link: null },
    {
      name: 'JARDINS DU LAC',
      otherNames: ['Jardins du lac SARL'],
      buyer: '000010017',
      value: 15_000,
      contracts: 2,
    },
  ])
  t.equal(meta.total, 2)
  t.equal((await names('?buyer=000010017&linked=true')).meta.total, 0)
  t.equal((await names('?buyer=000010025')).meta.total, 0)
  const beyond = await names('?page=9')
  t.strictSame([beyond.data, beyond.meta.total], [[], 2])
})

t.test('candidates come with their score, and reading them links nothing', async (t) => {
  const { data } = (await app.inject(`/v1/named-suppliers/${id}/candidates`)).json()
  t.match(data, [
    { siren: A, name: 'LES JARDINS DU LAC', isSupplierOfBuyer: false, isRefused: false },
    { siren: B, name: 'LES JARDINS DU LACET' },
  ])
  t.ok(data[0].score > data[1].score && data[0].score < 1)
  t.equal((await names('?linked=true')).meta.total, 0)
})

t.test('a person accepts, every figure follows and says so; then takes it back', async (t) => {
  const share = async () => (await app.inject('/v1/shares?perimeter=ess')).json()
  t.equal((await share()).contracts.yes, 0)
  t.notMatch((await share()).caveats, [/par son seul nom/])
  t.equal((await post('refuse', { siren: B, ...WHY })).statusCode, 201)
  const linked = await post('link', { siren: A, ...WHY })
  t.equal(linked.statusCode, 201)
  t.match(linked.json(), {
    link: { siren: A, method: 'person', choiceId: 2 },
    choices: [
      { choice: 'link', siren: A, ...WHY },
      { choice: 'refuse', siren: B },
    ],
  })
  const { contracts, value, caveats } = await share()
  t.strictSame([contracts.yes, value.yes], [2, 15_000])
  t.ok(caveats.some((caveat: string) => /^2 marchés ont un titulaire connu par son seul nom/.test(caveat)))
  t.match((await app.inject(`/v1/suppliers/${A}`)).json(), {
    years: [{ year: 2024, contracts: 2, value: 15_000 }],
  })
  t.match((await app.inject(`/v1/named-suppliers/${id}`)).json(), linked.json())

  problemIn(t, await post('refuse', { siren: A, ...WHY }), 400, 'bad-usage')
  t.match((await post('unlink', WHY)).json(), {
    link: null,
    choices: [{ choice: 'unlink', siren: null }, {}, {}],
  })
  t.equal((await share()).contracts.yes, 0)
})

t.test('what cannot be used is refused with what was expected', async (t) => {
  problemIn(t, await post('link', { siren: '123456789', ...WHY }), 400, 'bad-usage')
  const { errors } = problemIn(t, await post('link', { siren: '12', reason: ' ' }), 400, 'parameters-invalid')
  t.strictSame(errors?.map(({ path, parameter }) => path ?? parameter).sort(), ['author', 'reason', 'siren'])
  problemIn(t, await app.inject('/v1/named-suppliers/%25'), 400, 'parameters-invalid')
  const unknown = '00000000-0000-0000-0000-000000000000'
  problemIn(t, await app.inject(`/v1/named-suppliers/${unknown}/candidates`), 404, 'not-found')
})
