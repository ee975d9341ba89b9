import assert from 'node:assert/strict'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { importContracts } from '../../src/import/import-contracts.ts'
import { type FileOptions, importFile } from '../../src/import/import-file.ts'
import { undoImport } from '../../src/import/undo-import.ts'
import { reportContract } from '../../src/reports/contract-report.ts'
import { reportImport } from '../../src/reports/import-report.ts'
import { FIXED_CLOCK, openTestDatabase, runs } from '../support/database.ts'
import { differencesBetween, readContracts, readEverything, type State } from './database-state.ts'
import { BUYER, contract, csvOf, sheetOf, type TestContract, TITLES } from './sheets-of-contracts.ts'
import { openFile } from './temporary-file.ts'
import { day, type TestSheet, workbook } from './workbooks.ts'

const FORMATS = ['xlsx', 'ods'] as const

async function openImports(t: Test) {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'marches.xlsx')
  return {
    db,
    read: async (content: Buffer | string, options: FileOptions = {}) =>
      importFile(db, FIXED_CLOCK, await write(content), { ...BUYER, ...options }),
  }
}

/** Number and amount of what counts, sorted. */
async function contractsOf(db: Parameters<typeof readContracts>[0]): Promise<string[]> {
  const rows = await db
    .selectFrom('contracts')
    .select(['source_id', 'amount_cents'])
    .where('is_current', '=', true)
    .execute()
  return rows.map(({ source_id, amount_cents }) => `${source_id} ${Number(amount_cents) / 100}`).sort()
}

const outcomesOf = ({ sheets }: Awaited<ReturnType<typeof importFile>>) =>
  sheets.map(({ name, isRead, isLeftOut, rows, reason }) => {
    const what = isRead ? `${rows} lues` : isLeftOut ? 'NON LUE' : 'ignorée'
    return `${name} : ${what}${reason === null ? '' : `, ${reason}`}`
  })

const year = (name: string, ...ids: string[]) =>
  sheetOf(
    name,
    ids.map((id) => contract(id)),
  )

t.test(
  'a workbook of one sheet a year is read whole, whatever stands above and the order of columns',
  async (t) => {
    const sheets = [
      {
        name: 'Synthèse',
        rows: [
          ['Année', 'Nombre', 'Montant'],
          [2021, 2, 100_000],
        ],
      },
      sheetOf('2019', [contract('19-1'), contract('19-2')]),
      sheetOf('2020', [contract('20-1')], { above: [['Marchés 2020'], [], ['Extrait du 3 mars']] }),
      sheetOf('2021', [contract('21-1'), contract('21-2')], { order: [4, 2, 0, 3, 1] }),
      { ...year('Vieux', '01-1'), isHidden: true },
    ]
    const { db, read } = await openImports(t)
    await read(csvOf(['19-1', '19-2', '20-1', '21-1', '21-2'].map((id) => contract(id))))
    const state = await readContracts(db)
    for (const format of FORMATS) {
      const shown = format === 'xlsx' ? sheets : sheets.filter(({ name }) => name !== 'Vieux')
      const { db, read } = await openImports(t)
      const ledger = await read(workbook(format, shown))
      t.match(ledger, { format: `buyer-${format}`, read: 5, stored: 5, rejected: 0 }, format)
      t.strictSame(
        outcomesOf(ledger),
        [
          'Synthèse : ignorée',
          '2019 : 2 lues',
          '2020 : 1 lues',
          '2021 : 2 lues',
          ...(format === 'xlsx' ? ['Vieux : ignorée, masquée'] : []),
        ],
        format,
      )
      t.strictSame(differencesBetween(await readContracts(db), state), [], `${format}: as in one table`)
    }
  },
)

