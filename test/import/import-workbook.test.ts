import assert from 'node:assert/strict'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { parseContract } from '../../src/domain/contract/parse-contract.ts'
import { importContracts } from '../../src/import/import-contracts.ts'
import { importReference } from '../../src/import/import-reference.ts'
import { inspectFile } from '../../src/import/inspect-file.ts'
import { openContractFile } from '../../src/import/open-contract-file.ts'
import { mapRow } from '../../src/import/source-row.ts'
import { FIXED_CLOCK, openTestDatabase } from '../support/database.ts'
import { toCsv, unambiguousFile } from './arbitrary-contracts.ts'
import { readContracts, readEverything } from './database-state.ts'
import { UNITS, verdictOf } from './reference-lists.ts'
import { openFile, rowsOf } from './temporary-file.ts'
import { day, type TestCell, workbook } from './workbooks.ts'

const FORMATS = ['xlsx', 'ods'] as const

/** A cell as a spreadsheet holds it once a person has typed the text or opened the CSV: numbers and days are no texts. */
function typed(text: string): TestCell {
  if (text === '') return null
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return day(text)
  return /^[1-9]\d{0,14}$|^\d+\.\d+$/.test(text) ? Number(text) : text
}

const TITLE = [['Marchés de la commune'], [], [null, 'Extrait du 1er mars 2025']]

/** A sheet with these lines of CSV, below a title. */
const sheetOf = (csv: string) => ({
  name: 'Marchés',
  rows: [
    ...TITLE,
    ...csv
      .trimEnd()
      .split('\n')
      .map((line) => line.split(',').map(typed)),
  ],
})

const BUYER = '00001001700010'
const CSV = [
  'id,acheteur_id,objet,montant,dateNotification,titulaire_id,titulaire_nom,tauxAvance,marcheInnovant',
  `2024-1,${BUYER},Toiture de l'&eacute;cole,41000.5,2024-02-01,00002420800019,Dupont &amp; fils,0.2,oui`,
  `2024-2,${BUYER},Peinture,52500,2024-03-15,83055049600012,,,non`,
  `3,${BUYER},Mobilier,61000,,2420800019,,,`,
  '',
].join('\n')

const openImports = async (t: Test) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'marches')
  return {
    db,
    contracts: async (content: string | Buffer, isDryRun = false) =>
      importContracts(db, FIXED_CLOCK, await write(content), { isDryRun }),
    esus: async (content: string | Buffer, listedOn?: string) =>
      importReference(db, FIXED_CLOCK, 'esus', await write(content), listedOn ? { listedOn } : {}),
  }
}

