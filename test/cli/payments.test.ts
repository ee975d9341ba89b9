import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { openApp } from '../http/open-app.ts'
import { fixture } from '../support/database.ts'
import { openSpaser } from '../support/run-spaser.ts'

const BUYER = '00001001700010'

t.test('a buyer imports what it paid and gets its share, whole and by year', async (t) => {
  const spaser = await openSpaser(t)
  const imported = await spaser('import', fixture('payments.csv'), '--buyer', BUYER)
  t.equal(imported.code, 3, 'two lines are refused')
  t.match(imported.out, /payments\.csv \(payments-csv, import n° 1\) : 9 lignes lues, 7 enregistrées/)
  t.match(imported.out, /REJET ×1 {2}Nom du tiers : une ligne de détail ; cette ligne est un total/)
  const share = await spaser('share', '--basis', 'spent', '--buyer', BUYER)
  t.match(share.out, /euros payés +0 € +0 € +3 680 € +3 680 € +0,0 % +100,0 % +—/)
  t.match(share.out, /fournisseurs +0 +0 +3 +3\n/)
  t.match(share.out, /lignes +0 +0 +6 +6\n/)
  t.match(share.out, /Dépenses en montants hors taxes, avoirs déduits par fournisseur/)
  t.match(share.out, /1 dépense en montants toutes taxes comprises : hors du chiffre/)
  const byYear = await spaser('share', '--basis', 'spent', '--by', 'year')
  t.match(byYear.out, /2024 euros payés/)
  const json = JSON.parse((await spaser('share', '--basis', 'spent', '--tax', 'including-tax', '--json')).out)
  t.match(json, { payments: { total: 1 }, value: { total: 96 }, method: { tax: 'including-tax' } })
})

t.test('one folder holds contracts and payments, for a job that runs every night', async (t) => {
  const spaser = await openSpaser(t, false)
  const folder = t.testdir()
  for (const name of ['two-holders.json', 'supplier-totals.csv', 'versions.csv'])
    await copyFile(fixture(name), join(folder, name))
  const night = () => spaser('import', folder, '--buyer', BUYER, '--period', '2024', '--tax', 'excluding-tax')
  const { code, out } = await night()
  t.equal(code, 0)
  const ledgers = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  t.strictSame(
    ledgers.flatMap(({ format }) => format ?? []),
    ['payments-csv', 'decp-json-2019', 'decp-info-csv'],
  )
  t.match(ledgers.at(-1), { summary: { imported: 3, failed: 0 } })
  t.match(JSON.parse((await spaser('share', '--basis', 'spent', '--from', '2024-01-01', '--json')).out), {
    method: { tax: 'excluding-tax' },
    value: { total: 92_500.5 },
  })
  const again = (await night()).out.trim().split('\n')
  t.match(JSON.parse(again[0] ?? ''), { stored: 0, unchanged: 3 })
})

t.test('a service is sent the same folder, with all that is said of it', async (t) => {
  const { app } = await openApp(t)
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const spaser = await openSpaser(t, false)
  const files = ['supplier-totals.csv', 'two-holders.json', 'something-else.csv'].map(fixture)
  for (const options of [
    ['--dry-run'],
    ['--buyer', BUYER, '--period', '2024', '--tax', 'excluding-tax', '--accept-guesses'],
    ['--buyer', BUYER, '--period', '2023'],
    ['--kind', 'payments', '--buyer', BUYER],
  ]) {
    const away = await spaser('import', ...files, ...options, '--server', address)
    const here = await spaser('import', ...files, ...options)
    t.match(away, { code: here.code, out: here.out, err: here.err }, options.join(' '))
  }
  const figure = (await app.inject('/v1/shares?basis=spent&from=2024-01-01&to=2024-12-31')).json()
  t.match(figure, { method: { tax: 'excluding-tax' }, value: { total: 92_500.5 } })
})

t.test('an import of payments is listed and taken back', async (t) => {
  const spaser = await openSpaser(t)
  await spaser('import', fixture('payments.csv'), '--buyer', BUYER)
  t.match((await spaser('import', 'list')).out, /1 +2026-11-23 +dépenses +.*payments\.csv +9/)
  const trial = await spaser('import', 'undo', '1', '--dry-run')
  t.match(trial.out, /essai, rien n’est écrit\n {2}7 dépenses retirées\n$/)
  await spaser('import', fixture('payments.csv'), '--buyer', BUYER)
  const undone = await spaser('import', 'undo', '1', '--yes')
  t.match(undone.out, /: annulé\n {2}7 dépenses gardées, un autre import les a apportées aussi\n$/)
  t.match(await spaser('import', 'undo', '2', '--yes'), { code: 0, out: /7 dépenses retirées/ })
  t.match((await spaser('share', '--basis', 'spent')).out, /Aucune dépense dans ce champ/)
})

t.test('what cannot be used is said, with what to do', async (t) => {
  const spaser = await openSpaser(t)
  const file = fixture('payments.csv')
  t.match(await spaser('import', file), { code: 1, err: /ne dit pas quel acheteur a payé.*--buyer/ })
  for (const { argv, err } of [
    { argv: ['import', file, '--buyer', '123'], err: /Acheteur « 123 » : SIRET/ },
    { argv: ['import', file, '--buyer', '00001001700011'], err: /ne passe pas le contrôle/ },
    { argv: ['import', file, '--period', '24'], err: /Période « 24 » : année/ },
    { argv: ['import', file, '--tax', 'TTC'], err: /Taxe « TTC » : valeur attendue parmi excluding-tax/ },
    { argv: ['import', file, '--kind', 'spend'], err: /--kind « spend » : .* contracts, payments/ },
    {
      argv: ['import', file, '--kind', 'contracts', '--buyer', BUYER, '--tax', 'unknown'],
      err: /--tax ne dit rien de marchés \(--kind contracts\)/,
    },
    {
      argv: ['import', file, '--kind', 'payments', '--accept-guesses'],
      err: /--accept-guesses ne dit rien de dépenses/,
    },
    { argv: ['share', '--basis', 'spent', '--holders', 'lead'], err: /ne valent que pour des marchés/ },
    { argv: ['share', '--basis', 'spent', '--frameworks', 'none'], err: /ne valent que pour des marchés/ },
    { argv: ['share', '--tax', 'unknown'], err: /--tax ne vaut que pour des dépenses/ },
    { argv: ['share', '--basis', 'paid'], err: /--basis « paid » : .* notified, spent/ },
  ])
    t.match(await spaser(...argv), { code: 2, err }, argv.slice(2).join(' '))
  t.match((await spaser('share', '--basis', 'spent')).out, /Aucune dépense dans ce champ/)
})
