import t, { type Test } from 'tap'
import { openContractFile } from '../../src/import/open-contract-file.ts'
import { mapRow } from '../../src/import/source-row.ts'
import { AppError } from '../../src/platform/errors.ts'
import { drain, inspected, rowsOf } from './temporary-file.ts'

const open = async (t: Test, content: string | Buffer, name: string) =>
  openContractFile(await inspected(t, content, name))

const [ONE, TWO] = ['00002420800019', '00002000800017']
const CSV = 'id,acheteur_id,montant,titulaire_id'
const ROW = '1,00001001700010,5000,00002000800017'

t.test('the format is told by the content, never by the name', async (t) => {
  for (const { title, content, expected } of [
    { title: 'marches[]', content: '{"marches":[{"id":"1"}]}', expected: 'decp-json-2019' },
    { title: 'a bare list', content: ' [{"id":"1"}]', expected: 'decp-json-2019' },
    {
      title: 'a bare list that names no buyer, its holders in a list',
      content: '[{"id":"1","objet":"x","montant":5,"titulaires":[{"id":"2"}]}]',
      expected: 'decp-json-2019',
    },
    {
      title: 'a portal’s own keys',
      content:
        '{"data":[{"num_marche":"1","siret_acheteur":"00001001700010","objet":"x","montant":5,"fournisseur_nom":"Y"}]}',
      expected: 'buyer-json',
    },
    {
      title: 'a key of the 2022 schema',
      content: '{"marches":{"marche":[{"id":"1","offresRecues":3}]}}',
      expected: 'decp-json-2022',
    },
    { title: 'after a byte order mark', content: '\uFEFF{"marches":[]}', expected: 'decp-json-2019' },
    { title: 'one row per holder', content: `${CSV}\n${ROW}\n`, expected: 'decp-info-csv' },
    {
      title: 'numbered holders',
      content: 'id,acheteur_id,montant,titulaire_id_1,titulaire_id_2\n',
      expected: 'decp-ministry-csv',
    },
    {
      title: 'the table schema',
      content: `${CSV},lieuExecution_nom,titulaire_denominationSociale\n`,
      expected: 'decp-table-schema-csv',
    },
    { title: 'XML of 2019', content: '<?xml version="1.0"?><marches/>', expected: 'decp-xml-2019' },
    {
      title: 'XML of 2022 after a byte order mark',
      content: '\uFEFF \n<marches><marche><techniques></techniques></marche></marches>',
      expected: 'decp-xml-2022',
    },
    {
      title: 'UTF-16, as a spreadsheet saves "Unicode text"',
      content: Buffer.from(`\uFEFF${CSV}`.replaceAll(',', '\t'), 'utf16le'),
      expected: 'decp-info-csv',
    },
    {
      title: 'Windows-1252 behind a UTF-8 mark',
      content: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(`${CSV},région\n`, 'latin1')]),
      expected: 'decp-info-csv',
    },
    { title: 'SCDL', content: 'MARCHE_ID,ACHETEURS_ID,MONTANT,TITULAIRES_ID\n', expected: 'scdl-csv' },
    { title: "a buyer's own", content: 'Id;Acheteur Id;Montant;Titulaires_Id\n', expected: 'buyer-csv' },
    { title: 'semicolons', content: CSV.replaceAll(',', ';'), expected: 'decp-info-csv' },
  ])
    t.equal((await open(t, content, 'export.xlsx')).format, expected, title)
})

t.test('a format that is not read is refused, with what to send instead', async (t) => {
  for (const { title, content, says } of [
    {
      title: 'PDF',
      content: '%PDF-1.7',
      says: /un PDF : .*Envoyez le tableau d'où il vient \(XLSX, ODS ou CSV\)/,
    },
    {
      title: 'XLS, and XLSX behind a password, which looks the same',
      content: Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      says: /ancien classeur Excel \(XLS\), ou un classeur protégé par un mot de passe : .*enregistrez-le en XLSX/,
    },
    {
      title: 'a table of a web page saved as .xls, or the page of an error',
      content: '<!DOCTYPE html><html><table><tr><td>Objet</td></tr></table></html>',
      says: /une page web \(HTML\).*enregistrez-la en XLSX.*refaites le téléchargement/,
    },
    {
      title: 'Excel 2003 XML',
      content: '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
      says: /classeur enregistré en XML/,
    },
    { title: 'a picture', content: Buffer.from('89504e470d0a1a0a', 'hex'), says: /une image/ },
    { title: '7z', content: Buffer.from('377abcaf271c', 'hex'), says: /une archive .*ZIP/ },
    { title: 'Parquet', content: Buffer.from('PAR1....'), says: /Parquet .*CSV/ },
  ]) {
    const error = await open(t, content, 'marches.json').catch((thrown: unknown) => thrown)
    t.ok(error instanceof AppError, title)
    t.match(error, { code: 'format-not-supported' }, title)
    const { message } = error as Error
    t.match(message, says, title)
    t.match(
      message,
      /^Le fichier « marches\.json » est .* : ce format n'est pas lu\. .*Rien n'a été importé\.$/,
      title,
    )
  }
})

