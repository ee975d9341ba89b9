import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { JsonStructureError, splitJsonRecords } from '../../src/import/split-json-records.ts'
import { drain } from './temporary-file.ts'

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

/** The records of a text cut every `size` bytes, and why it was refused. */
async function split(text: string | Buffer, size = Number.POSITIVE_INFINITY) {
  const bytes = Buffer.from(text)
  const { items, error } = await drain(splitJsonRecords(inChunks(bytes, Math.min(size, bytes.length || 1))))
  if (error && !(error instanceof JsonStructureError)) throw error
  const records = items.map((item) => ({ ...item, text: item.text.toString('utf8') }))
  return { records, error: error && `${error.reason} at line ${error.line}` }
}

t.test('records are found where each layout keeps them', async (t) => {
  for (const { title, text, expected } of [
    { title: 'a bare list', text: '[{"a":1},{"b":2}]', expected: [' {"a":1}', ' {"b":2}'] },
    { title: 'marches[]', text: '{"marches":[{"a":1}]}', expected: ['marches {"a":1}'] },
    {
      title: 'marches.marche[] and marches.contrat-concession[]',
      text: '{"marches":{"marche":[{"a":1}],"contrat-concession":[{"b":2}]}}',
      expected: ['marche {"a":1}', 'contrat-concession {"b":2}'],
    },
    {
      title: 'a single object under marches.marche',
      text: '{"marches":{"marche":{"a":[{"b":1}]}}}',
      expected: ['marche {"a":[{"b":1}]}'],
    },
    {
      title: 'a single object, then a list',
      text: '{"marches":{"contrat-concession":{"a":1},"marche":[{"b":2}]}}',
      expected: ['contrat-concession {"a":1}', 'marche {"b":2}'],
    },
    { title: 'a list inside a bare list', text: '[[{"a":1}],[{"b":2}]]', expected: [' {"a":1}', ' {"b":2}'] },
    {
      title: 'lists inside the list, however deep',
      text: '{"marches":[[[{"a":1}]],{"b":2}]}',
      expected: ['marches {"a":1}', 'marches {"b":2}'],
    },
    {
      title: 'other keys and lists around are not records',
      text: '{"version":"2","meta":{"x":[{"n":1}]},"autres":[{"n":2}],"marches":[{"a":1}],"fin":{"n":3}}',
      expected: ['marches {"a":1}'],
    },
    { title: 'an empty list holds no record', text: '{"marches":[]}', expected: [] },
    { title: 'a byte order mark before', text: '\uFEFF[{"a":1}]', expected: [' {"a":1}'] },
    {
      title: 'objects and lists inside a record stay in it',
      text: '[{"a":{"marches":[{"x":[[]]}]},"b":[{},{}]}]',
      expected: [' {"a":{"marches":[{"x":[[]]}]},"b":[{},{}]}'],
    },
    {
      title: 'braces, brackets and quotes inside strings count for nothing',
      text: '[{"a":"}]{[\\"}\\\\","b":"\\\\\\""},{"c":"\\u007d"}]',
      expected: [' {"a":"}]{[\\"}\\\\","b":"\\\\\\""}', ' {"c":"\\u007d"}'],
    },
    {
      title: 'letters of several bytes, in keys too',
      text: '{"é€𝔸":"x","marches":[{"é":"€𝔸"}]}',
      expected: ['marches {"é":"€𝔸"}'],
    },
    {
      title: 'an item that is no object comes out all the same: no row is lost',
      text: '{"marches":[null, "x, y" ,12,{"a":1},true]}',
      expected: ['marches null', 'marches x, y', 'marches 12', 'marches {"a":1}', 'marches true'],
    },
  ]) {
    const { records, error } = await split(text)
    t.strictSame(
      { records: records.map((r) => `${r.container} ${r.text}`), error },
      { records: expected, error: null },
      title,
    )
  }
})

t.test('each record has the line where it starts', async (t) => {
  const { records } = await split('{"marches":\n[\n\n{"a":\n1},{"b":"\\n"},\r\n{"c":1},\n  null\n]}')
  t.strictSame(
    records.map(({ line }) => line),
    [4, 5, 6, 7],
  )
})

