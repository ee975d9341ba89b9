import t from 'tap'
import { MASKED_NAME } from '../../../src/reports/mask-names.ts'
import { reportSupplier, type SupplierReport } from '../../../src/reports/supplier-report.ts'
import { FIXED_CLOCK } from '../../support/database.ts'
import { importDemo } from '../../support/demo.ts'
import { asJson, openApp, problemIn } from '../open-app.ts'

const { app, db } = await openApp(t)
await importDemo(db)

const suppliers = await db
  .selectFrom('suppliers')
  .select('siren')
  .distinct()
  .where('siren', 'is not', null)
  .orderBy('siren')
  .execute()

t.test('every supplier of the demonstration can be read whole', async (t) => {
  t.ok(suppliers.length > 50)
  for (const { siren } of suppliers) {
    const response = await app.inject(`/v1/suppliers/${siren}`)
    const expected = asJson(await reportSupplier(db, FIXED_CLOCK, siren ?? ''))
    if (JSON.stringify(response.json()) !== JSON.stringify(expected)) t.strictSame(response.json(), expected)
  }
})

t.test('"on" chooses the day of the verdicts; today by default', async (t) => {
  const [{ siren } = { siren: null }] = suppliers
  const today = (await app.inject(`/v1/suppliers/${siren}`)).json<SupplierReport>()
  t.equal(today.on, '2026-11-23')
  const before = (await app.inject(`/v1/suppliers/${siren}?on=2019-01-01`)).json<SupplierReport>()
  t.equal(before.on, '2019-01-01')
})

t.test('the name of a natural person is masked', async (t) => {
  const { siren } = await db
    .selectFrom('facts')
    .select('siren')
    .where('is_name_masked', '=', true)
    .orderBy('siren')
    .executeTakeFirstOrThrow()
  const response = await app.inject(`/v1/suppliers/${siren}`)
  t.strictSame(response.json().names, [MASKED_NAME])
  t.notMatch(response.body, /FICTIF Camille|INVENTÉ Dominique/)
})

t.test('a SIREN that nothing names is not found', async (t) => {
  const { detail } = problemIn(t, await app.inject('/v1/suppliers/999999999'), 404, 'not-found')
  t.match(detail, '999999999')
})

t.test('a bad SIREN and a bad query are named together', async (t) => {
  const response = await app.inject('/v1/suppliers/1234?on=2026-02-29&day=1')
  const { errors } = problemIn(t, response, 400, 'parameters-invalid')
  t.strictSame(
    errors?.map(({ parameter, value }) => [parameter, value]),
    [
      ['siren', '1234'],
      ['on', '2026-02-29'],
      ['day', '1'],
    ],
  )
})
