import { readFileSync } from 'node:fs'
import t from 'tap'
import type { Db } from '../../src/database/connect.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { listDescribedProfiles, readTitlesOf, saveProfile } from '../../src/import/mapping-profiles.ts'
import { FIXED_CLOCK, fixture, openTestDatabase } from '../support/database.ts'
import { readEverything } from './database-state.ts'
import { openFile } from './temporary-file.ts'

const BUYER = '00001001700010'

/** The current contracts by number and lot, each with its holders in order. */
async function listContracts(db: Db) {
  const contracts = await db
    .selectFrom('contracts')
    .selectAll()
    .where('is_current', '=', true)
    .orderBy('source_id')
    .orderBy('lot')
    .execute()
  const holders = await db.selectFrom('contract_holders').selectAll().orderBy('position').execute()
  return contracts.map(({ id, source_id, lot, buyer_id, notified_on, ...contract }) => ({
    sourceId: source_id,
    lot,
    buyerId: buyer_id,
    notifiedOn: notified_on,
    initialCents: contract.initial_amount_cents,
    cents: contract.amount_cents,
    clauses: contract.social_considerations,
    holders: holders
      .filter(({ contract_id }) => contract_id === id)
      .map((holder) => holder.identifier ?? holder.name),
  }))
}

const listAllProfiles = async (db: Db) => (await listDescribedProfiles(db, { limit: 10, offset: 0 })).profiles

t.test(
  'DECP augmenté: the declared amount and duration are read, not what its publisher made of them',
  async (t) => {
    const { db } = await openTestDatabase(t)
    const ledger = await importContracts(db, FIXED_CLOCK, fixture('decp-augmente.csv'))
    t.match(ledger, { format: 'buyer-csv', read: 3, stored: 3, rejected: 0, problems: [] })
    const contracts = await listContracts(db)
    const shared = { lot: null, buyerId: BUYER, clauses: null }
    t.same(contracts, [
      {
        ...{ sourceId: '2023M0007', ...shared, notifiedOn: '2023-05-09' },
        ...{ initialCents: 48_200_000n, cents: 48_200_000n },
        holders: ['00002420800019', '00002000800017'],
      },
      {
        ...{ sourceId: '2023M0011', ...shared, notifiedOn: '2023-07-03' },
        ...{ initialCents: 4_600_050n, cents: 4_600_050n },
        holders: ['00002007300011'],
      },
    ])
    const { duration_months } = await db
      .selectFrom('contracts')
      .select('duration_months')
      .where('source_id', '=', '2023M0011')
      .executeTakeFirstOrThrow()
    t.equal(duration_months, 36)
    const reasonOf = (title: string) => ledger.columns?.find(({ column }) => column === title)?.reason
    t.match(reasonOf('montantCalcule'), /déclaré/)
    t.match(reasonOf('dureeMoisCalculee'), /déclarée/)
  },
)

t.test(
  'a portal numbers its rows: those of the holders of one contract are still one contract',
  async (t) => {
    const { db } = await openTestDatabase(t)
    const ledger = await importContracts(db, FIXED_CLOCK, fixture('portal-row-numbers.csv'))
    t.match(ledger, { read: 2, stored: 2, rejected: 0 })
    t.match(await listContracts(db), [
      { sourceId: '2024-031', cents: 6_100_000n, holders: ['00002420800019', '00002000800017'] },
    ])
  },
)

t.test('amendments, subcontracts and lots not awarded are no contracts, though each has a row', async (t) => {
  const { db } = await openTestDatabase(t)
  const options = { buyer: BUYER }
  const ledger = await importContracts(db, FIXED_CLOCK, fixture('own-not-concluded.csv'), options)
  t.match(ledger, { read: 5, stored: 1, rejected: 4 })
  t.strictSame(
    ledger.problems.map(({ code, column, count }) => [code, column, count]),
    [
      ['not-a-contract', "Nature de l'acte", 3],
      ['not-awarded', 'SIRET titulaire', 1],
    ],
  )
  t.match(await listContracts(db), [{ sourceId: '2024-041', lot: '1', cents: 50_000_000n }])
})

