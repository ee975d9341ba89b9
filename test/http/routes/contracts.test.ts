import t from 'tap'
import type { ContractSummary } from '../../../src/reports/contract-report.ts'
import { reportContract } from '../../../src/reports/contract-report.ts'
import { MASKED_NAME } from '../../../src/reports/mask-names.ts'
import { FIXED_CLOCK } from '../../support/database.ts'
import { importDemo } from '../../support/demo.ts'
import { asJson, openApp, problemIn } from '../open-app.ts'

const { app, db } = await openApp(t)
await importDemo(db)

type ContractPage = {
  data: ContractSummary[]
  links: { self: string; first: string; prev: string | null; next: string | null; last: string }
  meta: { page: number; pageSize: number; total: number }
}

async function readPage(url: string): Promise<ContractPage> {
  const response = await app.inject(url)
  if (response.statusCode !== 200) throw new Error(`${url}: ${response.body}`)
  return response.json()
}

/** Every contract a query answers, page after page. */
async function readAll(query = ''): Promise<ContractSummary[]> {
  const contracts: ContractSummary[] = []
  for (let next: string | null = `/v1/contracts?pageSize=100${query}`; next !== null; ) {
    const page: ContractPage = await readPage(next)
    contracts.push(...page.data)
    next = page.links.next
  }
  return contracts
}

const all = await readAll()

t.test('following "next" from the first page gives every contract once', async (t) => {
  const { meta } = await readPage('/v1/contracts')
  t.equal(meta.pageSize, 50, 'fifty by default')
  t.equal(all.length, meta.total)
  t.equal(new Set(all.map(({ id }) => id)).size, meta.total)
})

for (const { query, accepts } of [
  { query: 'buyer=000010041', accepts: ({ buyer }) => buyer.siren === '000010041' },
  { query: 'buyer=00001004100010', accepts: ({ buyer }) => buyer.id === '00001004100010' },
  { query: 'kind=concession', accepts: ({ kind }) => kind === 'concession' },
  {
    query: 'kind=framework&cpv=45',
    accepts: ({ kind, cpv }) => kind === 'framework' && !!cpv?.startsWith('45'),
  },
  { query: 'from=2024-01-01&to=2024-12-31', accepts: ({ notifiedOn }) => !!notifiedOn?.startsWith('2024-') },
] as { query: string; accepts: (contract: ContractSummary) => boolean }[])
  t.test(`${query} lists the contracts that answer it, and all of them`, async (t) => {
    const found = await readAll(`&${query}`)
    t.ok(found.length > 0)
    t.strictSame(
      found.map(({ id }) => id).sort(),
      all
        .filter(accepts)
        .map(({ id }) => id)
        .sort(),
    )
  })

t.test('supplier lists the contracts one of whose holders has this SIREN', async (t) => {
  const siren = all.find(({ holders }) => holders.length === 2)?.holders[1]?.siren
  const found = await readAll(`&supplier=${siren}`)
  const holds = ({ holders }: ContractSummary) => holders.some((holder) => holder.siren === siren)
  t.ok(found.length > 0)
  t.strictSame(
    found.map(({ id }) => id).sort(),
    all
      .filter(holds)
      .map(({ id }) => id)
      .sort(),
  )
})

t.test('every contract of the list can be read whole', async (t) => {
  for (const { id } of all) {
    const response = await app.inject(`/v1/contracts/${id}`)
    if (response.statusCode !== 200) t.fail(id, { body: response.json() })
    const expected = asJson(await reportContract(db, FIXED_CLOCK, id))
    if (JSON.stringify(response.json()) !== JSON.stringify(expected)) t.strictSame(response.json(), expected)
  }
  t.ok(all.length > 100)
})

t.test('the names of natural persons are masked, in the list and in the contract', async (t) => {
  const contract = all.find(({ sourceId }) => sourceId === '2020-ARTISAN')
  t.equal(contract?.holders[0]?.name, MASKED_NAME)
  const response = await app.inject(`/v1/contracts/${contract?.id}`)
  t.equal(response.json().holders[0].name, MASKED_NAME)
  for (const name of ['FICTIF Camille', 'INVENTÉ Dominique']) {
    t.notOk(JSON.stringify(all).includes(name), name)
    t.notOk(response.body.includes(name), name)
  }
})

t.test('an id nobody has is not found, one that is no UUID is refused', async (t) => {
  const unknown = '00000000-0000-4000-8000-000000000000'
  const { detail } = problemIn(t, await app.inject(`/v1/contracts/${unknown}`), 404, 'not-found')
  t.match(detail, unknown)
  const { errors } = problemIn(t, await app.inject('/v1/contracts/2020-ARTISAN'), 400, 'parameters-invalid')
  t.match(errors, [{ parameter: 'id', value: '2020-ARTISAN', expected: /UUID/ }])
})

t.test('every bad parameter of the list is named', async (t) => {
  const query =
    'buyer=x&from=2024-13-01&kind=marche&supplier=00001004100010&cpv=45000000-7&page=0&pageSize=501&order=asc'
  const { errors } = problemIn(t, await app.inject(`/v1/contracts?${query}`), 400, 'parameters-invalid')
  const names = errors?.map(({ parameter }) => parameter)
  t.strictSame(names, ['buyer', 'from', 'kind', 'cpv', 'supplier', 'page', 'pageSize', 'order'])
  t.match(errors?.at(-2), { value: '501', expected: 'un nombre entier de 1 à 500' })
})

for (const page of ['', '-1', '1.5', '1e3', '0x10', ' 1', '99999999999999999999', '1&page=2'])
  t.test(`page=${page} is refused`, async (t) => {
    const { errors } = problemIn(t, await app.inject(`/v1/contracts?page=${page}`), 400, 'parameters-invalid')
    t.match(errors, [{ parameter: 'page', expected: /un nombre entier de 1 à 1000000/ }])
  })
