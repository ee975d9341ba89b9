import t from 'tap'
import { openSpaser } from '../support/run-spaser.ts'

t.test('an indicator of insertion is asked from the command line as any other', async (t) => {
  const spaser = await openSpaser(t)
  const create = [
    'clauses',
    'create',
    '--buyer',
    '00001001700010',
    '--number',
    'M1',
    '--basis',
    'reserved-siae',
  ]
  t.match(await spaser(...create, '--start', '2025-01-01', '--end', '2026-12-31', '--hours', '1 000'), {
    code: 0,
  })
  t.match(
    await spaser('clauses', 'add-hours', '1', '--person', 'P-1', '--period', '2025-03', '--hours', '100'),
    { code: 0 },
  )
  t.match(await spaser('indicators'), {
    code: 0,
    out: /insertion-mandatory[\s\S]*insertion-hours-per-100000-euros/,
  })
  t.match(await spaser('indicator', 'insertion-hours-done', '--from', '2025-01-01', '--by', 'year'), {
    code: 0,
    out: /2025 : 100 heures[\s\S]*Total : 100 heures[\s\S]*1607 h/,
  })
  t.match(await spaser('indicator', 'insertion-people'), { code: 0, out: /caché/ })
  t.match(await spaser('indicator', 'insertion-people', '--internal'), { code: 0, out: /: 1 personne\n/ })
  t.match(await spaser('indicator', 'insertion-hours-done', '--open', 'clauses', '--json'), {
    code: 0,
    out: /"doneHours":100/,
  })
  t.match(await spaser('indicator', 'insertion-hours-done', '--open', 'yes'), {
    code: 2,
    err: /--open clauses/,
  })
  t.match(await spaser('indicator', 'insertion-mandatory'), { code: 2, err: /seuil européen/ })
  t.match(await spaser('clauses', 'show', '1', '--late-percent', '50'), { code: 0, out: /au-delà de 50 %/ })
  t.match(await spaser('clauses', 'show', '1', '--late-percent', '101'), { code: 2, err: /de 0 à 100/ })
})