t.test('what is no list of contracts is refused, with what was expected', async (t) => {
  for (const { title, content, code, says } of [
    {
      title: 'another table',
      content: 'Bibliothèque,Commune,Jour\nA,B,C\n',
      code: 'format-unknown',
      says: /pas une liste de marchés.*Colonnes attendues.*« Bibliothèque », « Commune », « Jour »\. Rien.*--kind payments\./,
    },
    {
      title: 'amounts in thousands: the column that would do is named, with what is wrong with it',
      content:
        'N° marché,Objet,Titulaire,SIRET titulaire,Montant (k€ HT)\n2024-01,Voirie,A,00002000800017,125\n',
      code: 'format-unknown',
      says: /Il manque : un montant\..*Colonnes écartées : « Montant \(k€ HT\) » \(.*convertissez la colonne\)\. Rien/,
    },
    {
      title: 'a table of many columns: the first twelve are named',
      content: Array.from({ length: 20 }, (_, i) => `c${i}`).join(','),
      code: 'format-unknown',
      says: /« c11 »…/,
    },
    {
      title: 'a sentence',
      content: 'Bonjour,\nvoici les marchés.',
      code: 'format-unknown',
      says: /Colonnes attendues/,
    },
    { title: 'blanks', content: ' \n\t\n', code: 'file-empty', says: /que des blancs\. Refaites/ },
    {
      title: 'bytes that are no text',
      content: Buffer.from([1, 0, 0, 2, 3]),
      code: 'format-unknown',
      says: /n'est ni du texte ni un classeur\. JSON, XML, CSV, XLSX ou ODS attendu/,
    },
  ]) {
    const error = await open(t, content, 'export').catch((thrown: unknown) => thrown)
    t.match(error, { code, message: says }, title)
    t.match((error as Error).message, '« export »', `${title}: the file is named`)
  }
})

t.test('JSON that breaks off or holds no contracts is refused once read', async (t) => {
  for (const { title, content, code, says } of [
    {
      title: 'cut',
      content: '{"marches":[\n{"id":"1"},\n{"id":',
      code: 'file-truncated',
      says: /ligne 3.*tronqué.*Refaites/,
    },
    {
      title: 'no list',
      content: '{"version":"2"}',
      code: 'format-unknown',
      says: /une liste « marches ».*attendue.*Premières clés trouvées : « version »\. .*CSV/,
    },
    { title: 'lists of lists alone', content: '[[[[]],[]]]', code: 'format-unknown', says: /une liste/ },
    {
      title: 'a record that does not close',
      content: `[{"a":"${'x'.repeat(17 * 1024 * 1024)}`,
      code: 'json-malformed',
      says: /l'enregistrement de la ligne 1 ne se ferme pas/,
    },
  ]) {
    const file = await open(t, content, 'marches.json')
    t.match((await drain(file.batches)).error, { code, message: says }, title)
  }
})

