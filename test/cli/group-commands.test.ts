import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { fixture } from '../support/database.ts'
import { openSpaser } from '../support/run-spaser.ts'

t.test(
  'an agent makes groups, says what serves which transition, tags contracts and reads figures by them',
  async (t) => {
    const spaser = await openSpaser(t)
    await spaser('import', fixture('demo/marches-2024-2026.csv'))

    const file = join(t.testdir({}), 'epci.csv')
    await writeFile(
      file,
      'siren_epci,nom_epci,siren_commune\n000010017,Val-Chimère,000010025\n000010017,Val-Chimère,12\n',
    )
    const imported = await spaser('groups', 'import', file)
    t.equal(imported.code, 3, 'a row is refused')
    t.match(imported.out, /1 groupe : 2 lignes lues, 1 retenue, 1 rejetée/)
    t.match((await spaser('groups', 'show', 'epci-000010017')).out, /000010025/)
    t.equal((await spaser('groups', 'save', 'seule', '--title', 'Seule', '--buyer', '000010025')).code, 0)
    t.match((await spaser('groups', 'list')).out, /epci-000010017 .*\n.*seule/)
    const grouped = JSON.parse((await spaser('share', '--group', 'seule', '--json')).out)
    const named = JSON.parse((await spaser('share', '--buyer', '000010025', '--json')).out)
    t.strictSame(grouped.contracts, named.contracts)
    t.equal((await spaser('groups', 'delete', 'seule')).code, 0)
    t.match(
      (await spaser('share', '--group', 'seule')).err,
      /Aucun groupe d’acheteurs n’a l’identifiant « seule »/,
    )

    t.match((await spaser('transitions', 'list')).out, /72 +Transition numérique/)
    t.equal((await spaser('transitions', 'set', '72', 'economic')).code, 0)
    t.match((await spaser('transitions', 'list')).out, /72 +Transition économique/)

    const opened = JSON.parse((await spaser('indicator', 'ess-share', '--open', 'denominator', '--json')).out)
    const [{ id }] = opened.contracts
    t.match((await spaser('tags', 'set', id, 'école', 'urgent')).out, /école, urgent/)
    t.match((await spaser('tags', 'list')).out, /urgent +1/)
    const tagged = JSON.parse((await spaser('indicator', 'ess-share', '--tag', 'urgent', '--json')).out)
    t.equal(tagged.total.contracts.total, 1)

    const diversity = JSON.parse((await spaser('indicator', 'supplier-diversity', '--json')).out)
    t.ok(diversity.suppliers.total > 10)
    const byYear = await spaser('indicator', 'supplier-diversity', '--by', 'year')
    t.match(byYear.out, /année de notification +du périmètre +sur +nouveaux/)
    t.match(byYear.out, /\n2026 +\d+( à \d+)? +\d+ +\d+/)
    const opened2026 = ['--by', 'year', '--open', 'new-undetermined', '--key', '2026', '--json']
    const { total } = JSON.parse((await spaser('indicator', 'supplier-diversity', ...opened2026)).out)
    t.ok(total > 0)
  },
)

t.test('mistakes of usage say what was expected', async (t) => {
  const spaser = await openSpaser(t)
  for (const { argv, says } of [
    {
      argv: ['groups', 'save', 'Sicoval', '--title', 'S', '--buyer', '000010025'],
      says: /minuscules, chiffres et tirets/,
    },
    { argv: ['groups', 'save', 'a', '--title', 'S', '--buyer', '12'], says: /--buyer « 12 »/ },
    { argv: ['transitions', 'set', '4', 'economic'], says: /de 2 à 8 chiffres/ },
    { argv: ['transitions', 'set', '45', 'verte'], says: /valeur attendue parmi demographic/ },
    { argv: ['tags', 'set', '12', 'urgent'], says: /UUID/ },
    {
      argv: ['indicator', 'supplier-diversity', '--holders', 'lead'],
      says: /--holders : rien pour supplier-diversity/,
    },
    { argv: ['indicator', 'supplier-diversity', '--key', '2026'], says: /ajoutez --by et --open/ },
    { argv: ['indicator', 'local-share', '--territory', 'Ariège'], says: /code de département attendu/ },
    { argv: ['indicator', 'ess-share', '--phase', 'hier'], says: /--phase « hier »/ },
    { argv: ['indicator', 'ess-share', '--holder-department', '3'], says: /code de département attendu/ },
  ]) {
    const { code, err } = await spaser(...argv)
    t.equal(code, 2, argv.join(' '))
    t.match(err, says)
  }
})

t.test('criteria of holders are given once or several times', async (t) => {
  const spaser = await openSpaser(t)
  const twice = ['--holder-department', '31', '--holder-department', 'unknown']
  const once = ['--holder-family', 'association', '--holder-perimeter', 'ess']
  t.match(await spaser('indicator', 'ess-share', ...twice, ...once), {
    code: 0,
    out: /31, unknown/,
  })
})
