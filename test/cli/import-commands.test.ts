import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { BUYER, contract, sheetOf } from '../import/sheets-of-contracts.ts'
import { openFolder } from '../import/temporary-file.ts'
import { workbook } from '../import/workbooks.ts'
import { fixture } from '../support/database.ts'
import { openSpaser } from '../support/run-spaser.ts'

t.test('a trial gives the whole ledger and writes nothing', async (t) => {
  const spaser = await openSpaser(t)
  const trial = await spaser('import', fixture('no-id.csv'), '--dry-run', '--json')
  t.equal(trial.code, 3, 'rows would be refused')
  t.match(JSON.parse(trial.out), { importId: null, read: 5, stored: 3, rejected: 2 })
  t.match(JSON.parse((await spaser('share', '--json')).out), { contracts: { total: 0 }, asOf: null })
  const list = await spaser('reference', 'import', 'esus', fixture('demo/esus.csv'), '--dry-run')
  t.match(list.out, /esus\.csv \(esus-liste, essai, rien n’est écrit\) : 8 lignes lues, 8 enregistrées/)
  const plan = await spaser('plan', 'import', fixture('demo/plan.json'), '--dry-run', '--json')
  t.match(JSON.parse(plan.out), { importId: null, stored: 1 })
  t.match(JSON.parse((await spaser('share', '--json')).out), { sources: [], asOf: null })
})

