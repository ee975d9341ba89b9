import t from 'tap'
import { fixture } from '../support/database.ts'
import { openSpaser } from '../support/run-spaser.ts'

t.test('an agent lists the indicators, reads one by year and opens its contracts', async (t) => {
  const spaser = await openSpaser(t)
  await spaser('reference', 'import', 'siae', fixture('demo/siae.csv'), '--date', '2026-10-31')
  await spaser('import', fixture('demo/marches-2024-2026.csv'))

  const { out: catalogue } = await spaser('indicators')
  t.match(catalogue, /ess-share/)
  t.match(catalogue, /Ventilations \(--by\) : year/)

  const figure = await spaser('indicator', 'siae-share', '--by', 'year', '--category', 'services', '--json')
  const report = JSON.parse(figure.out)
  t.equal(report.by, 'year')
  t.strictSame(report.filters.categories, ['services'])

  const { out } = await spaser('indicator', 'siae-share', '--by', 'year', '--category', 'services')
  t.match(out, /Part des structures d’insertion, par année de notification/)
  t.match(out, /Catégories : services\./)

  const opening = ['indicator', 'siae-share', '--category', 'services', '--open', 'numerator']
  const opened = JSON.parse((await spaser(...opening, '--json')).out)
  t.equal(opened.counted.contracts, report.total.contracts.yes)
  t.match((await spaser(...opening)).out, /Numérateur : marchés comptés « oui »/)
  const csv = await spaser(...opening, '--csv')
  t.equal(csv.code, 0)
})

t.test('mistakes of usage say what was expected, and touch no database', async (t) => {
  const spaser = await openSpaser(t)
  for (const { argv, says } of [
    { argv: ['ess-share', '--by', 'month'], says: /--by « month » : valeur attendue parmi year, quarter/ },
    {
      argv: ['ess-share', '--category', 'goods'],
      says: /--category « goods » : valeur attendue parmi works/,
    },
    { argv: ['ess-share', '--cpv', '45000000-7'], says: /--cpv « 45000000-7 » : de 2 à 8 chiffres/ },
    {
      argv: ['ess-share', '--ends-from', '2027-01-01', '--ends-to', '2026-01-01'],
      says: /--ends-from 2027-01-01 est postérieur à --ends-to/,
    },
    { argv: ['ess-share', '--open', 'top'], says: /--open « top » : valeur attendue parmi yes, no/ },
    { argv: ['ess-share', '--csv'], says: /ajoutez --open/ },
    { argv: ['ess-share', '--key', '2024'], says: /ajoutez --by et --open/ },
  ]) {
    const { code, out, err } = await spaser('indicator', ...argv)
    t.equal(code, 2, argv.join(' '))
    t.match(err, says)
    t.equal(out, '')
  }
  const spent = await spaser('share', '--basis', 'spent', '--category', 'works')
  t.equal(spent.code, 2)
  t.match(spent.err, /--category : rien avec --basis spent/)
})
