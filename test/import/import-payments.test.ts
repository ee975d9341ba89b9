import { sql } from 'kysely'
import t from 'tap'
import type { Db } from '../../src/database/connect.ts'
import { importFile } from '../../src/import/import-file.ts'
import { importPayments, type PaymentOptions } from '../../src/import/import-payments.ts'
import { FIXED_CLOCK, fixture, openTestDatabase } from '../support/database.ts'
import { readEverything } from './database-state.ts'
import { openFile } from './temporary-file.ts'

const BUYER = { buyer: '00001001700010' }
const YEAR_2024 = { period: '2024' }

const importOne = (db: Db, name: string, options: PaymentOptions = BUYER) =>
  importPayments(db, FIXED_CLOCK, fixture(name), options)

async function listLines(db: Db) {
  const { rows } = await sql<{ text: string }>`
    select concat_ws(' ', p.line, p.amount_cents, p.tax_basis, p.spent_from, p.spent_to, s.identifier) as text
    from payments p left join suppliers s on s.id = p.supplier_id order by p.line
  `.execute(db)
  return rows.map(({ text }) => text)
}

t.test('an accounting export is stored line by line, credit notes negative', async (t) => {
  const { db } = await openTestDatabase(t)
  const ledger = await importOne(db, 'payments.csv')
  t.match(ledger, { format: 'payments-csv', read: 9, stored: 7, updated: 0, unchanged: 0, rejected: 2 })
  t.strictSame(await listLines(db), [
    '2 125000 excluding-tax 2024-03-15 2024-03-15 00002420800019',
    '3 -25000 excluding-tax 2024-04-15 2024-04-15 00002420800019',
    '4 -10000 excluding-tax 2024-01-01 2024-12-31 00002000800017',
    '5 -130050 excluding-tax 2024-05-02 2024-05-02 00002000800017',
    '6 400000 excluding-tax 2024-05-06 2024-05-06 00002000800017',
    '7 8000 excluding-tax 2024-05-07 2024-05-07',
    '8 9600 including-tax 2024-05-07 2024-05-07',
  ])
  t.strictSame(
    ledger.problems.map(({ code, column, count, example }) => [code, column, count, example.line]),
    [
      ['payment-amount-unreadable', 'Montant HT', 1, 9],
      ['total-row', 'Nom du tiers', 1, 11],
      ['holder-identifier-missing', 'SIRET', 2, 7],
    ],
  )
})

t.test('totals per supplier take their buyer and period from the sender', async (t) => {
  const { db } = await openTestDatabase(t)
  const ledger = await importOne(db, 'supplier-totals.csv', { ...BUYER, ...YEAR_2024 })
  t.match(ledger, { read: 3, stored: 3, ignoredColumns: [] })
  t.match((await listLines(db))[0], '2 1500050 unknown 2024-01-01 2024-12-31')
  t.strictSame(
    ledger.problems.map(({ code }) => code),
    ['holder-identifier-invalid'],
  )
})

t.test('suppliers that only payments name get their verdicts', async (t) => {
  const { db } = await openTestDatabase(t)
  await importOne(db, 'payments.csv')
  const { rows } = await sql`
    select s.identifier, count(v.*)::integer as verdicts from suppliers s left join verdicts v on v.profile_id = s.profile_id
    group by 1 order by 1
  `.execute(db)
  t.match(rows, [
    { identifier: '00002000800017', verdicts: 7 },
    { identifier: '00002420800019', verdicts: 7 },
  ])
})

t.test('the same file again changes nothing but the list of imports, and what they saw', async (t) => {
  const { db } = await openTestDatabase(t)
  await importOne(db, 'payments.csv')
  const before = await readEverything(db)
  t.match(await importOne(db, 'payments.csv'), { stored: 0, unchanged: 7, rejected: 2 })
  const after = await readEverything(db)
  for (const table of Object.keys(before))
    if (!/^import|_sightings$|^writes$/.test(table)) t.strictSame(after[table], before[table], table)
  const { rows } = await sql`
    select import_id::integer as import, cardinality(payment_ids) as payments, lines from payment_sightings
  `.execute(db)
  t.strictSame(rows, [{ import: 2, payments: 7, lines: [2, 3, 4, 5, 6, 7, 8] }])
})

t.test('the same file for another buyer, period or tax would count twice: refused', async (t) => {
  const { db } = await openTestDatabase(t)
  await importOne(db, 'supplier-totals.csv')
  const before = await readEverything(db)
  for (const statements of [
    { buyer: '00001002500013' },
    { ...BUYER, ...YEAR_2024 },
    { ...BUYER, tax: 'including-tax' },
  ])
    await t.rejects(importOne(db, 'supplier-totals.csv', statements), {
      code: 'file-imported-otherwise',
      message: /import n° 1/,
    })
  t.strictSame(await readEverything(db), before)
  t.match(await importOne(db, 'supplier-totals.csv'), { stored: 0, unchanged: 3 })
})

t.test(
  'identical lines of one file are payments each, and told; another copy in a later file is one more',
  async (t) => {
    const { db } = await openTestDatabase(t)
    const write = await openFile(t, 'depenses.csv')
    const file = async (lines: number) =>
      importPayments(
        db,
        FIXED_CLOCK,
        await write(`Fournisseur;Montant payé\n${'Le Balai;12,00\n'.repeat(lines)}`),
        BUYER,
      )
    const first = await file(2)
    t.match(first, { read: 2, stored: 2 })
    t.match(
      first.problems.find(({ code }) => code === 'payment-repeat'),
      { count: 1, isRejection: false, example: { line: 3, value: 'Le Balai 12.00' } },
    )
    t.match(await file(1), { stored: 0, unchanged: 1 })
    t.match(await file(3), { stored: 1, unchanged: 2 })
  },
)

