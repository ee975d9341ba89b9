import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import writeXlsxFile from 'write-excel-file/node'
import { openSpaser } from '../support/run-spaser.ts'

const values = [{ year: 2025, minimumPercent: 10 }]
const PLAN = {
  id: 'spaser',
  title: 'SPASER',
  buyers: ['000010017'],
  from: '2025-01-01',
  to: '2026-12-31',
  targets: [{ id: 'ess', title: 'ESS', perimeter: 'ess', measure: 'contracts', values }],
  hourTargets: [{ id: 'heures', title: 'Heures', values: [{ year: 2025, minimumHours: 250 }] }],
  insertionThresholds: { latePercent: 30 },
}

const ROWS = [
  ['PLIE du Val-Chimère (fictif) : heures du 2e trimestre 2025'],
  [],
  [
    'Réf. du marché',
    'Matricule',
    'Mois concerné',
    'Heures réalisés',
    'Siret',
    'Sexe',
    'Obs.',
    'Heures prévues',
  ],
  ['2025-VOIRIE', 'ML-01', '04/2025', 120.5, '00002462000015', 'F', '', 130],
  ['2025-VOIRIE', 'ML-02', 'mai 2025', 98, '00002462000015', 'H', '', 130],
  ['2025-VOIRIE', 'ML-03', '2025-05', '35h', '00002462000015', 'H', 'arrivé le 12', 60],
  ['2025-INCONNU', 'ML-04', '05/2025', 12, '', '', '', ''],
]

t.test('a facilitator’s messy workbook goes from file to figures, as a new user would do it', async (t) => {
  const spaser = await openSpaser(t)
  const folder = t.testdir({})
  const workbook = join(folder, 'heures T2.xlsx')
  await writeXlsxFile(ROWS.map((row) => row.map((value) => ({ value }))) as never).toFile(workbook)
  const plan = join(folder, 'plan.json')
  await writeFile(plan, JSON.stringify(PLAN))
  const planned = join(folder, 'achats.csv')
  await writeFile(planned, 'Intitulé;CPV;Montant HT;Date prévue\nVoirie 2027;45233140;1 000 000;01/03/2027\n')

  t.match(await spaser('plan', 'import', plan), { code: 0 })
  const create = ['clauses', 'create', '--buyer', '00001001700010', '--number', '2025-VOIRIE']
  const dated = ['--basis', 'execution-condition', '--start', '2025-01-01', '--end', '2026-12-31']
  t.match(await spaser(...create, ...dated, '--hours', '500'), { code: 0 })
  t.match(await spaser('import', workbook), {
    code: 1,
    err: /« Matricule » : Code personne[\s\S]*--accept-guesses/,
  })
  t.match(await spaser('import', workbook, '--dry-run'), {
    code: 3,
    out: /DEVINÉE, à confirmer : « Heures réalisés »/,
  })
  const agreed = await spaser('import', workbook, '--accept-guesses', '--facilitator', 'PLIE')
  t.match(agreed, { code: 3, out: /profil de colonnes enregistré/ })
  t.match(agreed.out, /2025-INCONNU|clause/, 'the line of an unknown contract is told')
  const again = await spaser('import', workbook, '--json')
  t.match(JSON.parse(again.out), { stored: 0, updated: 0, unchanged: 3, rejected: 1 }, 'twice is once')
  t.match(await spaser('profile', 'list'), { code: 0, out: /heures, facilitateur : PLIE/ })
  t.match(await spaser('clauses', 'show', '1'), {
    code: 0,
    out: /réalisées 253,5[\s\S]*fixés par le plan « SPASER »/,
  })
  t.match(await spaser('indicator', 'insertion-people', '--internal'), { code: 0, out: /: 3 personnes/ })
  t.match(await spaser('clauses', 'assess-set', '--buyer', '000010017', '--internal'), {
    code: 0,
    out: /254/,
  })
  t.match(await spaser('clauses', 'plan-purchases', planned, '--buyer', '00001001700010'), {
    code: 0,
    out: /1 achat/,
  })
  t.match(await spaser('clauses', 'prospects'), {
    code: 0,
    out: /2027-03-01.*833[\s\S]*montant HT × 50 % de main-d’œuvre × 5 % d’insertion ÷ 30 € .*--labour-share/,
  })
  t.match(await spaser('clauses', 'planned-purchases', '--delete', '1'), { code: 0 })
})
