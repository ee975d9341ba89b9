import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readdir, readlink } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import t from 'tap'
import { inspectFile } from '../../src/import/inspect-file.ts'
import { rankDelimiters, readCsv } from '../../src/import/read-csv.ts'
import { drain, inspected, openFile } from './temporary-file.ts'

t.test('the delimiter is the one that cuts the header most', async (t) => {
  for (const [header, expected] of [
    ['id,objet,montant\n1;2;3;4;5;6', ','],
    ['id;objet;montant', ';'],
    ['id\tobjet', '\t'],
    ['id|objet|montant', '|'],
    ['\r\n  \r\nid;objet', ';'],
    ['"id, ou numéro, ou code";objet', ';'],
    ['une seule colonne', ','],
    ['', ','],
  ] as const)
    t.equal(rankDelimiters(header)[0], expected, JSON.stringify(header))
})

t.test('rows are read with the line where each starts', async (t) => {
  for (const { title, content, expected } of [
    { title: 'commas', content: 'a,b\n1,2\n3,4\n', expected: ['1 a|b', '2 1|2', '3 3|4'] },
    { title: 'no line break at the end', content: 'a,b\n1,2', expected: ['1 a|b', '2 1|2'] },
    { title: 'CRLF', content: 'a,b\r\n1,2\r\n3,4\r\n', expected: ['1 a|b', '2 1|2', '3 3|4'] },
    { title: 'CR alone', content: 'a,b\r1,2\r3,4', expected: ['1 a|b', '2 1|2', '3 3|4'] },
    { title: 'CRLF then LF', content: 'a,b\r\n1,2\n3,4\r\n', expected: ['1 a|b', '2 1|2', '3 3|4'] },
    { title: 'LF then CRLF', content: 'a,b\n1,2\r\n3,4', expected: ['1 a|b', '2 1|2', '3 3|4'] },
    { title: 'a byte order mark', content: '\uFEFF"a",b\n1,2', expected: ['1 a|b', '2 1|2'] },
    { title: 'semicolons', content: 'a;b\n"1;1";2,5', expected: ['1 a|b', '2 1;1|2,5'] },
    { title: 'tabs', content: 'a\tb\n1\t2', expected: ['1 a|b', '2 1|2'] },
    { title: 'bars', content: 'a|b\n1|2', expected: ['1 a|b', '2 1|2'] },
    {
      title: 'empty lines are left out and counted',
      content: '\na,b\n\n\n1,2\n\n3,4\n\n',
      expected: ['2 a|b', '5 1|2', '7 3|4'],
    },
    {
      title: 'rows of empty cells, as a spreadsheet exports them, are left out and counted',
      content: 'a,b\n,\n" ", \n1,2\n,,,\n3,4\n',
      expected: ['1 a|b', '4 1|2', '6 3|4'],
    },
    {
      title: 'a last row with CR inside and at its end',
      content: 'a,b\n1,2\r3,4\r5,6\r',
      expected: ['1 a|b', '2 1|2\r3|4\r5|6'],
    },
    {
      title: 'line breaks inside quotes',
      content: 'a,b\n"1\n1\n1",2\n3,4\n"5\n",6\n7,8',
      expected: ['1 a|b', '2 1\n1\n1|2', '5 3|4', '6 5\n|6', '8 7|8'],
    },
    {
      title: 'CRLF inside quotes is one line',
      content: 'a,b\r\n"1\r\n1\r\n1",2\r\n3,4\r\n\r\n"5\r\n",6\r\n7,8\r\n',
      expected: ['1 a|b', '2 1\r\n1\r\n1|2', '5 3|4', '7 5\r\n|6', '9 7|8'],
    },
    {
      title: 'doubled quotes, and quotes in the middle of a cell',
      content: 'a,b\n"dit ""oui""",lot "A" \n3,4',
      expected: ['1 a|b', '2 dit "oui"|lot "A" ', '3 3|4'],
    },
    {
      title: 'short and long rows come as they are',
      content: 'a,b\n1\n1,2,3\n',
      expected: ['1 a|b', '2 1', '3 1|2|3'],
    },
  ]) {
    const { items, error } = await drain(readCsv(await inspected(t, content)))
    t.strictSame(
      { rows: items.map(({ line, cells }) => `${line} ${cells.join('|')}`), error },
      { rows: expected, error: null },
      title,
    )
  }
})

t.test('Windows-1252 text is read as it was typed', async (t) => {
  const bytes = Buffer.from('objet;prix\nl\x92\xe9cole \x96 \x9cuvre;5\xa0\x80\n', 'latin1')
  const { items } = await drain(readCsv(await inspected(t, bytes)))
  t.strictSame(items.at(1)?.cells, ['l’école – œuvre', '5\u00a0€'])
})

