import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readdir, readlink } from 'node:fs/promises'
import fc from 'fast-check'
import t from 'tap'
import { openWorkbook } from '../../src/import/open-workbook.ts'
import { AppError } from '../../src/platform/errors.ts'
import { drain, inspected } from './temporary-file.ts'
import {
  day,
  odsCell,
  odsOf,
  odsRow,
  odsTable,
  readSheets,
  type TestCell,
  workbook,
  xlsxOf,
  zipOf,
} from './workbooks.ts'

const FORMATS = ['xlsx', 'ods'] as const

t.test('cells of each kind are read as the text that a CSV would hold, days as ISO days', async (t) => {
  for (const format of FORMATS)
    for (const { title, cell, expected } of [
      { title: 'a text', cell: 'Réfection du préau', expected: 'Réfection du préau' },
      { title: 'a text on two lines', cell: 'a\nb', expected: 'a\nb' },
      { title: 'a text with marks of XML', cell: 'A & B <c>', expected: 'A & B <c>' },
      { title: 'digits as text keep their zeros', cell: '00002420800019', expected: '00002420800019' },
      { title: 'a whole number', cell: 12, expected: '12' },
      { title: 'a SIRET as a number keeps its 14 digits', cell: 83055049600012, expected: '83055049600012' },
      { title: 'cents', cell: 21800.1, expected: '21800.1' },
      { title: 'a sum with a rounding error', cell: 0.1 + 0.2, expected: '0.3' },
      { title: 'a credit', cell: -1250.5, expected: '-1250.5' },
      { title: 'a day', cell: day('2024-02-29'), expected: '2024-02-29' },
      { title: 'a moment of a day', cell: new Date('2024-02-29T18:30:00Z'), expected: '2024-02-29' },
      { title: 'true', cell: true, expected: 'oui' },
      { title: 'false', cell: false, expected: 'non' },
      { title: 'a percentage keeps its value', cell: { t: 'n', v: 0.2, z: '0%' }, expected: '0.2' },
      { title: 'an amount in euros', cell: { t: 'n', v: 1234.5, z: '#,##0.00\\ "€"' }, expected: '1234.5' },
      { title: 'a time of day stays a number', cell: { t: 'n', v: 0.5, z: 'h:mm' }, expected: '0.5' },
      { title: 'a formula is its last result', cell: { t: 'n', v: 3, f: '1+2' }, expected: '3' },
    ] as { title: string; cell: TestCell; expected: string }[]) {
      const content = workbook(format, [{ name: 'F', rows: [['avant', cell, 'après']] }])
      t.strictSame(await readSheets(t, content), { F: [`1 avant|${expected}|après`] }, `${format}: ${title}`)
    }
})

t.test(
  'rows keep the number the spreadsheet shows; those without text are left out, and columns stay in place',
  async (t) => {
    const rows = [[], [null, 'Titre'], [], [null, 'a', null, 'b'], [' '], [null, null, null], [null, 'c']]
    for (const format of FORMATS)
      t.strictSame(
        await readSheets(
          t,
          workbook(format, [
            { name: 'Un', rows },
            { name: 'Vide', rows: [] },
            { name: 'Deux', rows: [['x']] },
          ]),
        ),
        { Un: ['2 |Titre', '4 |a||b', '7 |c'], Vide: [], Deux: ['1 x'] },
        format,
      )
  },
)

t.test('hidden sheets are told from the others', async (t) => {
  const sheets = [
    { name: 'Cachée', rows: [['a']], isHidden: true },
    { name: 'Visible', rows: [['b']] },
  ]
  const { sheets: read } = await openWorkbook(await inspected(t, workbook('xlsx', sheets)))
  t.match((await drain(read())).items, [
    { name: 'Cachée', isHidden: true },
    { name: 'Visible', isHidden: false },
  ])
  const styles = ['ta1', 'ta2'].map(
    (name, i) =>
      `<style:style style:name="${name}"><style:table-properties table:display="${i > 0}"/></style:style>`,
  )
  const tables = ['ta1', 'ta2'].map(
    (name) => `<table:table table:name="${name}" table:style-name="${name}"/>`,
  )
  const ods = await openWorkbook(await inspected(t, await odsOf(tables.join(''), styles.join(''))))
  t.match((await drain(ods.sheets())).items, [
    { name: 'ta1', isHidden: true },
    { name: 'ta2', isHidden: false },
  ])
})