t.test(
  'a problem tells its sheet and its line there: ledger, list, report, origin of a contract',
  async (t) => {
    const { db, read } = await openImports(t)
    const sheets = [
      year('2019', '19-1'),
      sheetOf('2020', [contract('20-1'), ['20-2', 'Pont', 0, '2020-01-02']], { above: [['Marchés 2020']] }),
    ]
    const ledger = await read(workbook('xlsx', sheets))
    const problem = { code: 'amount-implausible', example: { sheet: '2020', line: 4 } }
    const amount = ledger.problems.find(({ column }) => column === 'Montant HT')
    t.match(amount, { example: problem.example })
    const report = await reportImport(db, BigInt(ledger.importId ?? 0))
    t.match(report, {
      sheets: [
        { name: '2019', rows: 1 },
        { name: '2020', rows: 2 },
      ],
    })
    t.match(
      report?.problems.find(({ column }) => column === 'Montant HT'),
      { example: problem.example },
    )
    const { id } = await db
      .selectFrom('contracts')
      .select('id')
      .where('source_id', '=', '20-1')
      .executeTakeFirstOrThrow()
    const { origin } = (await reportContract(db, FIXED_CLOCK, id)) ?? {}
    t.match(origin, { file: 'marches.xlsx', sheet: '2020', line: 3 })
  },
)

t.test('the same contract on two sheets counts once, with a number or without', async (t) => {
  const without: TestContract = contract(null, 70_000)
  const years = [sheetOf('2020', [contract('20-1'), without, without]), sheetOf('2021', [contract('21-1')])]
  const all = sheetOf('Tous', [contract('20-1'), without, without, contract('21-1')])
  const { db, read } = await openImports(t)
  await read(workbook('xlsx', years))
  const state = await readContracts(db)
  t.strictSame(await contractsOf(db), ['20-1 50000', '21-1 50000', 'null 70000', 'null 70000'])
  for (const sheets of [
    [...years, all],
    [all, ...years],
  ]) {
    const { db, read } = await openImports(t)
    const ledger = await read(workbook('xlsx', sheets))
    t.match(ledger, { read: 8, stored: 4, unchanged: 4 })
    t.match(
      ledger.problems.find(({ code }) => code === 'exact-repeat'),
      { count: 4 },
    )
    t.strictSame(differencesBetween(await readContracts(db), state), [])
  }
})

t.test('sheets say the same as a file each, in any order, with repeats between them', async (t) => {
  const ids = fc.constantFrom('A', 'B', 'C', 'D', null)
  const sheets = fc.array(
    fc.array(fc.tuple(ids, fc.constantFrom(50_000, 60_000)), { minLength: 1, maxLength: 5 }),
    {
      minLength: 2,
      maxLength: 4,
    },
  )
  const stateAfter = async (t: Test, contents: readonly Buffer[]) => {
    let state: State = {}
    await t.test('import', async (t) => {
      const { db, read } = await openImports(t)
      for (const content of contents) {
        const { read: rows, stored, updated, unchanged, rejected } = await read(content)
        assert.equal(rows, stored + updated + unchanged + rejected)
      }
      state = await readContracts(db)
    })
    return state
  }
  await fc.assert(
    fc.asyncProperty(sheets, fc.constantFrom(...FORMATS), async (parts, format) => {
      const tables = parts.map((rows, at) =>
        sheetOf(
          `F${at}`,
          rows.map(([id, amount]) => contract(id, amount)),
        ),
      )
      const expected = await stateAfter(
        t,
        tables.map((table) => workbook(format, [table])),
      )
      for (const order of [tables, tables.toReversed()])
        assert.deepEqual(differencesBetween(await stateAfter(t, [workbook(format, order)]), expected), [])
    }),
    { numRuns: runs(8), endOnFailure: true },
  )
})

const OTHER_TITLES = [
  'Num marché',
  'Libellé du marché',
  'Montant HT',
  'Notification',
  'Attributaire',
  'Observations',
]
const other = (name: string, id: string): TestSheet => ({
  name,
  rows: [OTHER_TITLES, [id, 'Fossé', 43_000, day('2018-05-05'), 'Martin', 'x']],
})

