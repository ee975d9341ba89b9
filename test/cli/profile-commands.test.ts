import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { fixture } from '../support/database.ts'
import { openSpaser } from '../support/run-spaser.ts'

const BUYER = '00001001700010'
const MISSPELT = fixture('own-misspelt.csv')

t.test('a guess is shown, refused, confirmed once, then applied by itself', async (t) => {
  const spaser = await openSpaser(t)
  const trial = await spaser('import', MISSPELT, '--buyer', BUYER, '--dry-run')
  t.equal(trial.code, 0)
  t.match(trial.out, /colonne lue : « N° marché » = Numéro du marché/)
  t.match(
    trial.out,
    /colonne DEVINÉE, à confirmer : « Montan HT » = Montant initial HT \(lu comme « montant »/,
  )
  t.match(trial.out, /colonnes ignorées : Observations/)
  t.match(trial.out, /--accept-guesses confirme/)

  const refused = await spaser('import', MISSPELT, '--buyer', BUYER)
  t.equal(refused.code, 1)
  t.match(refused.err, `import ${MISSPELT} --accept-guesses --buyer ${BUYER}`, 'the command to confirm')
  t.match(refused.err, `profile save ${MISSPELT} --map`, 'the command to correct')
  t.match(JSON.parse((await spaser('import', MISSPELT, '--buyer', BUYER, '--json')).out), {
    error: { code: 'mapping-to-confirm', guesses: [{ column: 'Objt du marché', field: 'object' }] },
  })

  const agreed = await spaser('import', MISSPELT, '--accept-guesses', '--buyer', BUYER)
  t.match(agreed, { code: 0, out: /2 enregistrées[\s\S]*profil de colonnes enregistré : n° 1/ })
  const again = await spaser('import', MISSPELT)
  t.match(again, { code: 0, out: /2 inchangées[\s\S]*profil de colonnes appliqué : n° 1/ })
  t.notMatch(again.out, 'DEVINÉE')
})

t.test('profiles are saved, listed, shown and deleted', async (t) => {
  const spaser = await openSpaser(t)
  t.match(await spaser('profile', 'list'), { code: 0, out: /Aucun profil/ })
  const choices = ['--map', 'Montan HT=montant', '--map', 'Observations = ignored']
  const saved = await spaser(
    'profile',
    'save',
    MISSPELT,
    ...choices,
    '--buyer',
    BUYER,
    '--name',
    'Suivi',
    '--by',
    'Camille',
  )
  t.match(saved, { code: 0, err: /Profil enregistré/ })
  t.match(
    saved.out,
    /Profil n° 1 « Suivi », marchés, acheteur : 00001001700010, enregistré le 2026-11-23 par Camille/,
  )
  t.match(saved.out, /Montan HT +Montant initial HT +amount/)
  t.match(saved.out, /Observations +\(ignorée\)/)
  t.match(
    (await spaser('profile', 'list')).out,
    /1 +Suivi +marchés, acheteur : 00001001700010 +7 +2026-11-23/,
  )
  t.match(JSON.parse((await spaser('profile', 'show', '1', '--json')).out), {
    id: 1,
    name: 'Suivi',
    columns: [{ column: 'N° marché', field: 'sourceId', title: 'Numéro du marché' }],
  })
  t.match(await spaser('import', MISSPELT), { code: 0, out: /appliqué : n° 1 « Suivi »/ })
  t.match((await spaser('profile', 'save', MISSPELT, '--buyer', BUYER)).err, /Profil remplacé/)
  t.match(await spaser('profile', 'delete', '1'), { code: 0, out: /n° 1 supprimé/ })
  t.match(await spaser('profile', 'delete', '1'), {
    code: 1,
    err: /Aucun profil de colonnes n'a le numéro 1/,
  })
  t.match(await spaser('import', MISSPELT), { code: 1, err: /ne donne pas le SIRET/ })
})

t.test('what a column may hold is listed, in French', async (t) => {
  const spaser = await openSpaser(t)
  const { code, out } = await spaser('profile', 'fields')
  t.equal(code, 0)
  t.match(out, /amount +Montant initial HT/)
  t.match(out, /holderRole +Rôle dans le groupement/)
})

t.test('a command that cannot be understood says what was expected', async (t) => {
  const spaser = await openSpaser(t)
  for (const { argv, expected } of [
    { argv: ['profile'], expected: { code: 2 } },
    { argv: ['profile', 'show', 'x'], expected: { code: 2, err: /Profil « x » : numéro attendu/ } },
    { argv: ['profile', 'show', '7'], expected: { code: 1, err: /n'a le numéro 7/ } },
    {
      argv: ['profile', 'save', MISSPELT, '--map', 'Montan HT'],
      expected: { code: 2, err: /attendu "Titre de la colonne=champ"/ },
    },
    {
      argv: ['profile', 'save', MISSPELT, '--map', 'Prix=amount'],
      expected: { code: 1, err: /« Prix » absente du fichier/ },
    },
    {
      argv: ['profile', 'save', MISSPELT, '--buyer', '123'],
      expected: { code: 2, err: /Acheteur « 123 »/ },
    },
    {
      argv: ['profile', 'save', fixture('two-holders.json')],
      expected: { code: 1, err: /n'est pas un tableau/ },
    },
    {
      argv: ['profile', 'save', fixture('something-else.csv')],
      expected: { code: 1, err: /Aucune colonne ne donne/ },
    },
    { argv: ['profile', 'save', 'absent.csv'], expected: { code: 1, err: /« absent.csv » n'existe pas/ } },
  ])
    t.match(await spaser(...argv), expected, argv.join(' '))
})

t.test('the command to confirm quotes a path that a shell would cut', async (t) => {
  const spaser = await openSpaser(t)
  const folder = t.testdir({ "suivi de l'été.csv": await readFile(MISSPELT) })
  const path = join(folder, "suivi de l'été.csv")
  const { err } = await spaser('import', path)
  t.match(err, `import '${path.replace("'", "'\\''")}' --buyer SIRET`)
})
