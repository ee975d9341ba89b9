import t from 'tap'
import { openSpaser } from '../support/run-spaser.ts'

t.test('a clause is followed from the command line', async (t) => {
  const spaser = await openSpaser(t)
  const create = [
    'clauses',
    'create',
    '--buyer',
    '00001001700010',
    '--number',
    '2024-RES-SIAE',
    '--basis',
    'reserved-siae',
  ]
  const created = await spaser(
    ...create,
    '--start',
    '2025-01-01',
    '--end',
    '2026-12-31',
    '--hours',
    '1 000',
    '--by',
    'A. Gente',
  )
  t.match(created, { code: 0, out: /Clause n° 1 .* : En retard/ })
  t.match(await spaser(...create), { code: 1, err: /déjà une clause d’insertion, la n° 1/ })
  t.match(
    await spaser('clauses', 'add-hours', '1', '--person', 'P-1', '--period', '2025-03', '--hours', '7h30'),
    {
      code: 0,
      out: /réalisées 7,5/,
    },
  )
  const named = await spaser(
    'clauses',
    'add-hours',
    '1',
    '--person',
    'Quidam',
    '--period',
    '2025-03',
    '--hours',
    '7',
  )
  t.match(named, { code: 1, err: /nom ou prénom reconnu/ })
  t.notMatch(named.err, /quidam/i)
  t.match(await spaser('clauses', 'correct-hours', '1', '1', '--hours', '8', '--validated'), {
    code: 0,
    out: /dont validées 8/,
  })
  const due = [
    'clauses',
    'due',
    '1',
    '--method',
    'invoiced',
    '--amount',
    '20 000',
    '--euros-per-hour',
    '2000',
    '--invoice',
    'F1',
  ]
  t.match(await spaser(...due, '--from', '2025-06-01'), { code: 0, out: /Facture\s+\+10/ })
  t.match(await spaser('clauses', 'waive', '1', '--reason', 'liquidation'), {
    code: 0,
    out: /Levée le 2026-11-23 : liquidation/,
  })
  t.match(await spaser('clauses', 'list', '--state', 'waived', '--json'), {
    code: 0,
    out: /"state":"waived"/,
  })
})