t.test('one row per holder: the lead comes first, wherever its row stands', async (t) => {
  const text = readFileSync(fixture('own-roles.csv'), 'utf8')
  const [header = '', ...rows] = text.trimEnd().split('\n')
  const write = await openFile(t, 'marchés.csv')
  for (const lines of [rows, rows.toReversed()]) {
    const { db } = await openTestDatabase(t)
    const ledger = await importContracts(db, FIXED_CLOCK, await write([header, ...lines].join('\n')))
    t.match(ledger, { format: 'buyer-csv', read: 3, stored: 3, rejected: 0, profile: null, problems: [] })
    t.strictSame(await listContracts(db), [
      {
        sourceId: '2024-017',
        lot: null,
        buyerId: BUYER,
        notifiedOn: '2024-03-05',
        initialCents: 12_800_000n,
        cents: 13_150_000n,
        clauses: ['execution-clause'],
        holders: ['00002420800019', '00002000800017'],
      },
      {
        sourceId: '2024-018',
        lot: null,
        buyerId: BUYER,
        notifiedOn: '2024-04-12',
        initialCents: 6_400_000n,
        cents: 6_400_000n,
        clauses: null,
        holders: ['00002007300011'],
      },
    ])
    t.match(ledger.columns?.[0], { column: 'Année', field: null, how: 'ignored', reason: /jour/ })
    t.match(ledger.columns?.[8], { column: 'Montant TTC', field: null, how: 'ignored', reason: /hors taxes/ })
    t.match(ledger.columns?.[10], {
      column: 'Rôle',
      field: 'holderRole',
      how: 'known',
      needsConfirmation: false,
    })
  }
})

t.test('a file that names no SIRET needs its buyer, and keeps its holders by name', async (t) => {
  const { db } = await openTestDatabase(t)
  const path = fixture('own-lots-no-siret.csv')
  const empty = await readEverything(db)
  await t.rejects(importContracts(db, FIXED_CLOCK, path), {
    code: 'buyer-needed',
    message: /ne donne pas le SIRET de l'acheteur.*--buyer SIRET.*profile save/,
  })
  await t.rejects(importContracts(db, FIXED_CLOCK, path, { buyer: '12345678901234' }), {
    code: 'bad-usage',
    message: /« 12345678901234 »/,
  })
  t.strictSame(await readEverything(db), empty, 'nothing was written')
  const ledger = await importContracts(db, FIXED_CLOCK, path, { buyer: BUYER })
  t.match(ledger, { stored: 3, problems: [{ code: 'holder-identifier-missing', count: 3 }] })
  t.match(await listContracts(db), [
    { sourceId: '2023-04', lot: '1', buyerId: BUYER, holders: ['Papeterie du Lac (fictif)'] },
    { sourceId: '2023-04', lot: '2', cents: 5_250_000n },
    { sourceId: '2023-05', lot: null },
  ])
  t.match(await importContracts(db, FIXED_CLOCK, path, { buyer: BUYER }), { stored: 0, unchanged: 3 })
})

t.test('the buyer given serves the rows that name none, whatever the format', async (t) => {
  const { db } = await openTestDatabase(t)
  const path = fixture('no-id.csv')
  t.match(await importContracts(db, FIXED_CLOCK, path), { stored: 3, rejected: 2 })
  t.match(await importContracts(db, FIXED_CLOCK, path, { buyer: BUYER }), {
    stored: 1,
    unchanged: 3,
    rejected: 1,
  })
})

t.test('holders in columns, a maximum where there is no amount', async (t) => {
  const { db } = await openTestDatabase(t)
  const ledger = await importContracts(db, FIXED_CLOCK, fixture('own-holder-columns.csv'))
  t.match(ledger, { format: 'buyer-csv', read: 2, stored: 2, problems: [] })
  t.match(await listContracts(db), [
    { sourceId: 'R-1', cents: 25_000_000n, holders: ['00002420800019', '00002000800017'] },
    { sourceId: 'R-2', cents: 4_500_000n, holders: ['00002007300011'] },
  ])
  const estimate = ledger.columns?.find(({ field }) => field === 'estimatedAmount')
  t.match(estimate, { how: 'known', reason: /quand le montant du marché est vide/ })
})

