import t from 'tap'
import { reportTargetStudy } from '../../../src/reports/target-study.ts'
import { FIXED_CLOCK } from '../../support/database.ts'
import { importDemo } from '../../support/demo.ts'
import { asJson, openApp, problemIn } from '../open-app.ts'

const { app, db } = await openApp(t)
await importDemo(db)

t.test('every parameter reaches the study', async (t) => {
  const response = await app.inject(
    '/v1/target-study?buyer=000010017&perimeter=inclusive&holders=lead&frameworks=none&years=2&months=6&scenario=12.5&scenario=100&target=7.25&kind=any&contractKind=contract&procedure=open&procedure=adapted&cpv=45&category=works&amount=40k-90k&tag=none&transition=none',
  )
  t.equal(response.statusCode, 200)
  const expected = await reportTargetStudy(db, FIXED_CLOCK, {
    buyers: ['000010017'],
    groups: [],
    perimeter: 'inclusive',
    holders: 'lead',
    frameworks: 'none',
    filters: {
      ...{ kinds: ['contract'], procedures: ['open', 'adapted'], cpv: ['45'], categories: ['works'] },
      ...{ amounts: ['40k-90k'], tags: ['none'], transitions: ['none'] },
    },
    years: 2,
    months: 6,
    scenarios: [1_250, 10_000],
    target: 725,
    peers: { kind: 'any', size: null, department: null, region: null, group: null },
  })
  t.strictSame(response.json(), asJson(expected))
})

t.test('each mistake is named with what was expected', async (t) => {
  for (const [query, says] of [
    ['perimeter=ess', /au moins un acheteur/],
    ['buyer=000010017&target=101', /un pourcentage de 0 à 100/],
    ['buyer=000010017&scenario=1.234', /deux décimales au plus/],
    ['buyer=000010017&months=0', /de 1 à 60/],
    ['buyer=000010017&from=2024-01-01', /"parameter":"from".*l’étude a ses propres jours/],
    ['buyer=000010017&endsTo=2027-01-01', /"parameter":"endsTo".*l’étude a ses propres jours/],
    ['buyer=000010017&holderFamily=association', /"parameter":"holderFamily".*changent de titulaire/],
    ['buyer=000010017&proximity=abroad&proximity=elsewhere', /"expected":"rien : l’étude suppose/],
    ['buyer=000010017&holder=x', /contractKind, procedure, cpv, category, amount, tag, transition"/],
    ['buyer=000010017&proximity=abroad', /"parameter":"proximity".*changent de titulaire/],
    ['buyer=000010017&kind=framework', /nature des acheteurs ; celle des marchés : contractKind/],
    ['buyer=000010017&contractKind=village', /contract, framework, call-off, concession/],
  ] as const) {
    const response = await app.inject(`/v1/target-study?${query}`)
    t.match(JSON.stringify(problemIn(t, response, 400, 'parameters-invalid')), says, query)
  }
  problemIn(t, await app.inject('/v1/target-study?group=nobody'), 404, 'not-found')
  const traits = await app.inject('/v1/target-study?buyer=000010017&buyer=000010025&size=same')
  t.match(problemIn(t, traits, 400, 'bad-usage').detail, /« size » dit à qui ressemble un acheteur seul/)
})
