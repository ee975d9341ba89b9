import { readFile } from 'node:fs/promises'
import t from 'tap'
import { fixture } from '../../support/database.ts'
import { openApp, problemIn } from '../open-app.ts'
import { send } from './send-file.ts'

const values = [{ year: 2025, minimumPercent: 10 }]
const PLAN = {
  id: 'spaser',
  title: 'SPASER',
  buyers: ['000010017'],
  from: '2025-01-01',
  to: '2026-12-31',
  targets: [{ id: 'ess', title: 'ESS', perimeter: 'ess', measure: 'contracts', values }],
  hourTargets: [{ id: 'heures', title: 'Heures', values: [{ year: 2025, minimumHours: 250 }] }],
}

t.test('a facilitator’s messy table goes from file to scoreboard over HTTP', async (t) => {
  const { app } = await openApp(t)
  const messy = await readFile(fixture('hours-messy.csv'))
  await send(app, 'kind=plan', Buffer.from(JSON.stringify(PLAN)))
  await app.inject({
    method: 'POST',
    url: '/v1/insertion-clauses',
    payload: { buyer: '00001001700010', sourceId: '2025-VOIRIE', bases: ['execution-condition'] },
  })
  problemIn(t, await send(app, '', messy), 409, 'mapping-to-confirm')
  const agreed = await send(app, 'acceptGuesses=true&facilitator=Mission%20locale', messy)
  t.match(agreed.json(), { stored: 3, rejected: 0, profile: {} })
  t.match((await app.inject('/v1/mapping-profiles')).json().data, [
    { kind: 'hours', facilitator: 'Mission locale' },
  ])
  t.match((await send(app, '', messy)).json(), { unchanged: 3 }, 'by itself, and twice is once')
  const board = (await app.inject('/v1/plans/spaser/scoreboard')).json()
  t.match(JSON.stringify(board), /"doneHours":253.5/)
  const header = ['N° marché', 'Dossier', 'Mois', 'Volume']
  const saved = await app.inject({
    method: 'POST',
    url: '/v1/mapping-profiles',
    payload: {
      name: 'PLIE',
      kind: 'hours',
      facilitator: 'PLIE',
      header,
      map: [
        { column: 'Dossier', field: 'person' },
        { column: 'Volume', field: 'hours' },
      ],
    },
  })
  t.equal(saved.statusCode, 201, saved.body)
  const table = Buffer.from(`${header.join(';')}\n2025-VOIRIE;D-1;06/2025;10\n`)
  t.match((await send(app, 'kind=hours', table)).json(), { stored: 1, profile: { name: 'PLIE' } })
  const corrected = Buffer.from(`${header.join(';')}\n2025-VOIRIE;D-2;06/2025;11\n`)
  const replaces = agreed.json().importId + 2
  t.match((await send(app, `kind=hours&replaces=${replaces}`, corrected)).json(), {
    stored: 1,
    withdrawn: 1,
  })
})
