import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { fixture } from '../support/database.ts'
import { openSpaser } from '../support/run-spaser.ts'

const PLAN = fixture('demo/plan.json')
const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

t.test('mistakes of usage exit with 2, say what was expected, and touch no database', async (t) => {
  const spaser = await openSpaser(t)
  for (const { argv, says } of [
    { argv: ['frobnicate'], says: /Argument inconnu : frobnicate/ },
    { argv: [], says: /Commande attendue/ },
    { argv: ['import'], says: /Fichiers attendus/ },
    {
      argv: ['share', '--perimeter', 'green'],
      says: /--perimeter « green » : valeur attendue parmi ess, ess-register/,
    },
    { argv: ['share', '--buyer', '12'], says: /--buyer « 12 » : SIREN \(9 chiffres\) ou SIRET/ },
    { argv: ['share', '--from', '2025-02-30'], says: /--from « 2025-02-30 » : date attendue/ },
    {
      argv: ['share', '--from', '2025-02-01', '--to', '2025-01-01'],
      says: /--from 2025-02-01 est postérieur à --to/,
    },
    { argv: ['share', '--by', 'month'], says: /--by « month » : valeur attendue parmi year/ },
    { argv: ['share', '--holders', 'all'], says: /any-holder, equal-split, lead/ },
    { argv: ['share', '--frameworks', 'all'], says: /ceilings, call-offs, none/ },
    {
      argv: ['reference', 'import', 'insee', PLAN],
      says: /Liste « insee » inconnue. Attendu : sirene, ess-france, cress, esus, siae, handicap, finess/,
    },
    { argv: ['reference', 'import', 'esus', PLAN, '--date', 'hier'], says: /--date « hier »/ },
    { argv: ['indicator', 'insertion-mandatory', '--threshold', 'x'], says: /--threshold : nombre entier/ },
    { argv: ['indicator', 'insertion-mandatory', '--threshold', '0'], says: /de 1 à 999999999/ },
    {
      argv: ['share', '--from', '2025-01-01', '--from', '2025-02-01'],
      says: /--from n’est attendu qu’une fois/,
    },
    { argv: ['clauses', 'prospects', '--days', '1.5'], says: /--days : jours entiers/ },
    { argv: ['clauses', 'prospects', '--hourly-cost', '0.001'], says: /Tous plus grands que 0/ },
    { argv: ['serve', '--port', '99999'], says: /--port : nombre entier attendu, de 0 à 65535/ },
    { argv: ['serve', '--port', 'x'], says: /--port : nombre entier attendu/ },
  ]) {
    const { code, out, err } = await spaser(...argv)
    t.equal(code, 2, argv.join(' '))
    t.match(err, says)
    t.equal(out, '')
  }
})

t.test('an agent imports lists, contracts and a plan, then reads the share', async (t) => {
  const spaser = await openSpaser(t)
  const migrated = await spaser('migrate', '--json')
  t.equal(migrated.code, 0)

  const siae = await spaser(
    'reference',
    'import',
    'siae',
    fixture('demo/siae.csv'),
    '--date',
    '2026-10-31',
    '--json',
  )
  t.equal(siae.code, 3, 'rows refused on purpose')
  t.match(lines(siae.out), [
    { read: 20, stored: 17, updated: 0, unchanged: 0, rejected: 3, source: 'siae', isComplete: true },
  ])
  const sirene = await spaser(
    'reference',
    'import',
    'sirene',
    fixture('demo/sirene-stock-unite-legale.csv'),
    '--json',
  )
  t.match(lines(sirene.out), [{ stored: 115, rejected: 0, isComplete: false }])

  const files = ['marches-2022-2024.json', 'marches-2024-2026.csv'].map((file) => fixture(`demo/${file}`))
  const imported = await spaser('import', ...files, '--json')
  t.equal(imported.code, 0)
  const importLines = lines(imported.out)
  t.match(importLines.pop(), { summary: { files: 2, imported: 2, failed: 0 } })
  t.equal(importLines.length, 2)
  for (const ledger of importLines) {
    t.equal(ledger.read, ledger.stored + ledger.updated + ledger.unchanged + ledger.rejected)
    t.match(Object.keys(ledger).slice(0, 8), [
      'file',
      'format',
      'importId',
      'read',
      'stored',
      'updated',
      'unchanged',
      'rejected',
    ])
  }
  const again = lines((await spaser('import', ...files, '--json')).out).slice(0, -1)
  t.ok(
    again.every((ledger) => ledger.unchanged + ledger.rejected === ledger.read),
    'again changes nothing',
  )

  const share = JSON.parse(
    (await spaser('share', '--buyer', '000010017', '--perimeter', 'siae', '--json')).out,
  )
  const { contracts, value } = share
  t.equal(contracts.yes + contracts.no + contracts.undetermined, contracts.total)
  t.ok(contracts.yes > 0 && contracts.total > 100)
  t.ok(Math.abs(value.yes + value.no + value.undetermined - value.total) < 0.005)
  t.equal(share.share.contracts.lower, contracts.yes / contracts.total)
  t.match(share, {
    method: { perimeter: 'siae', holders: 'any-holder', frameworks: 'ceilings', rulesVersion: 4 },
  })
  t.match(share.sources, [{ id: 'siae', listedOn: '2026-10-31' }, { id: 'sirene' }])

  const byYear = JSON.parse((await spaser('share', '--by', 'year', '--json')).out)
  t.strictSame(
    byYear.rows.map(({ key }: { key: string }) => key),
    ['2022', '2023', '2024', '2025', '2026'],
  )
  const text = (await spaser('share', '--by', 'year')).out
  t.match(text, /2024 marchés +\d/)
  t.match(text, /achats inférieurs à 40 000 € HT/)

  const plan = await spaser('plan', 'import', PLAN, '--json')
  t.match(lines(plan.out), [{ read: 1, stored: 1, rejected: 0 }])
  t.match(lines((await spaser('plan', 'import', PLAN, '--json')).out), [{ unchanged: 1 }])
})

