import { sql } from 'kysely'
import t, { type Test } from 'tap'
import type { Db } from '../../src/database/connect.ts'
import { type FileOptions, importFile } from '../../src/import/import-file.ts'
import { createClause } from '../../src/import/insertion-clauses.ts'
import { undoImport } from '../../src/import/undo-import.ts'
import { reportClause } from '../../src/reports/insertion-clause-history.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'
import { openFile } from './temporary-file.ts'
import { day, type TestSheet, workbook } from './workbooks.ts'

const BUYER = { buyer: '00001001700010' }

async function openImports(t: Test, name: string, options: FileOptions = {}) {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, name)
  return {
    db,
    read: async (sheets: readonly TestSheet[], more: FileOptions = {}) =>
      importFile(db, FIXED_CLOCK, await write(workbook('xlsx', sheets)), { ...options, ...more }),
  }
}

const MANDATES = ['SIRET', 'Fournisseur', 'Montant HT', 'Date mandat', 'N° mandat']
const mandate = (amount: number, on: string, number: number | null = null) => [
  '00002420800019',
  'Le Balai',
  amount,
  day(on),
  number,
]
const month = (name: string, ...rows: ReturnType<typeof mandate>[]): TestSheet => ({
  name,
  rows: [MANDATES, ...rows],
})

/** Amount and line of each payment, sorted. */
async function paymentsOf(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('payments').select(['amount_cents']).execute()
  return rows.map(({ amount_cents }) => String(Number(amount_cents) / 100)).sort()
}

const JANUARY = month(
  'Janvier',
  mandate(100, '2024-01-05', 1),
  mandate(40, '2024-01-06'),
  mandate(40, '2024-01-06'),
)
const FEBRUARY = month('Février', mandate(200, '2024-02-05', 2), mandate(-200, '2024-02-06', 3))

t.test('payments of one sheet a month are read whole; a line that two sheets have counts once', async (t) => {
  const { db, read } = await openImports(t, 'mandats.xlsx', BUYER)
  const all = month(
    'Année',
    mandate(200, '2024-02-05', 2),
    mandate(40, '2024-01-06'),
    mandate(40, '2024-01-06'),
    mandate(7, '2024-03-01', 9),
  )
  const ledger = await read([JANUARY, FEBRUARY, all])
  t.match(ledger, { format: 'payments-xlsx', read: 9, stored: 6, unchanged: 3, rejected: 0 })
  t.strictSame(await paymentsOf(db), ['-200', '100', '200', '40', '40', '7'])
  t.strictSame(
    ledger.problems.map(({ code, count, example }) => [code, count, example.sheet, example.line]),
    [
      ['sheet-repeat', 3, 'Année', 2],
      ['payment-repeat', 1, 'Janvier', 4],
    ],
  )
  t.match(await read([JANUARY, FEBRUARY, all]), { stored: 0, unchanged: 9 })
  t.strictSame((await paymentsOf(db)).length, 6)
  await undoImport(db, FIXED_CLOCK, BigInt(ledger.importId ?? 0))
  t.strictSame(
    await paymentsOf(db),
    ['-200', '100', '200', '40', '40', '7'],
    'the second import has them all',
  )
})

t.test(
  'the months of one workbook may be imported one by one, and never twice with another buyer',
  async (t) => {
    const { db, read } = await openImports(t, 'mandats.xlsx', BUYER)
    const sheets = [JANUARY, FEBRUARY]
    t.match(await read(sheets, { sheets: ['Janvier'] }), { stored: 3 })
    t.match(await read(sheets, { sheets: ['Février'] }), { stored: 2 })
    t.match(await read(sheets), { stored: 0, unchanged: 5 })
    for (const named of [[], ['Février']])
      await t.rejects(read(sheets, { buyer: '00001002500013', sheets: named }), {
        code: 'file-imported-otherwise',
      })
    t.equal((await paymentsOf(db)).length, 5)
  },
)