t.test(
  'a sheet under other titles is read by its own, and the ledger says what they were taken for',
  async (t) => {
    const { db, read } = await openImports(t)
    const ledger = await read(
      workbook('xlsx', [year('2021', '21-1'), other('2018', '18-1'), year('2022', '22-1')]),
    )
    t.match(ledger, { stored: 3, ignoredColumns: ['Observations'] })
    t.strictSame(await contractsOf(db), ['18-1 43000', '21-1 50000', '22-1 50000'])
    t.strictSame(
      ledger.sheets.map(({ columns }) => columns?.map(({ field }) => field)),
      [undefined, ['sourceId', 'object', 'amount', 'notifiedOn', 'holderName', null], undefined],
    )
  },
)

t.test('a contract told otherwise on another sheet counts as another, and it is said', async (t) => {
  const named: TestSheet = {
    name: 'Suivi',
    rows: [
      ['N° marché', 'Objet', 'Montant HT', 'Date de notification', 'Titulaire', 'Code CPV'],
      ['21-1', 'Objet 21-1', 50_000, day('2021-03-01'), 'Dupont', '45000000'],
      ['21-2', 'Objet 21-2', 50_000, day('2021-03-01'), 'Dupont', '45000000'],
    ],
  }
  const { db, read } = await openImports(t)
  const later = sheetOf('2022', [contract('21-1'), contract('20-1', 65_000)])
  const ledger = await read(workbook('xlsx', [year('2020', '20-1'), year('2021', '21-1'), later, named]))
  t.strictSame(await contractsOf(db), ['20-1 50000', '20-1 65000', '21-1 50000', '21-1 50000', '21-2 50000'])
  const found = ledger.problems.find(({ code }) => code === 'number-on-sheets')
  t.match(found, { count: 2, isRejection: false, example: { sheet: '2022', line: 3, value: '20-1' } })
  const gathered = { ...named, name: 'Tous les marchés' }
  const { sheets } = await read(workbook('xlsx', [year('2021', '21-1'), gathered]), { isDryRun: true })
  t.match(sheets[1], { isRead: false, isLeftOut: true, reason: 'son nom est celui d’une récapitulation' })
})

t.test('a table told with other columns, holder, object and amount the same, counts once', async (t) => {
  const { db, read } = await openImports(t)
  const narrow: TestSheet = {
    name: 'Suivi',
    rows: [
      [...TITLES, 'Code CPV'],
      ['21-1', 'Objet 21-1', 50_000, day('2021-03-01'), '00002420800019', '45000000'],
    ],
  }
  const ledger = await read(workbook('xlsx', [year('2021', '21-1', '21-2'), narrow]))
  t.strictSame(await contractsOf(db), ['21-1 50000', '21-2 50000'])
  t.strictSame(ledger.problems, [])
})

t.test('a table that could be counted twice, or undated, is left out and named', async (t) => {
  const { db, read } = await openImports(t)
  const undated = ['N° marché', 'Objet', 'Montant HT', 'Titulaire']
  const ledger = await read(
    workbook('xlsx', [
      { name: 'Sans date', rows: [undated, ['17-1', 'Lampes', 45_000, 'Lum']] },
      year('2021', '21-1'),
      year('Avenants', '21-1'),
      { name: 'Sans numéro', rows: [TITLES.slice(1), ['Pont', 90_000, day('2021-05-05'), '00002420800019']] },
      {
        name: 'Mandats',
        rows: [
          ['Fournisseur', 'SIRET', 'Montant payé HT', 'Date de paiement'],
          ['Lum', '00002420800019', 12, day('2021-02-02')],
        ],
      },
      { name: 'Modèle', rows: [TITLES] },
      { name: 'Vide', rows: [] },
    ]),
  )
  t.strictSame(outcomesOf(ledger), [
    'Sans date : NON LUE, ses titres ne donnent pas la date de notification',
    '2021 : 1 lues',
    'Avenants : NON LUE, son nom annonce autre chose que des marchés conclus',
    'Sans numéro : NON LUE, ses titres ne donnent pas le numéro du marché',
    'Mandats : NON LUE, c’est un tableau de dépenses',
    'Modèle : ignorée, aucune ligne sous ses titres',
    'Vide : ignorée',
  ])
  t.strictSame(await contractsOf(db), ['21-1 50000'])
})