t.test('tables as many buyers and portals publish them', async (t) => {
  const { db } = await openTestDatabase(t)
  const options = { buyer: BUYER, acceptGuesses: true }
  const contractsNumbered = async (pattern: RegExp) =>
    (await listContracts(db)).filter(({ sourceId }) => pattern.test(sourceId ?? ''))

  t.comment('titles of sections, totals and notes are rejected with their reason, and no contract is lost')
  const ledger = await importContracts(db, FIXED_CLOCK, fixture('own-sections.csv'), options)
  t.match(ledger, { read: 9, stored: 3, rejected: 6 })
  t.strictSame(
    ledger.problems.map(({ code, column, count, example }) => [code, column, count, example.line]).sort(),
    [
      ['amount-unreadable', 'Montant (€ HT)', 1, 13],
      ['holders-in-one-cell', 'N° SIRET / SIREN', 1, 8],
      ['identifier-repaired', 'N° SIRET / SIREN', 2, 7],
      ['lone-cell', 'N° du marché', 4, 5],
      ['total-row', 'N° du marché', 2, 11],
    ],
  )
  t.match(await contractsNumbered(/^[ST]/), [
    { sourceId: 'S-1', notifiedOn: '2024-05-02', cents: null, holders: ['00002007300011'] },
    { sourceId: 'T-1', notifiedOn: '2024-03-12', cents: 4_560_000n, holders: ['00002000800017'] },
    {
      sourceId: 'T-2',
      notifiedOn: '2024-04-03',
      cents: 8_800_000n,
      holders: ['00002420800019', '00002000800017'],
    },
  ])

  t.comment('titles on two rows: the amount is the one excluding tax, whichever comes first')
  const twoRows = await importContracts(db, FIXED_CLOCK, fixture('own-two-header-rows.csv'), options)
  t.match(twoRows, { read: 2, stored: 2, rejected: 0, problems: [] })
  t.match(await contractsNumbered(/^2024/), [
    { sourceId: '2024-01', cents: 10_000_000n, notifiedOn: '2024-01-15', holders: ['00002007300011'] },
    { sourceId: '2024-02', cents: 2_000_000n, notifiedOn: '2024-02-20', holders: ['00002420800019'] },
  ])

  t.comment('a portal gives its table in JSON: its keys are read as titles')
  const path = fixture('portal-table.json')
  await t.rejects(importContracts(db, FIXED_CLOCK, path), { code: 'buyer-needed' })
  const portal = await importContracts(db, FIXED_CLOCK, path, options)
  t.match(portal, { format: 'buyer-json', read: 2, stored: 2, rejected: 0 })
  t.match(await contractsNumbered(/^P/), [
    { sourceId: 'P-1', cents: 25_000_000n, holders: ['00002000800017'] },
    { sourceId: 'P-2', cents: null, holders: ['Papeterie du Lac (fictif)'] },
  ])
  const keys = Object.keys(JSON.parse(readFileSync(path, 'utf8')).results[0])
  t.strictSame(await readTitlesOf(path, 'x.json', { kind: 'contracts', choices: [] }), keys)
})