t.test('a record that cannot be read is refused alone, with its reason', async (t) => {
  const content = `[
{"id":"1","montant":NaN,"objet":"NaN \\"Infinity"},
{"id":"2" "montant":5},
{"id":"3","montant":-Infinity},
null,
"texte", 12, [],
{"id":"4"}]`
  const file = await open(t, content, 'marches.json')
  const drained = await drain(rowsOf(file))
  t.equal(drained.error, null)
  const items = drained.items.map((row) => mapRow(file.mapping, row))
  t.strictSame(
    items.map(({ line, problems, mapped }) => [
      line,
      mapped?.raw.fields.sourceId ?? null,
      problems.map(({ code }) => code),
    ]),
    [
      [2, '1', ['not-a-number']],
      [3, null, ['record-unreadable']],
      [4, '3', ['not-a-number']],
      [5, null, ['record-unreadable']],
      [6, null, ['record-unreadable']],
      [6, null, ['record-unreadable']],
      [7, '4', []],
    ],
  )
  t.match(items.at(0)?.mapped?.raw.fields, { object: 'NaN "Infinity', amount: null }, 'texts are left alone')
  t.match(
    items.at(1)?.problems.at(0),
    { value: /"id":"2" "montant"/, isRejection: true },
    'the text is shown',
  )
})

t.test('the JSON of portals is read as a table, whatever wraps its records', async (t) => {
  const table = (more: object) => ({
    'N° marché': '1',
    'SIRET acheteur': TWO,
    Objet: 'x',
    'Montant HT': 5,
    ...more,
  })
  const flat = table({ Titulaire: 'A', 'SIRET titulaire': ONE })
  for (const { title, content } of [
    { title: 'fields of a record', content: JSON.stringify([{ id: 'f0', fields: flat }]) },
    { title: 'a list of places', content: JSON.stringify({ features: [{ properties: flat, id: 7 }] }) },
    {
      title: 'a holder that is an object',
      content: JSON.stringify([table({ Titulaire: { nom: 'A', siret: ONE } })]),
    },
    { title: 'a record a line', content: `${JSON.stringify(flat)}\n\n{"Objet":\n${JSON.stringify(flat)}\n` },
    {
      title: 'keys that come late, lists without end',
      content: JSON.stringify([...Array(150).fill(table({ 'SIRET titulaire': null })), flat]).replace(
        '"x"',
        `"x","y":${'['.repeat(20_000)}${']'.repeat(20_000)}`,
      ),
    },
  ]) {
    const file = await open(t, content, 'export.json')
    t.equal(file.format, 'buyer-json', title)
    const rows = (await drain(rowsOf(file))).items.map((row) => mapRow(file.mapping, row))
    t.match(
      rows.at(-1)?.mapped?.raw,
      { fields: { sourceId: '1', object: 'x' }, holders: [{ identifier: ONE, name: 'A' }] },
      title,
    )
    const refused = rows.filter(({ mapped }) => mapped === null).map(({ line }) => line)
    t.strictSame(refused, title === 'a record a line' ? [3] : [], `${title}: refused`)
  }
})

t.test('a number of many digits is an id, kept as it is written', async (t) => {
  const file = await open(
    t,
    '{"marches":[{"id":20240000000000000123,"montant":0.30000000000000004}]}',
    'a.json',
  )
  const [row] = (await drain(rowsOf(file))).items
  t.match(row && mapRow(file.mapping, row).mapped?.raw.fields, {
    sourceId: '20240000000000000123',
    amount: 0.30000000000000004,
  })
})

t.test('JSON in Windows-1252 is read as it was typed', async (t) => {
  const content = Buffer.from('{"marches":[{"id":"1","objet":"l\x92\xe9cole, 5 \x80"}]}', 'latin1')
  const file = await open(t, content, 'marches.json')
  const [row] = (await drain(rowsOf(file))).items
  t.equal(row && mapRow(file.mapping, row).mapped?.raw.fields.object, 'l’école, 5 €')
})

t.test('a row with too few or too many cells is refused, and says how many it has', async (t) => {
  const file = await open(t, `${CSV}\n1,2\n${ROW},5\n${ROW}\n`, 'marches.csv')
  const items = (await drain(rowsOf(file))).items.map((row) => mapRow(file.mapping, row))
  t.strictSame(
    items.map(({ line, problems, mapped }) => [line, mapped !== null, problems.map(({ value }) => value)]),
    [
      [2, false, ['2 cellules au lieu de 4 : 1 | 2']],
      [3, false, ['5 cellules au lieu de 4 : 1 | 00001001700010 | 5000 | 00002000800017 | 5']],
      [4, true, []],
    ],
  )
})

t.test('columns that serve nothing are named', async (t) => {
  const { ignoredColumns } = await open(t, `${CSV},uid,Remarques\n`, 'marches.csv')
  t.strictSame(ignoredColumns, ['uid', 'Remarques'])
})
