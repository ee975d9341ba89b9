import t, { type Test } from 'tap'
import { checkRow } from '../../src/import/check-row.ts'
import type { Recognise } from '../../src/import/find-header.ts'
import { joinTitles } from '../../src/import/join-titles.ts'
import { type OpenTable, openTable } from '../../src/import/open-table.ts'
import { drain, inspected } from './temporary-file.ts'
import { type TestSheet, workbook } from './workbooks.ts'

const HEADER = ['Id', 'Nom', 'Ville']
/** Recognises a header that has an id and a name, whatever surrounds them. */
const recognise: Recognise<'people'> = (titles) =>
  titles.includes('Id') && titles.includes('Nom') ? 'people' : null

const open = async (t: Test, content: string | Buffer) => openTable(await inspected(t, content), recognise)

/** The table as text: its titles, then `line cell|cell`, and `!code` for each problem. */
async function tableOf(t: Test, content: string | Buffer): Promise<string[]> {
  const table = await open(t, content)
  if ('found' in table) throw new Error('no header')
  const { items, error } = await drain(table.read())
  if (error) throw error
  return [table.titles.join('|'), ...items.map((item) => describe(table, item))]
}

function describe(table: OpenTable<unknown>, row: { line: number; cells: string[] }): string {
  const { cells, problems, isRefused } = checkRow(
    { titles: table.titles, isSheet: table.sheet !== null },
    row.cells,
  )
  const marks = problems.map(({ code, column }) => ` !${code} ${column}`)
  return `${row.line} ${isRefused ? '' : cells.join('|')}${marks.join('')}`
}

t.test('the header of a CSV is found below titles, notes and blank rows', async (t) => {
  for (const { title, content, expected } of [
    { title: 'on the first line', content: 'Id;Nom\n1;A\n', expected: ['Id|Nom', '2 1|A'] },
    {
      title: 'below a title, as a spreadsheet exports it',
      content: 'Liste;\n;\n;\nId;Nom\n1;A\n;\n2;B\n',
      expected: ['Id|Nom', '5 1|A', '7 2|B'],
    },
    {
      title: 'below a sentence whose commas are no delimiter',
      content: 'Marchés, avenants, lots, au 1er mars 2024\n\nId;Nom\n1;"A\nB"\n2;C\n',
      expected: ['Id|Nom', '4 1|A\nB', '6 2|C'],
    },
    {
      title: 'on the last row where it is looked for',
      content: `${'note\n'.repeat(29)}Id,Nom\n1,A\n`,
      expected: ['Id|Nom', '31 1|A'],
    },
    {
      title: 'blank rows above do not count',
      content: `${'\n'.repeat(40)}Id,Nom\n1,A\n`,
      expected: ['Id|Nom', '42 1|A'],
    },
    {
      title: 'columns in another order, among others',
      content: 'Z,Nom,Id\n1,A,2\n',
      expected: ['Z|Nom|Id', '2 1|A|2'],
    },
  ])
    t.strictSame(await tableOf(t, content), expected, title)
})

t.test('titles on two rows are joined, and rows of data never taken for titles', async (t) => {
  for (const { title, top, bottom, expected } of [
    {
      title: 'merged titles above others',
      top: ['N°', 'Objet', 'Titulaire', '', 'Montant', ''],
      bottom: ['', '', 'Nom', 'SIRET', 'TTC', 'HT'],
      expected: ['N°', 'Objet', 'Titulaire Nom', 'Titulaire SIRET', 'Montant TTC', 'Montant HT'],
    },
    {
      title: 'groups above titles that are whole by themselves',
      top: ['MARCHÉ', '', 'TITULAIRE', '', 'DIVERS', ''],
      bottom: ['N°', 'Objet du marché', 'Raison sociale', 'SIRET', 'Montant HT', 'Suivi'],
      expected: [
        'MARCHÉ N°',
        'Objet du marché',
        'TITULAIRE Raison sociale',
        'TITULAIRE SIRET',
        'Montant HT',
        'Suivi',
      ],
    },
    {
      title: 'a row of data below an untitled column',
      top: ['N° marché', 'Objet', '', 'Montant HT'],
      bottom: ['2024-1', 'Nettoyage', 'x', '12500'],
      expected: null,
    },
    {
      title: 'words below titles already whole',
      top: ['N° marché', 'Objet', '', 'Titulaire'],
      bottom: ['A', 'Nettoyage', 'x', 'Ménage'],
      expected: null,
    },
    {
      title: 'a title of section',
      top: ['Objet', '', 'Montant HT'],
      bottom: ['TRAVAUX', '', ''],
      expected: null,
    },
    { title: 'no gap', top: ['Objet', 'Montant'], bottom: ['Nom', 'HT'], expected: null },
    {
      title: 'what is above refuses an amount, but where the title below says that it excludes tax',
      top: ['Objet', 'Montants TTC', '', '', 'Titulaire', ''],
      bottom: ['', 'Montant initial', 'Total', 'Montant HT', 'Nom', 'SIRET'],
      expected: [
        'Objet',
        'Montants TTC Montant initial',
        'Montants TTC Total',
        'Montant HT',
        'Titulaire Nom',
        'Titulaire SIRET',
      ],
    },
    {
      title: 'years: the amount of one is not that of the contract',
      top: ['N° marché', 'Objet', 'Montant HT', '', '', 'Titulaire'],
      bottom: ['', '', '2023', '2024', 'Total', ''],
      expected: ['N° marché', 'Objet', 'Montant HT 2023', 'Montant HT 2024', 'Montant HT Total', 'Titulaire'],
    },
    {
      title: 'years in a row of data',
      top: ['N° marché', 'Objet', 'Début', '', 'Montant HT'],
      bottom: ['12', 'Nettoyage', '2023', '2024', 'NC'],
      expected: null,
    },
  ])
    t.strictSame(joinTitles(top, bottom), expected, title)
})

