import t from 'tap'
import { openSpaser } from '../support/run-spaser.ts'

t.test(
  'what is refused of a clause names the options of the command line, and nothing is left aside in silence',
  async (t) => {
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
    for (const { options, code, says } of [
      {
        options: ['--start', '2025-06-01', '--end', '2025-01-01'],
        code: 1,
        says: /« --end » : attendu une fin égale ou postérieure au début/,
      },
      {
        options: ['--start', '2025-01-01', '--method', 'labour-share', '--amount', '1000'],
        code: 1,
        says: /« --labour-share », « --rate », « --hourly-cost » attendu/,
      },
      { options: ['--start', '2025-01-01', '--amount', '1000'], code: 2, says: /--method attendu/ },
      { options: ['--by', '1 85 03 31 555 123 45'], code: 1, says: /« --by » : .* reconnu/ },
    ]) {
      const refused = await spaser(...create, ...options)
      t.match(refused, { code, err: says }, options.join(' '))
      t.notMatch(refused.err, /endsOn|labourShare|author/)
    }
    t.match(await spaser('clauses', 'list'), { code: 0, out: /Aucune clause/ }, 'nothing was recorded')
    t.equal((await spaser(...create)).code, 0)
    const changed = await spaser('clauses', 'change', '1', '--basis', 'execution-condition', '--json')
    t.match(JSON.parse(changed.out), { bases: [{ id: 'execution-condition' }], beneficiaries: [] })
  },
)

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

t.test('a number that is none, or too large, is refused in French and changes nothing', async (t) => {
  const spaser = await openSpaser(t)
  const contract = ['--buyer', '00001001700010', '--number', 'A', '--basis', 'execution-condition']
  t.match(await spaser('clauses', 'create', ...contract, '--start', '2025-01-01'), { code: 0 })
  const labour = ['due', '1', '--method', 'labour-share', '--amount', '1000', '--from', '2025-01-01']
  for (const { argv, says } of [
    { argv: ['report', '--threshold', 'x'], says: /--threshold : nombre entier d’euros/ },
    { argv: ['report', '--threshold', '1e99'], says: /--threshold : nombre entier d’euros/ },
    {
      argv: ['due', '1', '--hours', '1', '--from', '2025-01-01', '--replaces', 'x'],
      says: /--replaces « x »/,
    },
    { argv: ['due', '1', '--hours', '999999999', '--from', '2025-01-01'], says: /--hours « 999999999 »/ },
    {
      argv: ['add-hours', '1', '--period', '2025-03', '--hours', '999999999'],
      says: /--hours « 999999999 »/,
    },
    {
      argv: [...labour, '--labour-share', 'x', '--rate', '5', '--hourly-cost', '30'],
      says: /--labour-share/,
    },
    { argv: [...labour, '--labour-share', '50', '--rate', '1e9', '--hourly-cost', '30'], says: /--rate/ },
  ])
    t.match(await spaser('clauses', ...argv), { code: 2, err: says }, argv.join(' '))
})

t.test('what is due is told to a person, to a spreadsheet or to a calendar', async (t) => {
  const spaser = await openSpaser(t)
  t.match(await spaser('clauses', 'calendar'), { code: 0, out: /Rien n’est dû/ })
  const create = ['clauses', 'create', '--buyer', '00001001700010', '--number', 'A', '--hours', '100']
  const created = await spaser(...create, '--basis', 'execution-condition', '--start', '2026-01-01')
  t.match(created, { code: 0, out: /heures\s+méthode[\s\S]*100\s+saisies/ })
  t.match(await spaser('clauses', 'calendar'), { code: 0, out: /^2026-04-30 {2}/m })
  t.match(await spaser('clauses', 'calendar', '--csv'), { code: 0, out: /2026-04-30/ })
  t.match(await spaser('clauses', 'calendar', '--ics'), { code: 0, out: /BEGIN:VCALENDAR[\s\S]*20260430/ })
  t.match(await spaser('clauses', 'calendar', '--ics', '--csv'), { code: 2, err: /csv et ics/ })
})