t.test('where every sheet is named as something else, they are read', async (t) => {
  const { read } = await openImports(t)
  t.match(await read(workbook('xlsx', [year('Consultations 2020', 'A'), year('Consultations 2021', 'B')])), {
    stored: 2,
  })
})

t.test('only the sheets that a person names are read, a hidden one too', async (t) => {
  const sheets = [
    year('2020', '20-1'),
    year('2021', '21-1'),
    year('Avenants', '99-1'),
    { ...year('Vieux', '01-1'), isHidden: true },
    {
      name: 'Synthèse',
      rows: [
        ['Année', 'Nombre'],
        [2021, 2],
      ],
    },
  ]
  const content = workbook('xlsx', sheets)
  const { db, read } = await openImports(t)
  const ledger = await read(content, { sheets: [' VIEUX ', 'Avenants'] })
  t.match(ledger, { stored: 2 })
  t.strictSame(outcomesOf(ledger), [
    '2020 : ignorée, non demandée',
    '2021 : ignorée, non demandée',
    'Avenants : 1 lues',
    'Vieux : 1 lues',
    'Synthèse : ignorée, non demandée',
  ])
  t.strictSame(await contractsOf(db), ['01-1 50000', '99-1 50000'])
  const before = await readEverything(db)
  await t.rejects(read(content, { sheets: ['2021', '2030'] }), {
    code: 'sheet-unknown',
    message:
      /n’a pas de feuille « 2030 »\. Ses feuilles : « 2020 », .*« Vieux » \(masquée\), « Synthèse »\. Rien/,
    details: { unknown: ['2030'], sheets: sheets.map(({ name }) => name) },
  })
  for (const named of [['Synthèse'], ['2021', 'Synthèse']])
    await t.rejects(read(content, { sheets: named }), {
      code: 'format-unknown',
      message: /La feuille « Synthèse » .* n'est pas une liste de marchés.*--sheet "Synthèse" --map/,
    })
  await t.rejects(read(csvOf([contract('1')]), { sheets: ['2021'] }), {
    code: 'sheet-unknown',
    message: /n’est pas un classeur : il n’a pas de feuille « 2021 »/,
  })
  t.strictSame(await readEverything(db), before)
})

t.test(
  'twice is once; other sheets of the same file are another reading; a trial writes nothing',
  async (t) => {
    const { db, read } = await openImports(t)
    const content = workbook('ods', [year('2020', '20-1', '20-2'), year('2021', '21-1')])
    const empty = await readEverything(db)
    t.match(await read(content, { isDryRun: true }), { importId: null, stored: 3 })
    t.strictSame(await readEverything(db), empty)
    t.match(await read(content, { sheets: ['2021'] }), { stored: 1, unchanged: 0 })
    const whole = await read(content)
    t.match(whole, { read: 3, stored: 2, unchanged: 1 })
    const state = await readContracts(db)
    const again = await read(content)
    t.match(again, { read: 3, stored: 0, unchanged: 3 })
    t.strictSame(outcomesOf(again), outcomesOf(whole), 'rows of each sheet are told again')
    t.strictSame(await readContracts(db), state)
    t.match(await read(content, { sheets: ['2021'] }), { read: 1, unchanged: 1 })
  },
)

t.test('undone, a workbook leaves what another brought, at the sheet and line of that other', async (t) => {
  const { db, read } = await openImports(t)
  const first = await read(workbook('xlsx', [year('2020', '20-1'), year('2021', '21-1')]))
  await read(workbook('xlsx', [year('Travaux', 'T-1', 'T-2'), year('Services', 'S-1', '21-1')]))
  t.match(await undoImport(db, FIXED_CLOCK, BigInt(first.importId ?? 0)), {
    contracts: { removed: 1, handedOver: 1 },
  })
  t.strictSame(await contractsOf(db), ['21-1 50000', 'S-1 50000', 'T-1 50000', 'T-2 50000'])
  const { id } = await db
    .selectFrom('contracts')
    .select('id')
    .where('source_id', '=', '21-1')
    .executeTakeFirstOrThrow()
  t.match(await reportContract(db, FIXED_CLOCK, id), { origin: { sheet: 'Services', line: 3 } })
})