t.test('the same table imported as CSV, XLSX and ODS is the same contracts', async (t) => {
  const { db, contracts } = await openImports(t)
  t.match(await contracts(CSV), {
    format: 'decp-info-csv',
    read: 3,
    stored: 3,
    sheets: [],
  })
  const state = await readContracts(db)
  for (const format of FORMATS) {
    const sheets = [{ name: 'Lisez-moi', rows: [['Bonjour']] }, sheetOf(CSV)]
    const ledger = await contracts(workbook(format, sheets))
    t.match(ledger, { format: `decp-info-${format}`, read: 3, unchanged: 3, rejected: 0 }, format)
    t.strictSame(
      ledger.sheets.map(({ name, rows, isRead, isLeftOut }) => [name, rows, isRead, isLeftOut]),
      [
        ['Lisez-moi', 0, false, false],
        ['Marchés', 3, true, false],
      ],
      format,
    )
    t.strictSame(await readContracts(db), state, format)
  }
  t.match(state.contracts?.join('\n'), /Toiture de l'école/)
})

t.test('the lines of problems are the numbers of rows in the sheet', async (t) => {
  const { contracts } = await openImports(t)
  const { problems } = await contracts(workbook('xlsx', [sheetOf(CSV)]))
  t.match(
    problems.find(({ code }) => code === 'identifier-repaired'),
    { example: { sheet: 'Marchés', line: 7, value: '2420800019' } },
  )
})

t.test('totals below a table are rejected with a reason, however they are written', async (t) => {
  const { contracts } = await openImports(t)
  for (const { title, row, reason } of [
    { title: 'a label and a sum', row: 'Total,,,154500.5,,,,,', reason: 'buyer-missing' },
    { title: 'a sum alone', row: ',,,154500.5,,,,,', reason: 'lone-cell' },
    {
      title: 'beside a count where the name of the holder goes',
      row: `Total général,${BUYER},,154500.5,,,,3 marchés,`,
      reason: 'total-row',
    },
    { title: 'beside the buyer', row: `Total,${BUYER},,154500.5,,,,,`, reason: 'total-row' },
    {
      title: 'in the column of objects',
      row: `,${BUYER},Sous-total 2024,154500.5,,,,,`,
      reason: 'total-row',
    },
    { title: 'in the column of buyers', row: ',TOTAL,,154500.5,,,,,', reason: 'nothing-bought' },
  ]) {
    for (const content of [`${CSV}${row}\n`, workbook('xlsx', [sheetOf(`${CSV}${row}\n`)])]) {
      const ledger = await contracts(content, true)
      t.match(ledger, { read: 4, stored: 3, rejected: 1 }, title)
      t.ok(
        ledger.problems.some(({ code, isRejection }) => isRejection && code === reason),
        `${title}: ${reason}`,
      )
    }
  }
})

t.test('a row reads the same from a CSV and from a sheet', async (t) => {
  const write = await openFile(t, 'marches')
  const recordsOf = async (content: string | Buffer) => {
    const file = await openContractFile(await inspectFile(await write(content)))
    const records: unknown[] = []
    for await (const row of rowsOf(file)) {
      const { mapped } = mapRow(file.mapping, row)
      const parsed = mapped && parseContract(mapped.raw, '2026-11-15')
      records.push([parsed?.record, parsed?.problems.map(({ code, value }) => [code, value])])
    }
    return records
  }
  await t.resolves(
    fc.assert(
      fc.asyncProperty(unambiguousFile(3), fc.constantFrom(...FORMATS), async (contracts, format) => {
        const csv = toCsv(contracts)
        assert.deepEqual(await recordsOf(workbook(format, [sheetOf(csv)])), await recordsOf(csv))
      }),
      { numRuns: 40 },
    ),
  )
})

/** "000024208" → "000 024 208", as people type it. */
const spaced = (siret: string) => siret.slice(0, 9).replace(/(\d{3})(?=\d)/g, '$1 ')

t.test(
  'the ESUS list is read as its ministry sends it: a title, an empty column A, spaced numbers, dates',
  async (t) => {
    for (const format of FORMATS) {
      const { db, contracts, esus } = await openImports(t)
      await contracts(CSV)
      const rows = [
        [null, 'Liste des entreprises solidaires d’utilité sociale'],
        [],
        [null, 'SIREN', 'Raison sociale', 'Date de décision', 'Date de fin', 'Département'],
        [null, spaced(UNITS[0]), 'Recyclerie', day('2023-01-15'), day('2028-01-14'), 31],
        [null, Number(UNITS[1].slice(0, 9)), 'Ressourcerie', '15/01/2023', 46_000, 9],
        [],
        [null, null, 'Total : 2'],
      ]
      const ledger = await esus(
        workbook(format, [
          { name: 'Lisez-moi', rows: [['Bonjour']] },
          { name: 'Liste', rows },
        ]),
      )
      t.match(ledger, {
        format: 'esus-liste',
        read: 3,
        stored: 2,
        rejected: 1,
        sheets: [
          { name: 'Lisez-moi', isRead: false },
          { name: 'Liste', isRead: true, rows: 3 },
        ],
        ignoredColumns: [],
      })
      t.match(ledger.problems, [
        { code: 'siren-missing', example: { line: 7 } },
        { code: 'identifier-repaired', count: 2 },
      ])
      t.match(await verdictOf(db, UNITS[0], 'esus', '2024-02-01'), /^yes/, format)
    }
  },
)

t.test(
  'a workbook without the table asked for is refused, its sheets and titles named, and nothing written',
  async (t) => {
    const { db, contracts, esus } = await openImports(t)
    const before = await readEverything(db)
    const content = workbook('xlsx', [
      {
        name: 'Bilan',
        rows: [
          ['Année', 'Total'],
          [2024, 3],
        ],
      },
      { name: 'Vide', rows: [] },
      { name: 'Cachée', rows: [['Id']], isHidden: true },
    ])
    const found =
      /feuille « Bilan » : « Année », « Total » ; feuille « Vide » : aucune ; feuille « Cachée \(masquée\) » : aucune\. Rien n'a été importé/
    await t.rejects(contracts(content), { code: 'format-unknown', message: found })
    await t.rejects(esus(content), { code: 'format-unknown', message: found })
    await t.rejects(
      contracts(
        workbook(
          'ods',
          Array.from({ length: 12 }, (_, i) => ({ name: `F${i}`, rows: [['a']] })),
        ),
      ),
      {
        message: /feuille « F9 » : « a » ; et 2 autres feuilles\. Rien/,
      },
    )
    t.strictSame(await readEverything(db), before)
  },
)