t.test('a line that is cut is refused, the others are not', async (t) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'depenses.csv')
  const path = await write('Fournisseur;Montant payé;Exercice\nA;1,00;2024\nB;2,00\nC;3,00;2024\n')
  const ledger = await importPayments(db, FIXED_CLOCK, path, BUYER)
  t.match(ledger, { read: 3, stored: 2, rejected: 1 })
  t.match(ledger.problems[0], { code: 'cell-count', example: { line: 3 } })
})

t.test('Windows-1252 titles are read as well', async (t) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'depenses.csv')
  const path = await write(Buffer.from('Créancier;Dépense TTC\nÉté;1,00\n', 'latin1'))
  t.match(await importFile(db, FIXED_CLOCK, path, BUYER), { format: 'payments-csv', stored: 1 })
})

t.test('a trial gives the ledger and writes nothing', async (t) => {
  const { db } = await openTestDatabase(t)
  const before = await readEverything(db)
  t.match(await importOne(db, 'payments.csv', { ...BUYER, isDryRun: true }), { importId: null, stored: 7 })
  t.strictSame(await readEverything(db), before)
})

for (const { title, content, options = BUYER, code, message } of [
  {
    title: 'a file that does not say who paid, when the sender does not either',
    content: 'Fournisseur;Montant payé\nA;1\n',
    options: {},
    code: 'buyer-needed',
    message: /--buyer/,
  },
  {
    title: 'debit and credit columns',
    content: 'Fournisseur;Débit;Crédit\nA;1;0\n',
    code: 'format-unknown',
    message: /débit d'un compte 6.*montant signé/,
  },
  {
    title: 'another table',
    content: 'Jour;Heure\n1;2\n',
    code: 'format-unknown',
    message: /fournisseur \(ou SIRET\) et montant.*« Jour », « Heure »/,
  },
  { title: 'an empty file', content: '', code: 'file-empty', message: /vide/ },
])
  t.test(`${title}: refused whole, with what to do`, async (t) => {
    const { db } = await openTestDatabase(t)
    const write = await openFile(t, 'depenses.csv')
    const path = await write(content)
    const before = await readEverything(db)
    await t.rejects(importPayments(db, FIXED_CLOCK, path, options), { code, message })
    t.strictSame(await readEverything(db), before)
  })

t.test('a file is taken for what its content says, or for what the sender says', async (t) => {
  const { db } = await openTestDatabase(t)
  for (const [name, format] of [
    ['payments.csv', 'payments-csv'],
    ['supplier-totals.csv', 'payments-csv'],
    ['no-id.csv', 'decp-info-csv'],
    ['two-holders.json', 'decp-json-2019'],
    ['windows-1252.csv', 'decp-info-csv'],
    ['three-holder-columns.csv', 'decp-ministry-csv'],
  ] as const)
    t.equal((await importFile(db, FIXED_CLOCK, fixture(name), BUYER)).format, format, name)
  const write = await openFile(t, 'tableau.csv')
  const contracts =
    'N° marché;Objet;Fournisseur;SIRET;Montant HT;Exercice\n1;Balais;A;00002420800019;50000;2024\n'
  for (const [content, format] of [
    [contracts, 'buyer-csv'],
    [contracts.replace('Montant HT', 'Montant mandaté HT'), 'payments-csv'],
    [contracts.replace('Objet;', '').replace('N° marché', 'Service'), 'payments-csv'],
  ] as const) {
    const options = { ...BUYER, isDryRun: true }
    t.equal((await importFile(db, FIXED_CLOCK, await write(content), options)).format, format, content)
  }
  const doubtful = await write('Fournisseur;Montant HT\nA;1,00\n')
  await t.rejects(importFile(db, FIXED_CLOCK, doubtful, BUYER), {
    code: 'format-unknown',
    message: /--kind payments/,
  })
  t.match(await importFile(db, FIXED_CLOCK, doubtful, { ...BUYER, kind: 'payments' }), { stored: 1 })
  await t.rejects(importFile(db, FIXED_CLOCK, fixture('payments.csv'), { ...BUYER, kind: 'contracts' }), {
    code: 'mapping-to-confirm',
  })
})

t.test(
  'whatever its size, a file is merged whole: more lines than a batch and a chunk of sightings',
  async (t) => {
    const { db } = await openTestDatabase(t)
    const write = await openFile(t, 'depenses.csv')
    const lines = Array.from({ length: 10_500 }, (_, n) => `Le Balai;${n},00;${n}`)
    const path = await write(['Fournisseur;Montant payé;N° mandat', ...lines].join('\n'))
    t.match(await importPayments(db, FIXED_CLOCK, path, BUYER), { read: 10_500, stored: 10_500 })
    t.match(await importPayments(db, FIXED_CLOCK, path, BUYER), { read: 10_500, unchanged: 10_500 })
    const { rows } =
      await sql`select cardinality(payment_ids) as n from payment_sightings order by 1`.execute(db)
    t.strictSame(rows, [{ n: 500 }, { n: 5_000 }, { n: 5_000 }])
  },
)