t.test('guesses that matter stop an import until they are confirmed, and are then remembered', async (t) => {
  const { db } = await openTestDatabase(t)
  const path = fixture('own-misspelt.csv')
  const empty = await readEverything(db)
  const trial = await importContracts(db, FIXED_CLOCK, path, { buyer: BUYER, isDryRun: true })
  t.match(trial, { importId: null, stored: 2, profile: null })
  t.strictSame(
    trial.columns?.filter(({ needsConfirmation }) => needsConfirmation).map(({ field }) => field),
    ['object', 'notifiedOn', 'amount', 'holderId'],
  )
  await t.rejects(importContracts(db, FIXED_CLOCK, path, { buyer: BUYER }), {
    code: 'mapping-to-confirm',
    message: /« Montan HT » : Montant initial HT[\s\S]*--accept-guesses --buyer 00001001700010/,
    details: {
      guesses: [{ field: 'object' }, { field: 'notifiedOn' }, { field: 'amount' }, { field: 'holderId' }],
    },
  })
  t.strictSame(await readEverything(db), empty, 'neither the trial nor the refusal wrote anything')
  const trialOfAgreement = { buyer: BUYER, acceptGuesses: true, isDryRun: true }
  await importContracts(db, FIXED_CLOCK, path, trialOfAgreement)
  t.strictSame(await listAllProfiles(db), [], 'a trial remembers nothing')
  const agreed = await importContracts(db, FIXED_CLOCK, path, {
    buyer: BUYER,
    acceptGuesses: true,
    author: 'Camille',
  })
  t.match(agreed, { stored: 2, profile: { name: 'own-misspelt.csv' } })
  t.match(await listAllProfiles(db), [{ id: agreed.profile?.id, buyerId: BUYER, createdBy: 'Camille' }])

  const write = await openFile(t, 'suivant.csv')
  const [header = '', ...rows] = readFileSync(path, 'utf8').trimEnd().split('\n')
  const next = await write([header.toUpperCase(), ...rows].join('\n'))
  t.match(await importContracts(db, FIXED_CLOCK, next), {
    stored: 0,
    unchanged: 2,
    profile: { id: agreed.profile?.id },
    columns: [{ how: 'profile' }, { how: 'profile' }],
  })
  await t.rejects(
    importContracts(db, FIXED_CLOCK, next, { buyer: '00001002500013' }),
    { code: 'mapping-to-confirm' },
    'what was said for one buyer is not said for another',
  )
})

t.test('an import that fails remembers nothing', async (t) => {
  const { db } = await openTestDatabase(t)
  const stop = () => {
    throw new Error('stopped')
  }
  const options = { buyer: BUYER, acceptGuesses: true, onProgress: stop }
  await t.rejects(importContracts(db, FIXED_CLOCK, fixture('own-misspelt.csv'), options), {
    message: 'stopped',
  })
  t.strictSame(await listAllProfiles(db), [])
})

t.test('a profile decides alone, and a wrong one can be replaced', async (t) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'suivi.csv')
  const path = await write(
    'Code interne;Quoi;Combien HT;Qui;Pouvoir adjudicateur SIRET;Montant HT\nA-1;Peinture;48000;Coopérative (fictif);00001001700010;1\n',
  )
  await t.rejects(importContracts(db, FIXED_CLOCK, path), {
    code: 'format-unknown',
    message: /Il manque.*profile save/,
  })
  const header = ['Code interne', 'Quoi', 'Combien HT', 'Qui', 'Pouvoir adjudicateur SIRET', 'Montant HT']
  const base = {
    kind: 'contracts' as const,
    facilitator: null,
    header,
    name: 'Suivi',
    buyer: null,
    createdBy: null,
  }
  const known = [
    { column: 'Code interne', field: 'numéro du marché' },
    { column: 'Quoi', field: 'objet' },
    { column: 'Qui', field: 'titulaire' },
  ]
  const wrong = await saveProfile(db, FIXED_CLOCK, { ...base, choices: known })
  t.equal(wrong.isNew, true)
  const first = await importContracts(db, FIXED_CLOCK, path, { isDryRun: true })
  t.match(first.problems, [{ code: 'amount-below-minimum' }, { code: 'holder-identifier-missing' }, {}])
  const right = await saveProfile(db, FIXED_CLOCK, {
    ...base,
    choices: [...known, { column: 'Combien HT', field: 'amount' }],
  })
  t.match(right, { isNew: false, profile: { id: wrong.profile.id } })
  const ledger = await importContracts(db, FIXED_CLOCK, path)
  t.match(ledger, { stored: 1, profile: { name: 'Suivi' } })
  t.match(ledger.columns?.at(-1), { column: 'Montant HT', how: 'ignored', reason: 'ignorée par le profil' })
  t.match(await listContracts(db), [
    {
      sourceId: 'A-1',
      buyerId: BUYER,
      cents: 4_800_000n,
      notifiedOn: null,
      holders: ['Coopérative (fictif)'],
    },
  ])
})