t.test('a summary of payments, or a sheet under other titles, is left out and named', async (t) => {
  const { read } = await openImports(t, 'mandats.xlsx', BUYER)
  const { sheets } = await read([
    month('Récapitulatif', mandate(140, '2024-01-31')),
    JANUARY,
    {
      name: 'Mars',
      rows: [
        [...MANDATES, 'Nature'],
        [...mandate(5, '2024-03-01', 7), 'Papier'],
      ],
    },
  ])
  t.strictSame(
    sheets.map(({ isRead, isLeftOut, reason }) => [isRead, isLeftOut, reason]),
    [
      [false, true, 'son nom est celui d’une récapitulation'],
      [true, false, null],
      [false, true, 'ses titres sont autres'],
    ],
  )
})

const openClause = (db: Db) =>
  createClause(
    db,
    FIXED_CLOCK,
    {
      contract: { buyer: '00001001700010', sourceId: 'M1', lot: null },
      terms: { bases: ['execution-condition'] },
      due: null,
    },
    { author: 'A. Gente' },
  )

const HOURS = ['N° marché', 'Code personne', 'Mois', 'Heures réalisées']
const hours = (person: string, period: string, done: number) => ['M1', person, period, done]

t.test(
  'hours of one sheet a month are read whole; a statement that two sheets have counts once',
  async (t) => {
    const { db, read } = await openImports(t, 'heures.xlsx')
    await openClause(db)
    const sheets = [
      { name: 'Janvier', rows: [HOURS, hours('P-1', 'janvier 2025', 10), hours('P-2', 'janvier 2025', 20)] },
      {
        name: 'Février',
        rows: [['Relevé'], HOURS, hours('P-1', 'février 2025', 30), hours('P-2', 'jamais', 5)],
      },
      { name: 'Tous', rows: [HOURS, hours('P-2', 'janvier 2025', 20), hours('P-3', 'mars 2025', 1)] },
      { name: 'Bilan', rows: [HOURS, hours('P-1', 'janvier 2025', 40)] },
    ]
    const ledger = await read(sheets)
    t.match(ledger, { read: 6, stored: 4, unchanged: 1, rejected: 1 })
    t.match((await reportClause(db, FIXED_CLOCK, 1))?.hours, { done: 61 })
    t.match(ledger.problems.map(({ code, example: { sheet, line } }) => `${code} ${sheet} ${line}`).sort(), [
      'hours-period-unreadable Février 4',
      'sheet-repeat Tous 2',
    ])
    t.match(ledger.sheets[3], { name: 'Bilan', isLeftOut: true })
    t.match(await read(sheets), { stored: 0, updated: 0, unchanged: 5, rejected: 1 })
    const { rows } = await sql<{ sheets: string[] }>`select sheets from imports order by id`.execute(db)
    t.strictSame(rows[0]?.sheets, ['Janvier', 'Février', 'Tous'])
  },
)

t.test('a corrected table withdraws nothing while one of its sheets is not read', async (t) => {
  const { db, read } = await openImports(t, 'heures.xlsx')
  await openClause(db)
  const first = { name: 'Chantier A', rows: [HOURS, hours('P-1', 'janvier 2025', 10)] }
  const second = { name: 'Chantier B', rows: [HOURS, hours('P-2', 'janvier 2025', 20)] }
  const { importId } = await read([first, second])
  const replaces = BigInt(importId ?? 0)
  const rows = [
    [...HOURS, 'Sexe'],
    [...hours('P-2', 'janvier 2025', 20), 'F'],
  ]
  const corrected = await read([first, { name: 'Chantier B', rows }], { replaces })
  t.match(corrected, { withdrawn: 0, problems: [{ code: 'hours-not-withdrawn' }] })
  t.match(corrected.problems[0]?.example, { sheet: null, line: 0 })
  t.match(await read([first], { replaces }), { withdrawn: 1, problems: [] })
})

t.test('a column that names people is refused with the sheet of its first cell', async (t) => {
  const { read } = await openImports(t, 'heures.xlsx')
  const titles = [...HOURS, 'Nom']
  await t.rejects(
    read([
      { name: 'Janvier', rows: [titles, [...hours('P-1', 'janvier 2025', 10), null]] },
      { name: 'Février', rows: [titles, [...hours('P-1', 'février 2025', 10), 'Quidam']] },
    ]),
    { code: 'personal-data', message: /« Nom » : .*1 cellule, la première feuille « Février », ligne 2/ },
  )
})
