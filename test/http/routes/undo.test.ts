import t from 'tap'
import { importContracts } from '../../../src/import/import-contracts.ts'
import { importPlan } from '../../../src/import/import-plan.ts'
import { FIXED_CLOCK, fixture } from '../../support/database.ts'
import { asJson, openApp, problemIn } from '../open-app.ts'

const { app, db } = await openApp(t)
const undo = (id: number | null, query = '') =>
  app.inject({ method: 'DELETE', url: `/v1/imports/${id}${query}` })
const shown = async (id: number | null) => (await app.inject(`/v1/imports/${id}`)).json()

t.test('an import is undone as a whole, once, after a trial that changes nothing', async (t) => {
  const { importId } = await importContracts(db, FIXED_CLOCK, fixture('lots-same-id.json'))
  const trial = (await undo(importId, '?dryRun=true')).json()
  t.match(trial, { importId, kind: 'contracts', undoneAt: null })
  t.match(await shown(importId), { undoneAt: null })
  const response = await undo(importId)
  t.equal(response.statusCode, 200)
  t.strictSame(response.json(), asJson({ ...trial, undoneAt: FIXED_CLOCK.now() }))
  t.match(await shown(importId), { undoneAt: FIXED_CLOCK.now().toISOString() })
  t.match((await app.inject('/v1/imports')).json().data, [{ importId, undoneAt: /^2026/ }])
  t.match((await app.inject('/v1/contracts')).json().meta, { total: 0 })
  const { detail } = problemIn(t, await undo(importId), 409, 'import-undone')
  t.match(detail, /déjà annulé/)
})

t.test('what is unknown, or in use, is refused', async (t) => {
  problemIn(t, await undo(999), 404, 'not-found')
  const { importId: one } = await importPlan(db, FIXED_CLOCK, fixture('demo/plan.json'))
  const changed = JSON.stringify({
    ...(await import('../../../fixtures/demo/plan.json', { with: { type: 'json' } })).default,
    title: 'B',
  })
  const { importId: two } = await importPlan(
    db,
    FIXED_CLOCK,
    `${t.testdir({ 'plan.json': changed })}/plan.json`,
  )
  const { detail } = problemIn(t, await undo(one), 409, 'import-in-use')
  t.match(detail, new RegExp(`Annulez d'abord l'import n° ${two}`))
  const { errors } = problemIn(t, await undo(one, '?dryrun=true'), 400, 'parameters-invalid')
  t.match(errors, [{ parameter: 'dryrun' }])
})
