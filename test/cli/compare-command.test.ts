import t from 'tap'
import { fixture } from '../support/database.ts'
import { openSpaser } from '../support/run-spaser.ts'

const spaser = await openSpaser(t)
await spaser('import', fixture('demo/marches-2024-2026.csv'))
const ASK = ['compare', '--buyer', '000010017', '--year', '2025']

t.test('compare says where the buyer stands, for a person and for a machine', async (t) => {
  const { code, out } = await spaser(...ASK, '--minimum', '1')
  t.equal(code, 0)
  for (const said of [
    /rang \d+ sur \d+/,
    /Comparé à : tous/,
    /1er décile/,
    /←/,
    /• Le rang suit la part minimale/,
  ])
    t.match(out, said)
  const json = await spaser(...ASK, '--minimum', '1', '--json')
  t.match(JSON.parse(json.out), {
    year: 2025,
    buyer: { id: '000010017' },
    standings: { contracts: { rank: 1 } },
  })
  const unranked = await spaser(...ASK, '--minimum', '1000')
  t.match(unranked.out, /non classé/)
})

t.test(
  'compare counts the contracts that filters keep, over the days asked, by the method asked',
  async (t) => {
    const filters = [
      '--category',
      'works',
      '--contract-kind',
      'contract',
      '--holders',
      'lead',
      '--frameworks',
      'none',
    ]
    const { code, out } = await spaser(
      ...['compare', '--buyer', '000010017', '--from', '2024-07-01', '--to', '2025-06-30'],
      ...['--minimum', '1', ...filters],
    )
    t.equal(code, 0)
    t.match(out, /du 2024-07-01 au 2025-06-30/)
    t.match(out, /que certains marchés\. Natures : contract\. Catégories : works\./)
    t.match(out, /le premier cité décide \(lead\)/)
    const json = await spaser(
      ...['compare', '--buyer', '000010017', '--from', '2024-07-01', '--json', ...filters],
    )
    t.match(JSON.parse(json.out), {
      year: null,
      isProvisional: true,
      filters: { from: '2024-07-01', to: null, kinds: ['contract'], categories: ['works'] },
      method: { holders: 'lead', frameworks: 'none' },
    })
    const since = await spaser('compare', '--buyer', '000010017', '--from', '2024-07-01')
    t.match(since.out, /depuis le 2024-07-01 \(période en cours\)/)
  },
)

for (const { title, argv, code, says } of [
  {
    title: 'a year with a period',
    argv: ['--from', '2025-01-01'],
    code: 2,
    says: /deux fois les jours à comparer/,
  },
  { title: 'no day at all', argv: ['--year'], code: 2, says: /--year 2025.*--from, --to/ },
  {
    title: 'the kind of contracts where that of buyers is asked',
    argv: ['--kind', 'framework'],
    code: 2,
    says: /nature des acheteurs ; pour celle des marchés : --contract-kind framework/,
  },
  {
    title: 'a kind of contracts that is none',
    argv: ['--contract-kind', 'x'],
    code: 2,
    says: /--contract-kind « x »/,
  },
  { title: 'a method that is none', argv: ['--holders', 'all'], code: 2, says: /--holders « all »/ },
  { title: 'a year that is none', argv: ['--year', '25'], code: 2, says: /--year « 25 »/ },
  {
    title: 'a kind that is none',
    argv: ['--kind', 'village'],
    code: 2,
    says: /--kind « village ».*municipality/,
  },
  { title: 'a department that is none', argv: ['--department', '99'], code: 2, says: /--department « 99 »/ },
  { title: 'a size nobody knows', argv: ['--size', 'same'], code: 2, says: /SIRENE/ },
  { title: 'a buyer nobody knows', argv: ['--buyer', '999999999'], code: 1, says: /999999999/ },
])
  t.test(`${title} is refused`, async (t) => {
    const given = new Map([
      ['--buyer', '000010017'],
      ['--year', '2025'],
    ])
    for (let at = 0; at < argv.length; at += 2) given.set(argv[at] ?? '', argv[at + 1] ?? '')
    // An option without value is left out.
    const answer = await spaser('compare', ...[...given].filter(([, value]) => value !== '').flat())
    t.equal(answer.code, code)
    t.match(answer.err, says)
  })
