import t from 'tap'
import { fixture } from '../support/database.ts'
import { openSpaser } from '../support/run-spaser.ts'

t.test('an import is tried, undone, listed as such, and never undone twice', async (t) => {
  const spaser = await openSpaser(t)
  const file = fixture('republished-with-correction.json')
  const { importId, read } = JSON.parse((await spaser('import', file, '--json')).out)
  const trial = await spaser('import', 'undo', String(importId), '--dry-run')
  t.equal(trial.code, 0)
  t.match(
    trial.out,
    /^Import n° 1 \(« .*republished.* »\) : essai, rien n’est écrit\n {2}\d+ marchés ou versions retirés\n$/,
  )
  t.match(JSON.parse((await spaser('share', '--json')).out), { contracts: { total: 1 } })
  t.match(await spaser('import', 'undo', '1', '--yes'), { code: 0, out: /: annulé\n {2}\d+ marchés/ })
  t.match(JSON.parse((await spaser('share', '--json')).out), { contracts: { total: 0 } })
  const [header, , row] = (await spaser('import', 'list')).out.trim().split('\n')
  t.match(header, /n° +date +contenu +fichier +lus +annulé le/)
  t.match(row, new RegExp(`1 +2026-11-23 +marchés +.*republished-with-correction.json +${read} +2026-11-23`))
  t.match((await spaser('import', 'problems', '1')).out, /import n° 1, annulé le 2026-11-23/)
  t.match(await spaser('import', 'undo', '1', '--yes'), {
    code: 1,
    err: /est déjà annulé, depuis le 2026-11-23/,
  })
  t.match(await spaser('import', 'undo', '9', '--yes'), { code: 1, err: /Aucun import ne porte le numéro 9/ })
  t.match(await spaser('import', 'undo', 'x'), { code: 2, err: /numéro attendu/ })
})

t.test('at a terminal a person is asked first; elsewhere nothing is', async (t) => {
  const spaser = await openSpaser(t)
  await spaser('import', fixture('two-holders.json'))
  const refused = await spaser('import', 'undo', '1')
  t.match(refused, {
    code: 1,
    out: /essai, rien n’est écrit\n {2}1 marché ou version retiré/,
    err: /Rien n’est annulé/,
  })
  t.match(JSON.parse((await spaser('share', '--json')).out), { contracts: { total: 1 } })
  const job = await openSpaser(t, false)
  await job('import', fixture('two-holders.json'))
  const { code, out } = await job('import', 'undo', '1')
  t.equal(code, 0)
  t.match(JSON.parse(out), { importId: 1, undoneAt: /^2026-11-23T/, contracts: { removed: 1 } })
})

t.test('a list that a newer one follows is refused with what to do', async (t) => {
  const spaser = await openSpaser(t)
  const bring = (day: string) =>
    spaser('reference', 'import', 'esus', fixture('demo/esus.csv'), '--date', day, '--json')
  await bring('2026-01-01')
  await bring('2026-02-01')
  t.match(await spaser('import', 'undo', '1', '--yes'), {
    code: 1,
    err: /la liste « esus » du 2026-02-01 \(import n° 2\).*Annulez d'abord l'import n° 2/,
  })
  t.match((await spaser('import', 'undo', '2', '--yes')).out, /entrées? de la liste|rien d’autre ne change/)
  t.match((await spaser('import', 'undo', '1', '--yes')).out, /entrées de la liste retirées/)
})
