import t from 'tap'
import type { DecisionReport } from '../../src/reports/decision-report.ts'
import { fixture } from '../support/database.ts'
import { openSpaser } from '../support/run-spaser.ts'

const WHY = ['--reason', 'Statuts lus', '--evidence', 'Statuts du 3 mars 2020', '--author', 'C. Martin']

t.test('an agent finds a supplier in doubt, decides, reads why, and takes it back', async (t) => {
  const spaser = await openSpaser(t)
  await spaser('import', fixture('demo/marches-2022-2024.json'), '--json')

  const review = await spaser(
    'suppliers',
    'to-review',
    '--perimeter',
    'ess',
    '--buyer',
    '000010017',
    '--json',
  )
  const { suppliers } = JSON.parse(review.out)
  const [{ siren, contracts, value }] = suppliers
  t.ok(contracts > 0 && value > 0)
  t.match(
    (await spaser('suppliers', 'to-review', '--limit', '1')).out,
    /Les 1 premiers sur \d+[\s\S]*suppliers decide SIREN/,
  )

  const found = JSON.parse((await spaser('suppliers', 'search', siren, '--json')).out)
  t.match(found, { total: 1, entries: [{ siren, outcome: 'undetermined', isDecided: false }] })

  const decided = await spaser(
    'suppliers',
    'decide',
    siren,
    '--perimeter',
    'ess',
    '--outcome',
    'no',
    ...WHY,
    '--from',
    '2020-01-01',
    '--json',
  )
  t.equal(decided.code, 0)
  const decision: DecisionReport = JSON.parse(decided.out)
  t.match(decision, {
    siren,
    perimeter: 'ess',
    outcome: 'no',
    from: '2020-01-01',
    to: null,
    author: 'C. Martin',
  })

  const changes = (await spaser('suppliers', 'changes')).out
  t.match(changes, new RegExp(`1  2026-11-23  Décision n° 1 sur ${siren} \\(ess, non\\) +1`))
  const change = (await spaser('suppliers', 'changes', '1', '--buyer', '000010017')).out
  t.match(change, /Économie sociale et solidaire +indéterminé → non +1 +\d/)
  t.match(change, /avant : .* des marchés, .* en valeur\n {2}après : /)
  t.match(change, new RegExp(`${siren} .* indéterminé → non`))
  const csv = await spaser('suppliers', 'changes', '1', '--perimeter', 'ess', '--csv')
  t.match(csv.out, new RegExp(`^\ufeffSIREN ou identifiant;[^\n]*\r\n${siren};`))
  t.match(await spaser('suppliers', 'changes', '2'), {
    code: 1,
    err: /Aucun reclassement ne porte le numéro 2/,
  })
  t.match(await spaser('suppliers', 'changes', '1', '--after', 'maybe'), { code: 2 })

  const shown = (await spaser('suppliers', 'show', siren, '--on', '2024-06-01')).out
  t.match(
    shown,
    /Économie sociale et solidaire : non — Décision motivée d’une personne.*\[not-ess-by-person\]/,
  )
  t.match(shown, /2020-01-01 {2}Économie sociale et solidaire : indéterminé → non/)
  t.match(shown, /C\. Martin \(ess : non\) : Statuts lus — pièce : Statuts du 3 mars 2020/)
  t.match(shown, /\d{4} : \d+ marchés?, /)
  const dayBefore = (await spaser('suppliers', 'show', siren, '--on', '2019-12-31')).out
  t.match(dayBefore, /Économie sociale et solidaire : indéterminé — il manque/)
  t.match((await spaser('suppliers', 'search', '--decided')).out, /décidé/)

  const id = String(decision.id)
  const reverted = await spaser(
    'suppliers',
    'decisions',
    siren,
    '--revert',
    id,
    '--reason',
    'Erreur',
    '--author',
    'D. Roux',
  )
  t.match(reverted.out, /ANNULÉE le 2026-11-23 par D\. Roux : Erreur/)
  t.match((await spaser('suppliers', 'decisions', siren)).out, /n° \d+ : ess, non, du 2020-01-01 au …/)
  const again = await spaser(
    'suppliers',
    'decisions',
    siren,
    '--revert',
    id,
    '--reason',
    'Erreur',
    '--author',
    'D. Roux',
  )
  t.equal(again.code, 1)
  t.match(again.err, /déjà annulée/)
})

t.test('the name of a natural person is shown to whoever holds the database and asks for it', async (t) => {
  const spaser = await openSpaser(t)
  await spaser('import', fixture('demo/marches-2024-2026.csv'))
  await spaser('reference', 'import', 'sirene', fixture('demo/sirene-stock-unite-legale.csv'))
  t.match((await spaser('suppliers', 'show', '000026724')).out, /nom masqué/)
  t.notMatch((await spaser('suppliers', 'show', '000026724', '--json')).out, /camille/i)
  const { names } = JSON.parse((await spaser('suppliers', 'show', '000026724', '--unmasked', '--json')).out)
  t.match(names.join(), /Camille/)
  t.match((await spaser('suppliers', 'show', '000026724', '--unmasked')).out, /Camille/)
})

t.test('mistakes are said before any database is opened, with what was expected', async (t) => {
  const spaser = await openSpaser(t)
  for (const { argv, says, code = 2 } of [
    { argv: ['suppliers', 'show', '12'], says: /« 12 » : SIREN attendu/ },
    {
      argv: ['suppliers', 'decide', '552100554', '--outcome', 'yes', ...WHY],
      says: /--perimeter : périmètre attendu/,
    },
    {
      argv: ['suppliers', 'decide', '552100554', '--perimeter', 'ess-wide', '--outcome', 'yes', ...WHY],
      says: /parmi ess, esus, siae, handicap, inclusive/,
    },
    {
      argv: [
        'suppliers',
        'decide',
        '552100554',
        '--perimeter',
        'ess',
        '--outcome',
        'yes',
        '--reason',
        ' ',
        '--evidence',
        'x',
      ],
      says: /--reason : motif attendu/,
    },
    {
      argv: [
        'suppliers',
        'decide',
        '552100554',
        '--perimeter',
        'ess',
        '--outcome',
        'yes',
        ...WHY,
        '--from',
        '2025-02-01',
        '--to',
        '2025-01-31',
      ],
      says: /finirait \(2025-01-31\) avant de commencer/,
    },
    {
      argv: ['suppliers', 'decide', '552100554', '--perimeter', 'ess', '--outcome', 'yes', ...WHY],
      says: /ne connaît le SIREN 552100554/,
      code: 1,
    },
    { argv: ['suppliers', 'search', '--limit', '0'], says: /de 1 à 500/ },
    { argv: ['suppliers', 'search', '--family', 'club'], says: /association, foundation/ },
    { argv: ['suppliers', 'decisions', '552100554', '--revert', 'x'], says: /numéro de décision attendu/ },
    { argv: ['suppliers', 'decisions', '552100554', '--revert', '3'], says: /--reason : motif attendu/ },
  ]) {
    const run = await spaser(...argv)
    t.equal(run.code, code, argv.join(' '))
    t.match(run.err, says)
    t.equal(run.out, '')
  }
  t.match((await spaser('suppliers', 'search', 'personne')).out, /Aucun fournisseur ne répond/)
})
