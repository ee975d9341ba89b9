import t from 'tap'
import { importFile } from '../../src/import/import-file.ts'
import { importPayments } from '../../src/import/import-payments.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'
import { openFile } from './temporary-file.ts'
import { day, workbook } from './workbooks.ts'

const BUYER = { buyer: '00001001700010' }

const MANDATES = [
  ['Mandats de l’exercice 2024'],
  [],
  ['SIRET', 'Fournisseur', 'Montant HT', 'Date mandat', 'N° mandat', 'Remarque'],
  ['00002420800019', 'Le Balai', 1250.5, day('2024-03-15'), 12, null],
  ['00002000800017', 'La Brosse', -250, day('2024-04-15'), 13, 'avoir'],
  ['SIRET', 'Fournisseur', 'Montant HT', 'Date mandat', 'N° mandat', 'Remarque'],
  [null, 'Total', 1000.5],
  [null, null, 1000.5],
]

for (const format of ['xlsx', 'ods'] as const)
  t.test(
    `payments of a workbook (${format}): titles below others, dates, credit notes, totals`,
    async (t) => {
      const { db } = await openTestDatabase(t)
      const write = await openFile(t, `mandats.${format}`)
      const path = await write(
        workbook(format, [
          { name: 'Lisez-moi', rows: [['Extraction du logiciel comptable']] },
          { name: 'Mandats', rows: MANDATES },
        ]),
      )
      const ledger = await importFile(db, FIXED_CLOCK, path, BUYER)
      t.match(ledger, {
        format: `payments-${format}`,
        read: 5,
        stored: 2,
        rejected: 3,
        sheets: [
          { name: 'Lisez-moi', isRead: false },
          { name: 'Mandats', isRead: true, rows: 5 },
        ],
        ignoredColumns: ['Remarque'],
      })
      t.strictSame(
        ledger.columns?.map(({ field, how }) => field ?? how),
        ['supplierId', 'supplierName', 'amount', 'paidOn', 'reference', 'ignored'],
      )
      t.strictSame(ledger.problems.map(({ code, count }) => `${code} ${count}`).sort(), [
        'header-repeated 1',
        'total-row 1',
        'total-row 1',
      ])
      const stored = await db
        .selectFrom('payments')
        .select(['line', 'amount_cents', 'spent_from', 'reference'])
        .orderBy('line')
        .execute()
      t.strictSame(stored, [
        { line: 4, amount_cents: 125_050n, spent_from: '2024-03-15', reference: '12' },
        { line: 5, amount_cents: -25_000n, spent_from: '2024-04-15', reference: '13' },
      ])
    },
  )

t.test('the sheet that is surely of payments is read before one that only looks like it', async (t) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'dépenses.xlsx')
  const sheets = [
    {
      name: 'Synthèse',
      rows: [
        ['Fournisseur', 'Montant HT'],
        ['Le Balai', 1000.5],
      ],
    },
    { name: 'Mandats', rows: MANDATES },
  ]
  const path = await write(workbook('xlsx', sheets))
  for (const kind of [undefined, 'payments'] as const)
    t.match(await importFile(db, FIXED_CLOCK, path, { ...BUYER, kind, isDryRun: true }), {
      sheets: [
        {
          name: 'Synthèse',
          isRead: false,
          isLeftOut: true,
          reason: 'c’est peut-être un tableau de dépenses',
        },
        { name: 'Mandats', isRead: true },
      ],
    })
  const alone = await write(workbook('xlsx', sheets.slice(0, 1)))
  t.match(await importPayments(db, FIXED_CLOCK, alone, BUYER), {
    sheets: [{ name: 'Synthèse', isRead: true }],
    stored: 1,
  })
})

t.test('a workbook without payments is refused with the titles of its sheets', async (t) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'agenda.ods')
  const path = await write(
    workbook('ods', [
      {
        name: 'Agenda',
        rows: [
          ['Jour', 'Heure'],
          ['lundi', 8],
        ],
      },
    ]),
  )
  await t.rejects(importPayments(db, FIXED_CLOCK, path, BUYER), {
    code: 'format-unknown',
    message:
      /La feuille « Agenda » du classeur « agenda.ods » n'est pas une liste de dépenses.*feuille « Agenda » : « Jour », « Heure »/,
  })
})