t.test('every problem of an import can be read again, grouped or one by one', async (t) => {
  const spaser = await openSpaser(t)
  const { importId } = JSON.parse((await spaser('import', fixture('no-id.csv'), '--json')).out)
  const grouped = await spaser('import', 'problems', String(importId))
  t.match(grouped.out, /REJET ×1 {2}acheteur_id : le SIRET de l'acheteur/)
  const csv = (await spaser('import', 'problems', String(importId), '--csv')).out
  t.equal(csv.charCodeAt(0), 0xfeff, 'a byte-order mark for the spreadsheet')
  const [header, ...rows] = csv.slice(1).trim().split('\r\n')
  t.equal(header, 'fichier;feuille;ligne;gravité;code;colonne;valeur;attendu')
  t.equal(rows.filter((row) => row.includes(';rejet;')).length, 2)
  t.match(
    rows.find((row) => row.includes('buyer-missing')),
    /^no-id\.csv;;6;rejet;buyer-missing;acheteur_id;;/,
  )
})

t.test('the sheet that was read is named, and those that were not', async (t) => {
  const spaser = await openSpaser(t)
  const rows = [
    ['id', 'acheteur_id', 'objet', 'montant', 'titulaire_id'],
    ['2024-1', '00001001700010', 'Toiture', 41_000, '00002420800019'],
  ]
  const path = join(await openFolder(t), 'marches.ods')
  await writeFile(
    path,
    workbook('ods', [
      { name: 'Bilan', rows: [['Total']] },
      { name: 'Marchés', rows },
    ]),
  )
  const { code, out } = await spaser('import', path)
  t.equal(code, 0)
  t.match(out, /^marches\.ods \(decp-info-ods, import n° 1\) : 1 ligne lue, 1 enregistrée, 0 mise à jour/)
  t.match(out, /\n {2}feuille lue : Marchés \(\d+ lignes?\)\n {2}feuilles ignorées : Bilan\n/)
})

t.test(
  'the sheets of a workbook are read together, those named alone, and what is left out is said',
  async (t) => {
    const spaser = await openSpaser(t)
    const path = join(await openFolder(t), 'marches.xlsx')
    const odd = { name: '2018', rows: [['Num marche', 'Objet', 'Mt bizarre', 'Attributaire', 'Notes']] }
    await writeFile(
      path,
      workbook('xlsx', [
        sheetOf('2020', [contract('20-1'), contract('20-2')]),
        sheetOf('2021', [contract('21-1'), ['21-2', 'Pont', 0, '2021-01-01']]),
        sheetOf('Avenants', [contract('20-1', 99_000)]),
        { ...sheetOf('Vieux', [contract('01-1')]), isHidden: true },
        { ...odd, rows: [...odd.rows, ['18-1', 'Fossé', 43_000, 'Martin', 'x']] },
      ]),
    )
    const all = await spaser('import', path, '--buyer', BUYER.buyer)
    t.equal(all.code, 0)
    t.match(all.out, /^marches\.xlsx \(buyer-xlsx, import n° 1\) : 4 lignes lues, 4 enregistrées/)
    t.match(all.out, /ex\. feuille « 2021 », ligne 3 : « 0 »/)
    t.match(all.out, /\n {2}feuilles lues : 2020 \(2 lignes\), 2021 \(2 lignes\)\n/)
    t.match(all.out, /\n {2}feuilles ignorées : Vieux \(masquée\), 2018\n/)
    t.match(
      all.out,
      /\n {2}ATTENTION, NON LU : Avenants \(son nom annonce .*\)\. .* --sheet "NOM", autant de fois/,
    )
    t.match(
      (await spaser('import', 'problems', '1')).out,
      /ex\. feuille « 2021 », ligne 3 : .*\n.*feuilles lues : 2020/s,
    )
    t.match((await spaser('import', 'problems', '1', '--csv')).out, '\r\nmarches.xlsx;2021;3;signalé;')
    const named = await spaser('import', path, '--buyer', BUYER.buyer, '--sheet', 'vieux', '--sheet', '2021')
    t.match(named.out, /: 3 lignes lues, 1 enregistrée, 0 mise à jour, 2 inchangées/)
    t.match(
      named.out,
      /feuilles lues : 2021 \(2 lignes\), Vieux \(1 ligne\)\n {2}feuilles non demandées : 2020, Avenants, 2018$/m,
    )
    const unknown = await spaser('import', path, '--buyer', BUYER.buyer, '--sheet', '2030')
    t.match(unknown, { code: 1, err: /n’a pas de feuille « 2030 »\. Ses feuilles : « 2020 », / })
    const unread = await spaser('import', path, '--buyer', BUYER.buyer, '--sheet', '2018')
    t.match(unread, { code: 1, err: /La feuille « 2018 ».*Il manque : un montant.*--sheet "2018" --map/ })
    const profile = await spaser(
      'profile',
      'save',
      path,
      '--sheet',
      '2018',
      '--map',
      'Mt bizarre=montant',
      '--json',
    )
    t.equal(profile.code, 0)
    t.match(await spaser('import', path, '--buyer', BUYER.buyer, '--sheet', '2018'), {
      code: 0,
      out: /1 enregistrée.*profil de colonnes appliqué : n° 1/s,
    })
  },
)

t.test('an import that does not exist, or a number that is none, is said so', async (t) => {
  const spaser = await openSpaser(t)
  t.match(await spaser('import', 'problems', '7'), { code: 1, err: /Aucun import ne porte le numéro 7/ })
  t.match(await spaser('import', 'problems', 'x'), { code: 2, err: /Import « x » : numéro attendu/ })
  t.match(await spaser('import'), { code: 2, err: /Fichiers attendus/ })
})

t.test('where no terminal shows them, ledgers are JSON lines without being asked', async (t) => {
  const spaser = await openSpaser(t, false)
  t.match(JSON.parse((await spaser('import', fixture('two-holders.json'))).out), { read: 1, stored: 1 })
  const list = await spaser('reference', 'import', 'siae', fixture('demo/siae.csv'))
  t.match(JSON.parse(list.out), { read: 20, rejected: 3 })
  t.match((await spaser('share')).out, /marchés +/, 'figures stay readable')
})

t.test('a folder, or an archive, is imported file by file; an empty folder is a failure', async (t) => {
  const spaser = await openSpaser(t)
  const content = await readFile(fixture('two-holders.json'))
  const folder = t.testdir({ 'a.json.gz': gzipSync(content), 'b.csv': 'Jour,Heure\n1,2\n', vide: {} })
  const { code, out, err } = await spaser('import', folder, '--json')
  t.equal(code, 1, 'one of them is no list of contracts')
  const [first, second] = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  t.match(first, { file: /\/a\.json\.gz$/, format: 'decp-json-2019', stored: 1 })
  t.match(second, { error: { code: 'format-unknown' } })
  t.match(err, /pas une liste de marchés/)
  t.match(await spaser('import', join(folder, 'vide')), {
    code: 1,
    err: /ne contient aucun fichier à importer/,
  })
  const list = join(folder, 'siae.csv.gz')
  await writeFile(list, gzipSync(await readFile(fixture('demo/siae.csv'))))
  t.match(
    (await spaser('reference', 'import', 'siae', list)).out,
    /siae\.csv\.gz .* 20 lignes lues, 17 enregistrées/,
  )
})
