import t from 'tap'
import { fixture } from '../support/database.ts'
import { openSpaser } from '../support/run-spaser.ts'

t.test('an agent asks what it takes to set a target', async (t) => {
  const spaser = await openSpaser(t)
  await spaser('import', fixture('demo/marches-2024-2026.csv'))
  const { code, out } = await spaser('study', '--buyer', '000010017', '--target', '12,5', '--scenario', '40')
  t.equal(code, 0)
  t.match(out, /1\. Ce qui a été atteint/)
  t.match(out, /90 Eaux usées, déchets/)
  t.match(out, /2\. Ce qui finit du 20\d\d-/)
  t.match(out, / 40 % {2}/)
  t.match(out, /Pour 12,5 % : en nombre/)
  t.notMatch(out, /que certains marchés/)
  const filtered = await spaser(
    'study',
    '--buyer',
    '000010017',
    '--category',
    'works',
    '--contract-kind',
    'contract',
  )
  t.equal(filtered.code, 0)
  t.match(filtered.out, /que certains marchés\. Natures : contract\. Catégories : works\./)
  t.notMatch(filtered.out, /90 Eaux usées, déchets/)
  const { out: json } = await spaser('study', '--buyer', '000010017', '--json')
  t.strictSame(
    JSON.parse(json).simulation.scenarios.map(({ percent }: { percent: number }) => percent),
    [10, 25, 50],
  )
})

t.test('mistakes of usage say what was expected', async (t) => {
  const spaser = await openSpaser(t)
  for (const [argv, says] of [
    [[], /donnez --buyer ou --group/],
    [['--buyer', '000010017', '--target', '120'], /pourcentage de 0 à 100 attendu/],
    [['--buyer', '000010017', '--months', '99'], /--months « 99 » : nombre entier de 1 à 60/],
    [['--group', 'sicoval', '--kind', 'any'], /« kind » dit à qui ressemble un acheteur seul/],
    [['--buyer', '000010017', '--from', '2024-01-01'], /--from : sans objet, l’étude a ses propres jours/],
    [['--buyer', '000010017', '--ends-to', '2027-01-01'], /--ends-to : sans objet/],
    [['--buyer', '000010017', '--holder-family', 'association'], /--holder-family.*changent de titulaire/],
    [['--buyer', '000010017', '--kind', 'framework'], /pour celle des marchés : --contract-kind framework/],
    [['--buyer', '000010017', '--contract-kind', 'village'], /--contract-kind « village » : valeur attendue/],
    [['--buyer', '000010017', '--perimeter', 'x'], /--perimeter « x » : valeur attendue parmi ess/],
  ] as const) {
    const { code, err } = await spaser('study', ...argv)
    t.equal(code, 2)
    t.match(err, says)
  }
})
