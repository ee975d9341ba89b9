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

for (const { title, argv, code, says } of [
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
    const answer = await spaser('compare', ...[...given].flat())
    t.equal(answer.code, code)
    t.match(answer.err, says)
  })
