import t from 'tap'
import { fixture } from '../support/database.ts'
import { openSpaser } from '../support/run-spaser.ts'

const PLAN = 'spaser-val-chimere-2023-2026'
const spaser = await openSpaser(t)

t.test('plans are listed, shown, deleted and brought back', async (t) => {
  t.match((await spaser('plan', 'list')).out, /Aucun plan : plan import/)
  await spaser('import', fixture('demo/marches-2024-2026.csv'))
  await spaser('plan', 'import', fixture('demo/plan.json'))
  t.match((await spaser('plan', 'list')).out, /spaser-val-chimere-2023-2026 .* 2023-01-01 au 2026-12-31 +4\n/)
  t.match(JSON.parse((await spaser('plan', 'list', '--json')).out), { total: 1, plans: [{ id: PLAN }] })

  const { out } = await spaser('plan', 'show', PLAN)
  for (const says of [
    /▸ Part des contrats attribués à l’ESS — .* en nombre\n/,
    /2026 \(en cours\) .* à ce jour/i,
    /acheteur, 2026/,
    /Reste à faire, 2026 : /,
    /Phase 2,\s+essor[\s\S]*\(2025-2026\)/,
    /au plus 15 %/,
    /• Trajectoire : /,
  ])
    t.match(out, says)
  t.notMatch(out, /NaN|undefined|null|\u00a0|\u202f/)
  const board = JSON.parse((await spaser('plan', 'show', PLAN, '--json')).out)
  t.match(board, { plan: { id: PLAN }, madeOn: '2026-11-23' })

  const document = JSON.parse((await spaser('plan', 'show', PLAN, '--document')).out)
  t.match(document.targets[0], { id: 'ess-nombre', values: [{ year: 2023, value: 9 }, {}, {}, {}] })

  const deleted = await spaser('plan', 'delete', PLAN)
  const [, importId = ''] = /import undo (\d+)/.exec(deleted.out) ?? []
  t.match(await spaser('plan', 'show', PLAN), { code: 1, err: /Aucun plan n’a l’identifiant « spaser-val/ })
  t.match((await spaser('plan', 'show', PLAN, '--versions')).out, /\(supprimé\)[\s\S]*Schéma de promotion/)
  t.match(await spaser('import', 'undo', importId, '--yes'), { code: 0, err: '' })
  t.equal(JSON.parse((await spaser('plan', 'show', PLAN, '--document', '--json')).out).id, PLAN)
})

t.test('what there is not says so', async (t) => {
  for (const argv of [
    ['show', 'x'],
    ['show', 'x', '--versions'],
    ['show', 'x', '--document'],
    ['delete', 'x'],
  ])
    t.match(await spaser('plan', ...argv), { code: 1, err: /Aucun plan n’a l’identifiant « x »/ })
  t.equal((await spaser('plan')).code, 2)
})
