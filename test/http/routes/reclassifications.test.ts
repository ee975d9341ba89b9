import t from 'tap'
import { decideSupplier } from '../../../src/import/decide-supplier.ts'
import { importContracts } from '../../../src/import/import-contracts.ts'
import { importReference } from '../../../src/import/import-reference.ts'
import { MASKED_NAME } from '../../../src/reports/mask-names.ts'
import type { Reclassification } from '../../../src/reports/reclassification-report.ts'
import { FIXED_CLOCK, fixture } from '../../support/database.ts'
import { openApp, problemIn } from '../open-app.ts'

const { app, db } = await openApp(t)
// Contracts first, so that lists have something to move.
for (const file of ['marches-2019-2021.json', 'marches-2022-2024.json', 'marches-2024-2026.csv'])
  await importContracts(db, FIXED_CLOCK, fixture(`demo/${file}`))
await importReference(db, FIXED_CLOCK, 'sirene', fixture('demo/sirene-stock-unite-legale.csv'), {
  listedOn: '2026-10-31',
})
const { siren = '' } = (await app.inject('/v1/suppliers?outcome=no&pageSize=1')).json().data[0]
const decide = (siren: string) =>
  decideSupplier(db, FIXED_CLOCK, {
    siren,
    perimeter: 'ess',
    outcome: 'yes',
    reason: 'statuts',
    document: 'statuts du 3 mars',
    author: 'C. Martin',
    validFrom: null,
    validTo: null,
  })
await decide(siren)

t.test('reclassifications are listed, the latest first, each with its cause', async (t) => {
  const { data, meta } = (await app.inject('/v1/reclassifications?pageSize=1')).json()
  t.match(data, [
    { id: 2, cause: 'decision', siren, suppliers: 1, title: `Décision n° 1 sur ${siren} (ess, oui)` },
  ])
  t.equal(meta.total, 2)
  const [list] = (await app.inject('/v1/reclassifications?page=2&pageSize=1')).json<{
    data: Reclassification[]
  }>().data
  t.match(list, { cause: 'list', importId: 4, title: /sirene-stock-unite-legale\.csv/ })
})

t.test('a decision tells the contracts and euros it moves, and the share follows by as much', async (t) => {
  const { movements, share, asOf, filters } = (await app.inject('/v1/reclassifications/2')).json()
  const [moved] = movements.filter(({ perimeter }: { perimeter: string }) => perimeter === 'ess')
  t.match(moved, { before: 'no', after: 'yes', suppliers: 1, holders: 1 })
  t.ok(moved.contracts > 0)
  t.equal(share.after.contracts.yes - share.before.contracts.yes, moved.contracts)
  t.equal(share.after.contracts.total, share.before.contracts.total)
  const today = (await app.inject('/v1/shares?perimeter=ess')).json()
  t.strictSame([today.contracts, today.value, today.asOf], [share.after.contracts, share.after.value, asOf])
  const [buyer] = (await app.inject(`/v1/contracts?pageSize=1`))
    .json()
    .data.map((one: { buyer: { id: string } }) => one.buyer.id)
  const ofBuyer = (await app.inject(`/v1/reclassifications/2?buyer=${buyer}`)).json()
  t.strictSame(ofBuyer.filters.buyers, [buyer])
  t.ok(ofBuyer.share.after.contracts.total <= share.after.contracts.total)
  t.strictSame(filters, { buyers: [], from: null, to: null })
})

t.test('its suppliers add up to its movements, page by page and as CSV', async (t) => {
  const { movements } = (await app.inject('/v1/reclassifications/1')).json()
  const ess = movements.filter(({ perimeter }: { perimeter: string }) => perimeter === 'ess')
  const address = '/v1/reclassifications/1/suppliers'
  const { data, meta } = (await app.inject(`${address}?pageSize=500`)).json()
  const sum = (rows: { suppliers: number }[]) => rows.reduce((total, { suppliers }) => total + suppliers, 0)
  t.equal(meta.total, sum(ess))
  t.equal(data.length, meta.total)
  const yes = (await app.inject(`${address}?after=yes&pageSize=500`)).json()
  t.equal(yes.meta.total, sum(ess.filter(({ after }: { after: string }) => after === 'yes')))
  const csv = await app.inject(`${address}.csv`)
  t.match(csv.headers, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': /reclassement-1\.csv/,
  })
  t.equal(csv.body.trim().split('\r\n').length, meta.total + 1)
  const beyond = (await app.inject(`${address}?page=99`)).json()
  t.strictSame([beyond.data, beyond.meta.total], [[], meta.total])
})

t.test('the page of a supplier says what was answered before', async (t) => {
  const { reclassifications } = (await app.inject(`/v1/suppliers/${siren}`)).json()
  t.match(reclassifications[0], {
    reclassificationId: 2,
    cause: 'decision',
    decisionId: 1,
    before: 'no',
    after: 'yes',
    ruleAfter: 'ess-by-person',
    from: null,
    to: null,
  })
})

t.test('an unknown number is not found, and a bad query is refused', async (t) => {
  for (const address of ['', '/suppliers', '/suppliers.csv'])
    problemIn(t, await app.inject(`/v1/reclassifications/99${address}`), 404, 'not-found')
  const { errors } = problemIn(
    t,
    await app.inject('/v1/reclassifications/1?perimeter=x&from=2025-01-02&to=2025-01-01'),
    400,
    'parameters-invalid',
  )
  t.strictSame(errors?.map(({ parameter }) => parameter).sort(), ['perimeter', 'to'])
  problemIn(t, await app.inject('/v1/reclassifications/1?group=nulle-part'), 404, 'not-found')
})

t.test('the name of a natural person is masked, in the list and in the file', async (t) => {
  const person = await db
    .selectFrom('facts')
    .innerJoin('suppliers', 'suppliers.siren', 'facts.siren')
    .select(['facts.siren', 'facts.name'])
    .where('facts.is_name_masked', '=', true)
    .where('facts.name', 'is not', null)
    .executeTakeFirstOrThrow()
  await decide(person.siren)
  const address = '/v1/reclassifications/3/suppliers'
  t.match((await app.inject(address)).json().data, [{ siren: person.siren, name: MASKED_NAME }])
  const csv = (await app.inject(`${address}.csv`)).body
  t.match(csv, MASKED_NAME)
  t.notOk(csv.includes(person.name ?? ''))
})