t.test('a quote that never closes is refused, with the line where its row starts', async (t) => {
  for (const { title, content, line } of [
    { title: 'in a small file', content: 'a,b\n"1\n1",2\n3,4\n5,"6\n7,8\n9,10\n', line: 5 },
    { title: 'in the header', content: '"a,b\n1,2\n', line: 1 },
    {
      title: 'deep in a large file',
      content: `a,b\n${'1,2\n'.repeat(200_000)}3,"4\n${'5,6\n'.repeat(20)}`,
      line: 200_002,
    },
    {
      title: 'before more text than a row may hold',
      content: `a,b\n1,2\n3,"4\n${'5,6\n'.repeat(300_000)}`,
      line: 3,
    },
  ]) {
    const { error } = await drain(readCsv(await inspected(t, content)))
    t.match(error, { code: 'csv-malformed', details: { line } }, title)
    t.match(
      error?.message,
      new RegExp(`ligne ${line} \\(un guillemet ouvert ne se referme pas\\).*Corrigez`),
      title,
    )
  }
})

const DESCRIPTORS = '/proc/self/fd'

t.test('a file left half-read is closed', { skip: !existsSync(DESCRIPTORS) }, async (t) => {
  const content = `a,b\n${'1,2\n'.repeat(300_000)}`
  const listOpen = async () =>
    Promise.all(
      (await readdir(DESCRIPTORS)).map((name) => readlink(`${DESCRIPTORS}/${name}`).catch(() => '')),
    )
  for (const text of [content, Buffer.from(`é${content}`, 'latin1')]) {
    const file = await inspected(t, text)
    const rows = readCsv(file)
    await rows.next()
    t.ok((await listOpen()).includes(file.path), `${file.encoding}: open while it is read`)
    await rows.return(undefined)
    for (let attempt = 0; attempt < 200 && (await listOpen()).includes(file.path); attempt++)
      await setTimeout(20)
    t.notOk((await listOpen()).includes(file.path), `${file.encoding}: closed when nobody reads any more`)
  }
})

const cell = fc.string({
  unit: fc.constantFrom('a', 'é', '"', ',', ';', '\n', '\r\n', ' ', '€'),
  maxLength: 8,
})
const written = (value: string, separator: string) =>
  /["\r\n]|^$/.test(value) || value.includes(separator) ? `"${value.replaceAll('"', '""')}"` : value

t.test(
  'whatever the cells hold, they are read back, each row that says something with its line',
  async (t) => {
    const write = await openFile(t, 'tableau.csv')
    const rows = fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 })
    await t.resolves(
      fc.assert(
        fc.asyncProperty(
          rows,
          fc.constantFrom(',', ';', '\t', '|'),
          fc.constantFrom('\n', '\r\n'),
          async (body, separator, eol) => {
            const texts = [['un', 'deux', 'trois'], ...body].map((cells) =>
              cells.map((value) => written(value, separator)).join(separator),
            )
            const lines = texts.map(
              (_, index) => texts.slice(0, index).join('\n').split('\n').length + (index > 0 ? 1 : 0),
            )
            const { items, error } = await drain(
              readCsv(await inspectFile(await write(`${texts.join(eol)}${eol}`))),
            )
            assert.equal(error, null)
            assert.deepEqual(
              items,
              [['un', 'deux', 'trois'], ...body]
                .map((cells, index) => ({ line: lines[index], cells }))
                .filter(({ cells }) => cells.some((value) => value.trim() !== '')),
            )
          },
        ),
        { numRuns: 150 },
      ),
    )
  },
)

t.test('any text is cut where csv-parse cuts it when it reads the whole', async (t) => {
  const write = await openFile(t, 'soup')
  const pieces = fc.constantFrom('"', '""', ',', ';', '\n', '\r\n', 'a', 'é', ' ', '"a"', '"a"b', 'x"y"')
  await t.resolves(
    fc.assert(
      fc.asyncProperty(
        fc.array(pieces, { minLength: 1, maxLength: 40 }),
        fc.constantFrom(',', ';'),
        async (soup, delimiter) => {
          const text = `id${delimiter}x\n${soup.join('')}\n`
          let whole: string[][] | null = null
          try {
            whole = parse(text, {
              delimiter,
              record_delimiter: ['\r\n', '\n'],
              relax_column_count: true,
              relax_quotes: true,
            })
          } catch {}
          const { items, error } = await drain(readCsv(await inspectFile(await write(text)), { delimiter }))
          const cells = whole?.filter((row) => row.some((cell) => cell.trim() !== '')) ?? null
          assert.deepEqual(error ? null : items.map((row) => row.cells), cells)
        },
      ),
      { numRuns: 500 },
    ),
  )
})