t.test('a workbook that counts days from 1904 gives the same days', async (t) => {
  const content = workbook('xlsx', [{ name: 'F', rows: [[day('2024-01-01')]] }], true)
  t.strictSame(await readSheets(t, content), { F: ['1 2024-01-01'] })
})

t.test('a document that is no readable workbook is refused, with what to send instead', async (t) => {
  const types = (kind: string) => `<Types><Override ContentType="application/vnd.${kind}.main+xml"/></Types>`
  const rels = (target: string) =>
    `<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="${target}"/></Relationships>`
  const sheetMissing = await xlsxOf('', { more: { 'xl/_rels/workbook.xml.rels': '<Relationships/>' } })
  for (const { title, content, code, says } of [
    {
      title: 'a text document',
      content: await zipOf({
        '[Content_Types].xml': types('wordprocessingml.document'),
        '_rels/.rels': rels('word/document.xml'),
      }),
      code: 'format-not-supported',
      says: /document Office qui n’est pas un classeur.*XLSX, en ODS ou en CSV/,
    },
    {
      title: 'a binary workbook',
      content: await zipOf({ '[Content_Types].xml': '<Types/>', '_rels/.rels': rels('xl/workbook.bin') }),
      code: 'format-not-supported',
      says: /XLSB/,
    },
    {
      title: 'an OpenDocument text',
      content: await zipOf({ mimetype: 'application/vnd.oasis.opendocument.text' }),
      code: 'format-not-supported',
      says: /n’est pas un classeur/,
    },
    {
      title: 'a ZIP of anything',
      content: await zipOf({ 'a.txt': 'a' }),
      code: 'format-not-supported',
      says: /archive sans classeur/,
    },
    {
      title: 'an ODS behind a password',
      content: await zipOf({
        mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
        'META-INF/manifest.xml': '<manifest:encryption-data/>',
      }),
      code: 'workbook-unreadable',
      says: /protégé par un mot de passe/,
    },
    {
      title: 'half a workbook',
      content: (await xlsxOf('<row/>')).subarray(0, 400),
      code: 'workbook-unreadable',
      says: /\(il en manque la fin\).*Ouvrez-le et enregistrez-le de nouveau/,
    },
    {
      title: 'no sheet',
      content: sheetMissing,
      code: 'workbook-unreadable',
      says: /aucune feuille de calcul/,
    },
    {
      title: 'broken XML',
      content: await xlsxOf('<row><c></row>'),
      code: 'workbook-unreadable',
      says: /ne peut pas être lu \(balise fermée sans être ouverte/,
    },
    {
      title: 'a row that no spreadsheet has',
      content: await xlsxOf('<row r="1048577"/>'),
      code: 'workbook-unreadable',
      says: /une ligne 1048577/,
    },
    {
      title: 'an ODS of too many rows',
      content: await odsOf(
        odsTable(odsRow(odsCell('a'), 'table:number-rows-repeated="1048577"') + odsRow(odsCell('b'))),
      ),
      code: 'workbook-unreadable',
      says: /une ligne 1048577/,
    },
    {
      title: 'entities that expand',
      content: await xlsxOf('<row><c t="str"><v>&lol;</v></c></row>'),
      code: 'workbook-unreadable',
      says: /ne peut pas être lu \(entité non définie\)/,
    },
  ] as const) {
    const error = await readSheets(t, content).catch((thrown: unknown) => thrown)
    t.ok(error instanceof AppError, `${title}: ${error}`)
    t.match(error, { code, message: says }, title)
    t.match((error as Error).message, /« classeur ».*Rien n'a été importé\./, title)
  }
})

/** The ZIP with another uncompressed size announced for a part, in its central directory. */
function announcing(content: Buffer, part: string, bytes: number): Buffer {
  const changed = Buffer.from(content)
  for (let at = changed.indexOf('PK\x01\x02'); at !== -1; at = changed.indexOf('PK\x01\x02', at + 4)) {
    const name = changed.subarray(at + 46, at + 46 + changed.readUInt16LE(at + 28)).toString()
    if (name === part) changed.writeUInt32LE(bytes, at + 24)
  }
  return changed
}

t.test('a workbook of which one byte changed on the way is refused', async (t) => {
  const content = await xlsxOf('<row><c><v>1</v></c></row>', { isStored: true })
  const at = content.indexOf('<v>1</v>') + 3
  content[at] = (content[at] as number) + 1
  await t.rejects(readSheets(t, content), {
    code: 'workbook-unreadable',
    message: /sheet1\.xml » y est altéré/,
  })
})

t.test('a workbook made to fill the memory is refused', async (t) => {
  const content = await xlsxOf('<row><c><v>1</v></c></row>')
  const sheet = 'xl/worksheets/sheet1.xml'
  const limit = 1024 ** 3
  for (const { title, bomb, code, says } of [
    {
      title: 'a sheet above the limit',
      bomb: announcing(content, sheet, limit + 1),
      code: 'workbook-too-large',
      says: /fait 1025 Mo, et 1024 Mo au plus.*Enregistrez la feuille utile en CSV/,
    },
    {
      title: 'shared texts above theirs',
      bomb: announcing(content, 'xl/sharedStrings.xml', 128 * 1024 ** 2 + 1),
      code: 'workbook-too-large',
      says: /129 Mo, et 128 Mo/,
    },
    {
      title: 'a sheet that is larger than it says',
      bomb: announcing(content, sheet, 10),
      code: 'workbook-unreadable',
      says: /ne peut pas être lu \(le contenu en est abîmé\)/,
    },
    {
      title: 'one endless text',
      bomb: await xlsxOf(`<row><c t="str"><v>${'a'.repeat(5_000_000)}</v></c></row>`),
      code: 'workbook-unreadable',
      says: /un texte sans fin/,
    },
  ] as const)
    await t.rejects(readSheets(t, bomb), { code, message: says }, title)
  t.strictSame(await readSheets(t, content), { Feuil1: ['1 1'] })
})

t.test('a workbook left before its end is closed', { skip: !existsSync('/proc/self/fd') }, async (t) => {
  const countOpen = async (path: string) => {
    const links = (await readdir('/proc/self/fd')).map((fd) =>
      readlink(`/proc/self/fd/${fd}`).catch(() => ''),
    )
    return (await Promise.all(links)).filter((link) => link === path).length
  }
  for (const format of FORMATS) {
    const rows = Array.from({ length: 5_000 }, (_, i) => [`M${i}`, i])
    const file = await inspected(t, workbook(format, [{ name: 'F', rows }]))
    const { sheets } = await openWorkbook(file)
    for await (const sheet of sheets()) {
      for await (const { line } of sheet.rows) if (line === 3) break
      break
    }
    t.equal(await countOpen(file.path), 0, format)
  }
})

t.test('what a program writes, in either format, is what is read', async (t) => {
  const text = fc
    .string({ unit: fc.constantFrom(...'aé€ &<>"\'.,;0|_x\n'), maxLength: 12 })
    .filter((value) => value.trim() === value)
  const rows = fc.array(fc.array(fc.oneof(text, fc.integer(), fc.constant(null)), { maxLength: 6 }), {
    maxLength: 8,
  })
  await t.resolves(
    fc.assert(
      fc.asyncProperty(rows, fc.constantFrom(...FORMATS), async (written, format) => {
        const read = await readSheets(t, workbook(format, [{ name: 'F', rows: written }]))
        const expected = written.flatMap((cells, i) => {
          const texts = cells.map((value) => String(value ?? ''))
          const last = texts.findLastIndex((value) => value !== '')
          return last === -1 ? [] : [`${i + 1} ${texts.slice(0, last + 1).join('|')}`]
        })
        assert.deepEqual(read, { F: expected })
      }),
      { numRuns: 60 },
    ),
  )
})

t.test('a damaged workbook is read or refused, whatever the damage', async (t) => {
  const whole = FORMATS.map((format) =>
    workbook(format, [{ name: 'F', rows: [['Titre'], ['a', 1, day('2024-01-01')]] }]),
  )
  const damage = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), {
    minLength: 1,
    maxLength: 6,
  })
  await t.resolves(
    fc.assert(
      fc.asyncProperty(fc.constantFrom(...whole), damage, async (content, changes) => {
        const damaged = Buffer.from(content)
        for (const [at, byte] of changes) damaged[Math.floor(at * (damaged.length - 1))] = byte
        const outcome = await readSheets(t, damaged).catch((error: unknown) => error)
        assert.ok(!(outcome instanceof Error) || outcome instanceof AppError, String(outcome))
      }),
      { numRuns: 150 },
    ),
  )
})