t.test('a text without a list of records, or that ends inside one, is refused', async (t) => {
  for (const [text, expected] of [
    ['', 'no-records at line 1'],
    ['\n\n', 'no-records at line 3'],
    ['{}', 'no-records at line 1'],
    ['{"marches":null}', 'no-records at line 1'],
    ['{"marches":{}}', 'no-records at line 1'],
    ['{"autres":[{"a":1}]}', 'no-records at line 1'],
    ['{"donnees":{"marches":[{"a":1}]}}', 'no-records at line 1'],
    ['"marches"', 'no-records at line 1'],
    ['[', 'truncated at line 1'],
    ['[{"a":1},\n', 'truncated at line 2'],
    ['[\n{"a":1},\n{"b":\n1', 'truncated at line 3'],
    ['{"marches":[\n{"a":"}]}', 'truncated at line 2'],
    ['{"marches":[{"a":1}]', 'truncated at line 1'],
  ] as const)
    t.equal((await split(text)).error, expected, JSON.stringify(text))
})

t.test('a record that never ends is refused before memory is', async (t) => {
  async function* endless() {
    yield Buffer.from('[\n{"a":"')
    for (;;) yield Buffer.alloc(1 << 20, 'x')
  }
  const { error } = await drain(splitJsonRecords(endless()))
  t.match(error, { reason: 'record-too-long', line: 2 })
})

/** Ends with a line break: without it, the file is still whole. */
const SAMPLE = `{"meta": {"x": ["{", "é"]}, "marches": {
  "marche": [
    {"id": "1", "objet": "l'école \\"Le {Pré}\\" \\\\", "liste": [[], {"a": [1]}]},
    {"id": "2", "objet": "œuvre €\\u00e9 ]}"}, null,
    {"id": "3"}],
  "contrat-concession": {"id": "4", "a": {"b": {}}}
}}\n`

t.test('wherever chunks are cut, the records and their lines are the same', async (t) => {
  const whole = await split(SAMPLE)
  t.equal(whole.records.length, 5)
  const length = Buffer.byteLength(SAMPLE)
  for (let size = 1; size <= length; size++)
    assert.deepEqual(await split(SAMPLE, size), whole, `chunks of ${size}`)
  t.pass(`chunks of 1 to ${length} bytes`)
})

t.test('cut anywhere, a file is refused as truncated, and what it gave until there was right', async (t) => {
  const bytes = Buffer.from(SAMPLE)
  const whole = await split(bytes)
  const end = bytes.length - 1
  for (let length = 0; length <= bytes.length; length++) {
    const { records, error } = await split(bytes.subarray(0, length))
    assert.deepEqual(records, whole.records.slice(0, records.length), `${length} bytes`)
    if (length >= end) assert.deepEqual({ records, error }, whole)
    else if (length > 0) assert.match(error ?? 'accepted', /^truncated/, `${length} bytes`)
  }
  t.pass(`cut at each of ${bytes.length} bytes`)
})

const containers = fc.constantFrom(
  { before: '[', after: ']' },
  { before: '{"marches":[', after: ']}' },
  { before: '{"source":{"n":["]"]},"marches":{"n":1,"marche":[', after: ']}}' },
)

t.test('whatever the records hold, they come out as they went in', async (t) => {
  const objects = fc.array(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 3 })), {
    maxLength: 6,
  })
  await t.resolves(
    fc.assert(
      fc.asyncProperty(
        objects,
        containers,
        fc.nat(3),
        fc.integer({ min: 1, max: 40 }),
        async (items, place, indent, size) => {
          const text = `${place.before}${items.map((item) => JSON.stringify(item, null, indent)).join(', ')}${place.after}`
          const { records, error } = await split(text, size)
          assert.equal(error, null)
          assert.deepEqual(
            records.map((record) => JSON.stringify(JSON.parse(record.text))),
            items.map((item) => JSON.stringify(item)),
          )
        },
      ),
      { numRuns: 300 },
    ),
  )
})

t.test('whatever the bytes, the file is read or refused, never a failure of another kind', async (t) => {
  const pieces = fc.array(
    fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '\n', 'é', '1', '"marches":', ' '),
  )
  await t.resolves(
    fc.assert(
      fc.asyncProperty(pieces, fc.integer({ min: 1, max: 9 }), async (parts, size) => {
        const text = parts.join('')
        assert.deepEqual(await split(text, size), await split(text))
      }),
      { numRuns: 500 },
    ),
  )
})
