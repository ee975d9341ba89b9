import t, { type Test } from 'tap'
import { sirenOf, UNITS } from '../import/reference-lists.ts'
import { openCompanyApi, page, type Unit } from '../support/company-api.ts'
import { openSpaser } from '../support/run-spaser.ts'
import { writeContracts } from './contracts-in-doubt.ts'

/** The command line on three contracts in doubt, and an API that knows the first supplier as an association. */
async function openEnrich(t: Test, isTerminal = true) {
  const association: Unit = { nature_juridique: '9220', complements: { est_ess: false } }
  const api = await openCompanyApi(t, { [sirenOf(UNITS[0])]: association })
  const spaser = await openSpaser(t, isTerminal, { COMPANY_SEARCH_URL: `${api.address}/` })
  await spaser('import', await writeContracts(t, 3))
  return { api, spaser }
}

t.test('a person sees who would be asked about, then what became of it, and can undo it', async (t) => {
  const { api, spaser } = await openEnrich(t)
  const trial = await spaser('suppliers', 'enrich', '--dry-run')
  t.equal(trial.code, 0)
  t.match(trial.out, /^3 fournisseurs indéterminés dans « Économie sociale et solidaire »/)
  t.match(trial.out, /3 fournisseurs à demander ; essai, rien n’est envoyé ni écrit/)
  t.strictSame(api.asked, [])

  const run = await spaser('suppliers', 'enrich')
  t.equal(run.code, 0)
  t.match(run.out, /\(recherche-entreprises, import n° 2\) : 3 lignes lues, 3 enregistrées/)
  t.match(run.out, /1 trouvé dans l’annuaire, 2 introuvables/)
  t.match(run.out, /3 avant, 2 après\.\nUne société ordinaire .*reference import esus FICHIER/)
  t.match((await spaser('import', 'list')).out, /2 +2026-11-23 +liste +127\.0\.0\.1:\d+ +3/)
  t.match((await spaser('suppliers', 'enrich')).out, /dont 2 déjà demandés récemment.*\nRien à demander\./)
  t.match((await spaser('import', 'undo', '2', '--yes')).out, /3 entrées de la liste retirées/)
})

t.test('a nightly job gets one line of JSON, and an exit code that tells', async (t) => {
  const { api, spaser } = await openEnrich(t, false)
  api.faults = [page]
  const { code, out } = await spaser('suppliers', 'enrich', '--limit', '2')
  t.equal(code, 3, 'an answer was refused')
  t.match(JSON.parse(out), {
    source: 'company-search',
    importId: 2,
    listedOn: '2026-11-23',
    read: 2,
    stored: 1,
    rejected: 1,
    problems: [{ code: 'answer-not-json', column: sirenOf(UNITS[0]) }],
  })
  t.match((await spaser('import', 'problems', '2', '--csv')).out, /answer-not-json/)
})

t.test('an API out of reach is said with what to do, and nothing is written', async (t) => {
  const spaser = await openSpaser(t, false, { COMPANY_SEARCH_URL: 'http://api.invalid' })
  await spaser('import', await writeContracts(t, 3))
  const { code, out, err } = await spaser('suppliers', 'enrich')
  t.equal(code, 1)
  t.equal(out, '')
  t.match(err, /http:\/\/api\.invalid ne peut pas être jointe.*proxy.*reference import sirene/)
  t.notMatch((await spaser('import', 'list')).out, /liste|api\.invalid/)
})

t.test('mistakes of usage exit with 2', async (t) => {
  const spaser = await openSpaser(t)
  for (const { argv, says } of [
    { argv: ['--perimeter', 'vert'], says: /--perimeter « vert »/ },
    { argv: ['--limit', '0'], says: /--limit : nombre entier attendu, 1 au moins/ },
    { argv: ['--limit', 'dix'], says: /--limit : nombre entier/ },
    { argv: ['--max-age', '-1'], says: /--max-age : nombre entier attendu, 0 au moins/ },
    { argv: ['--buyer', '12'], says: /--buyer « 12 »/ },
    { argv: ['--server', 'http://x'], says: /server/ },
  ])
    t.match(await spaser('suppliers', 'enrich', ...argv), { code: 2, err: says }, argv.join(' '))
})
