import t from 'tap'
import { reportMethodology } from '../../../src/reports/methodology.ts'
import { asJson, openApp, problemIn } from '../open-app.ts'

const { app } = await openApp(t)

t.test('the methodology is that of the rules themselves', async (t) => {
  const response = await app.inject('/v1/methodology')
  t.equal(response.statusCode, 200)
  t.strictSame(response.json(), asJson(reportMethodology()))
})

t.test('it takes no parameter', async (t) => {
  const { errors } = problemIn(
    t,
    await app.inject('/v1/methodology?perimeter=ess'),
    400,
    'parameters-invalid',
  )
  t.match(errors, [{ parameter: 'perimeter', expected: /aucun/ }])
})