t.test(
  'what is guessed on each sheet is confirmed at once, and kept as a profile of each layout',
  async (t) => {
    const { db, read } = await openImports(t)
    const misspelt = (name: string, title: string, id: string): TestSheet => ({
      name,
      rows: [
        TITLES.map((known) => (known === 'Montant HT' ? title : known)),
        [id, 'Fossé', 43_000, day('2018-05-05'), '00002420800019'],
      ],
    })
    const content = workbook('xlsx', [
      year('2021', '21-1'),
      misspelt('2019', 'Montan HT', '19-1'),
      misspelt('2018', 'Montannt HT', '18-1'),
      misspelt('2017', 'Montan HT', '17-1'),
    ])
    const error = await read(content).catch((caught) => caught)
    t.match(error, { code: 'mapping-to-confirm' })
    t.match(error.message, /devinées \(2\)/)
    t.match(error.message, /feuille « 2019 », « Montan HT » : Montant.*\n.*feuille « 2018 », « Montannt HT »/)
    t.match(error.message, /profile save FICHIER --sheet "2019" --map/)
    const ledger = await read(content, { acceptGuesses: true })
    t.match(ledger, { stored: 4, profile: null })
    t.match(
      ledger.sheets.map(({ profile }) => profile?.name),
      [undefined, 'marches.xlsx, feuille 2019', 'marches.xlsx, feuille 2018', undefined],
    )
    const profiles = await db.selectFrom('mapping_profiles').select('name').execute()
    t.equal(profiles.length, 2)
    t.match(await read(content, { sheets: ['2018', '2017'] }), { read: 2, unchanged: 2 })
  },
)

t.test('a workbook that does not say who buys is refused with the sheet that does not', async (t) => {
  const { read } = await openImports(t)
  const error = await read(workbook('xlsx', [year('2020', 'A'), year('2021', 'B')]), {
    buyer: undefined,
  }).catch((caught) => caught)
  t.match(error, {
    code: 'buyer-needed',
    message: /« marches\.xlsx », feuille « 2020 », ne donne pas le SIRET/,
  })
})

t.test('the lead of a group is its first holder, whichever sheet has roles', async (t) => {
  const { db } = await openTestDatabase(t)
  const write = await openFile(t, 'marches.xlsx')
  const titles = ['N° marché', 'Objet', 'Montant HT', 'Date de notification', 'SIRET titulaire', 'Rôle']
  const row = (id: string, siret: string, role: string) => [
    id,
    'Pont',
    50_000,
    day('2021-01-02'),
    siret,
    role,
  ]
  const path = await write(
    workbook('xlsx', [
      year('2020', '20-1'),
      {
        name: '2021',
        rows: [titles, row('21-1', '00002420800019', 'CO'), row('21-1', '00002000800017', 'MA')],
      },
    ]),
  )
  const ledger = await importContracts(db, FIXED_CLOCK, path, BUYER)
  t.match(ledger, { read: 3, stored: 3, sheets: [{ rows: 1 }, { rows: 2 }] })
  const holders = await db
    .selectFrom('contract_holders as h')
    .innerJoin('contracts as c', 'c.id', 'h.contract_id')
    .select(['c.source_id', 'h.identifier'])
    .orderBy('c.source_id')
    .orderBy('h.position')
    .execute()
  t.strictSame(
    holders.map(({ source_id, identifier }) => `${source_id} ${identifier}`),
    ['20-1 00002420800019', '21-1 00002000800017', '21-1 00002420800019'],
  )
})