t.test('where no header is found, the titles met are answered', async (t) => {
  for (const { title, content, titles } of [
    { title: 'one row too low', content: `${'note\n'.repeat(30)}Id,Nom\n1,A\n`, titles: ['note'] },
    {
      title: 'the row with the most cells',
      content: 'Bilan,\nAnnée,Total\n2024,3\n',
      titles: ['Année', 'Total'],
    },
    { title: 'a header alone is a table without rows', content: 'Année', titles: ['Année'] },
  ])
    t.strictSame(await open(t, content), { found: [{ sheet: null, titles }] }, title)
})

t.test('rows of a CSV have as many cells as its header; those of a sheet may stop before', async (t) => {
  t.strictSame(await tableOf(t, 'Id,Nom,Ville\n1,A\n2,B,C,D\n'), [
    'Id|Nom|Ville',
    '2  !cell-count (ligne)',
    '3  !cell-count (ligne)',
  ])
  for (const format of ['xlsx', 'ods'] as const)
    t.strictSame(
      await tableOf(
        t,
        workbook(format, [{ name: 'F', rows: [HEADER, ['1'], ['2', null, 'C', 'hors du tableau']] }]),
      ),
      ['Id|Nom|Ville', '2 1||', '3 2||C'],
      format,
    )
})

t.test('an error of the spreadsheet is read as empty and reported, in a CSV as in a sheet', async (t) => {
  const errors = [
    '#N/A',
    '#N/D',
    '#REF!',
    '#VALEUR!',
    '#VALUE!',
    '#NOM?',
    '#NAME?',
    '#DIV/0!',
    '#NOMBRE!',
    '#NUL!',
    'Err:502',
  ]
  for (const error of errors)
    t.strictSame(await tableOf(t, `Id,Nom\n1,${error}\n`), ['Id|Nom', '2 1| !cell-error Nom'], error)
  for (const text of ['#12', 'N° #N/A', 'Erreur', 'Err', '#REF', '#Paris!'])
    t.strictSame(await tableOf(t, `Id,Nom\n1,${text}\n`), ['Id|Nom', `2 1|${text}`], text)
  const rows = [
    ['Id', 'Nom'],
    ['1', { t: 'e', v: 42 }],
  ]
  t.strictSame(await tableOf(t, workbook('xlsx', [{ name: 'F', rows }])), ['Id|Nom', '2 1| !cell-error Nom'])
})

t.test(
  'a header written again, as pages printed to a file have it, is refused with its reason',
  async (t) => {
    t.strictSame(await tableOf(t, 'Id,Nom\n1,A\nId,Nom\n2,B\n'), [
      'Id|Nom',
      '2 1|A',
      '3  !header-repeated (ligne)',
      '4 2|B',
    ])
  },
)

t.test('HTML entities in cells are read as what they stand for', async (t) => {
  t.strictSame(await tableOf(t, 'Id,Nom\n1,l&#39;&eacute;cole\n'), ['Id|Nom', "2 1|l'école"])
})

t.test('the first visible sheet that has the header and rows below it is read', async (t) => {
  const people: TestSheet = { name: 'Personnes', rows: [['Titre'], [], HEADER, ['1', 'A']] }
  const again: TestSheet = { name: 'Suite', rows: [HEADER, ['2', 'B']] }
  const summary: TestSheet = {
    name: 'Bilan',
    rows: [
      ['Année', 'Total'],
      [2024, 3],
    ],
  }
  const blank: TestSheet = { name: 'Feuil3', rows: [] }
  const hidden: TestSheet = { name: 'Brouillon', rows: [HEADER, ['9', 'Z']], isHidden: true }
  for (const { title, sheets } of [
    { title: 'alone', sheets: [people] },
    { title: 'after others', sheets: [summary, blank, people] },
    { title: 'before another that fits', sheets: [people, again] },
    { title: 'after titles without rows', sheets: [{ name: 'Modèle', rows: [HEADER] }, people] },
  ])
    for (const format of ['xlsx', 'ods'] as const) {
      const table = await open(t, workbook(format, sheets))
      if ('found' in table) throw new Error('no header')
      t.match((await drain(table.read())).items, [{ line: 4, cells: ['1', 'A'] }], `${title}: rows`)
      t.match(table, { sheet: 'Personnes', format, tables: [{ sheet: 'Personnes' }] }, title)
    }
  const table = await open(t, workbook('xlsx', [hidden, people]))
  if ('found' in table) throw new Error('no header')
  await drain(table.read())
  t.match(table, {
    sheet: 'Personnes',
    sheets: [
      { name: 'Brouillon', isRead: false, reason: 'masquée' },
      { name: 'Personnes', isRead: true, rows: 1 },
    ],
  })
  t.strictSame(await open(t, workbook('xlsx', [summary, hidden])), {
    found: [
      { sheet: 'Bilan', titles: ['Année', 'Total'] },
      { sheet: 'Brouillon (masquée)', titles: [] },
    ],
  })
})
