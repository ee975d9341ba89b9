import t from 'tap'
import { essFrance, sirenOf, UNITS } from '../import/reference-lists.ts'
import { openFile } from '../import/temporary-file.ts'
import { openSpaser } from '../support/run-spaser.ts'

const WHY = ['--reason', 'Kbis lu', '--author', 'C. Martin']

t.test('an agent finds a name without identifier, its candidates, and links it', async (t) => {
  const spaser = await openSpaser(t)
  const siren = sirenOf(UNITS[0])
  const list = await openFile(t, 'ess-france.csv')
  await spaser(
    'reference',
    'import',
    'ess-france',
    await list(essFrance([UNITS[0]]).replace(/STRUCTURE \d+/, 'LES JARDINS')),
  )
  t.match((await spaser('suppliers', 'named')).out, /Tous les fournisseurs ont un identifiant/)
  const table = await openFile(t, 'suivi.csv')
  const rows = [
    'SIRET acheteur;N° de marché;Objet;Montant HT;Date de notification;Titulaire',
    '00001001700010;1;Parc;5000;2024-06-01;Les Jardins SARL',
  ]
  t.equal((await spaser('import', await table(rows.join('\n')))).code, 0)

  const { out } = await spaser('suppliers', 'named', '--buyer', '000010017')
  const [, id = ''] = /\n([0-9a-f]{8}) +Les Jardins SARL/.exec(out) ?? []
  t.match(
    (await spaser('suppliers', 'candidates', id)).out,
    new RegExp(`${siren} +LES JARDINS +\\d+.*suppliers link`, 's'),
  )
  const linked = await spaser('suppliers', 'link', id, siren, ...WHY)
  t.match(linked, { code: 0, out: `Les Jardins SARL : ${siren} (par une personne)\n` })
  t.match((await spaser('suppliers', 'named', '--linked')).out, `${siren} (par une personne)`)
  t.match((await spaser('share', '--perimeter', 'ess')).out, /1 marché a un titulaire connu par son seul nom/)
  t.match((await spaser('suppliers', 'unlink', id, ...WHY)).out, /rattaché à aucun SIREN/)
  t.match(JSON.parse((await spaser('suppliers', 'refuse', id, siren, ...WHY, '--json')).out), {
    link: null,
    choices: [{ choice: 'refuse' }, { choice: 'unlink' }, { choice: 'link' }],
  })
  t.match(await spaser('suppliers', 'candidates', 'ffffffff-0'), {
    code: 1,
    err: /Aucun fournisseur connu par son seul nom/,
  })
  t.match(await spaser('suppliers', 'link', '%', siren, ...WHY), { code: 2, err: /suppliers named/ })
  t.match(await spaser('suppliers', 'link', id, siren), { code: 2, err: /--reason : motif attendu/ })
})