t.test('a buyer without contracts has no share, which is not a share of zero', async (t) => {
  const spaser = await openSpaser(t)
  const { code, out } = await spaser('share', '--buyer', '000010017', '--json')
  t.equal(code, 0)
  const nothing = { lower: null, upper: null, determined: null }
  t.match(JSON.parse(out), {
    contracts: { total: 0 },
    share: { contracts: nothing, value: nothing },
    asOf: null,
  })
  t.match((await spaser('share')).out, /il n’y a pas de part \(ce n’est pas 0 %\)/)
})

t.test('one file that fails does not stop the others, and the exit code tells', async (t) => {
  const spaser = await openSpaser(t)
  const { code, out, err } = await spaser(
    'import',
    fixture('truncated.json'),
    fixture('two-holders.json'),
    fixture('empty.json'),
    '--json',
  )
  t.equal(code, 1)
  const [truncated, ledger, empty] = lines(out)
  t.match(truncated, { error: { code: 'file-truncated' } })
  t.match(ledger, { file: 'two-holders.json', rejected: 0 })
  t.match(empty, { error: { code: 'file-empty' } })
  t.match(err, /Rien n'a été importé/)
})

t.test('a plan with mistakes is refused with all of them, each with its place', async (t) => {
  const spaser = await openSpaser(t)
  const path = join(t.testdir(), 'plan.json')
  const target = {
    id: 'A b',
    title: '',
    perimeter: 'vert',
    measure: 'value',
    values: [{ year: 2024, minimumPercent: 120 }],
  }
  await writeFile(
    path,
    JSON.stringify({
      id: 'p',
      title: 'Plan',
      buyers: ['12'],
      from: '2024-01-01',
      to: '2023-01-01',
      targets: [target],
    }),
  )
  const { code, err } = await spaser('plan', 'import', path)
  t.equal(code, 1)
  for (const place of [
    'buyers.0',
    'targets.0.id',
    'targets.0.title',
    'targets.0.perimeter',
    'targets.0.values.0.minimumPercent',
  ])
    t.match(err, `- ${place} :`)
})

t.test('a text that the database cannot keep is refused in French, as a mistake of usage', async (t) => {
  const spaser = await openSpaser(t)
  const plan = JSON.parse(await readFile(PLAN, 'utf8'))
  const path = join(t.testdir(), 'plan.json')
  for (const title of ['Plan\0', 'Plan \ud800']) {
    await writeFile(path, JSON.stringify({ ...plan, title }))
    t.match(await spaser('plan', 'import', path), {
      code: 1,
      err: /title : texte attendu sans caractère nul/,
    })
  }
  await writeFile(path, '{nope')
  t.match(await spaser('plan', 'import', path), { code: 1, err: /voyez la ligne 1, colonne 2/ })
  t.match(await spaser('suppliers', 'search', 'nul\0'), { code: 2, err: /caractère nul \(U\+0000\)/ })
  t.match(await spaser('share', '--tag', 'nul\0'), { code: 2, err: /caractère nul/ })
})

t.test('help is in French', async (t) => {
  const spaser = await openSpaser(t)
  const general = await spaser('--help')
  t.equal(general.code, 0)
  t.match(general.out, /Commandes :[\s\S]*import \[fichiers\.\.\]/)
  const share = await spaser('share', '--help')
  t.match(share.out, /SIREN ou SIRET de l’acheteur/)
})
