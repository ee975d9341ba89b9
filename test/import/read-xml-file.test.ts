import { readFile } from 'node:fs/promises'
import t, { type Test } from 'tap'
import { importContracts } from '../../src/import/import-contracts.ts'
import { readXmlFile } from '../../src/import/read-xml-file.ts'
import { mapRow } from '../../src/import/source-row.ts'
import { AppError } from '../../src/platform/errors.ts'
import { FIXED_CLOCK, fixture, openTestDatabase } from '../support/database.ts'
import { drain, inspected, openFile } from './temporary-file.ts'

const MAPPING = { tables: [], csv: null, buyer: null }

async function read(t: Test, content: string | Buffer) {
  const { items, error } = await drain(readXmlFile(await inspected(t, content, 'marches.xml')))
  return { items: items.map((row) => mapRow(MAPPING, row)), error }
}

const escapeXml = (value: unknown) => String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** A JSON value as the elements of the official XML: a list repeats the element, an object nests its own. */
function toXml(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => toXml(name, item)).join('')
  if (typeof value !== 'object' || value === null) return `<${name}>${escapeXml(value)}</${name}>`
  const inner = Object.entries(value).map(([key, item]) => toXml(key, item))
  return `<${name}>${inner.join('')}</${name}>`
}

/** `titulaires: [{titulaire: …}]` → one `titulaires` that holds every `titulaire`, as XML writes it. */
function gatherWrappers(record: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(record).map(([key, value]): [string, unknown] => {
    if (!Array.isArray(value)) return [key, value]
    const wrapped = value.flatMap((item) => Object.entries(item as Record<string, unknown>))
    const [name] = wrapped[0] ?? []
    return name === undefined
      ? [key, '']
      : [key, { [name]: wrapped.map(([, inner]) => gatherWrappers(inner as Record<string, unknown>)) }]
  })
  return Object.fromEntries(entries)
}

t.test('a record starts where its element does, whatever surrounds it', async (t) => {
  const { items, error } = await read(
    t,
    `<?xml version="1.0" encoding="UTF-8"?>
<!-- export -->
<d:marches xmlns:d="urn:decp">
  <d:marche><d:id>1</d:id><d:objet><![CDATA[Toiture & <zinc>]]></d:objet></d:marche>

  <contrat-concession>
    <id> 2 </id></contrat-concession>
</d:marches>`,
  )
  t.equal(error, null)
  t.match(items, [
    {
      line: 4,
      mapped: { raw: { isConcession: false, fields: { sourceId: '1', object: 'Toiture & <zinc>' } } },
    },
    { line: 6, mapped: { raw: { isConcession: true, fields: { sourceId: '2' } } } },
  ])
})

t.test('lists of one and of several elements are read alike', async (t) => {
  const holder = (id: string) =>
    `<titulaire><id>${id}</id><typeIdentifiant>SIRET</typeIdentifiant></titulaire>`
  const marche = (holders: string) => `<marche><id>1</id><titulaires>${holders}</titulaires>
    <considerationsSociales><considerationSociale>Clause sociale</considerationSociale></considerationsSociales></marche>`
  const { items } = await read(
    t,
    `<marches>${marche(holder('a'))}${marche(holder('a') + holder('b'))}${marche('')}</marches>`,
  )
  t.strictSame(
    items.map(({ mapped }) => mapped?.raw.holders.map(({ identifier }) => identifier)),
    [['a'], ['a', 'b'], []],
  )
  t.strictSame(items[0]?.mapped?.raw.lists.socialConsiderations, ['Clause sociale'])
})

t.test('the same contracts in JSON and in XML are the same records', async (t) => {
  const { db } = await openTestDatabase(t)
  for (const name of ['amended-twice.json', 'concession.json', 'single-marche-object.json']) {
    await importContracts(db, FIXED_CLOCK, fixture(name))
    const { marches } = JSON.parse(await readFile(fixture(name), 'utf8'))
    const records = Object.entries(marches).flatMap(([element, list]) =>
      [list].flat().map((record) => toXml(element, gatherWrappers(record as Record<string, unknown>))),
    )
    const write = await openFile(t, name.replace('json', 'xml'))
    const ledger = await importContracts(
      db,
      FIXED_CLOCK,
      await write(`<marches>\n${records.join('\n')}\n</marches>`),
    )
    t.match(
      ledger,
      { read: records.length, unchanged: records.length, stored: 0, updated: 0, rejected: 0 },
      name,
    )
  }
})

t.test(
  'XML that is broken, cut, or something else is refused with the line and nothing imported',
  async (t) => {
    const start = '<marches>\n<marche><id>1</id></marche>\n'
    for (const { title, content, code, says } of [
      {
        title: 'cut in an element',
        content: `${start}<marche><id>2`,
        code: 'xml-malformed',
        says: /vers la ligne 3 /,
      },
      {
        title: 'cut between records',
        content: start,
        code: 'xml-malformed',
        says: /balise non fermée : marches/,
      },
      {
        title: 'tags that cross',
        content: '<marches><marche></marches></marche>',
        code: 'xml-malformed',
        says: /ligne 1 \(balise fermée sans être ouverte/,
      },
      {
        title: 'an entity of its own: nothing expands',
        content: '<!DOCTYPE m [<!ENTITY a "aaaa">]><marches><marche><id>&a;</id></marche></marches>',
        code: 'xml-malformed',
        says: /entité non définie/,
      },
      {
        title: 'elements that go down without end',
        content: `${start}<marche>${'<a>'.repeat(100)}`,
        code: 'xml-malformed',
        says: /vers la ligne 3 \(plus de 100 balises imbriquées\)/,
      },
      {
        title: 'a record of nothing but tags, longer than any',
        content: `${start}<marche>${`<${'b'.repeat(20)}/>`.repeat(2 ** 20)}`,
        code: 'xml-malformed',
        says: /vers la ligne 3 \(marché de plus de 16 Mo\)/,
      },
      {
        title: 'other elements',
        content: '<horaires><jour/></horaires>',
        code: 'format-unknown',
        says: /des éléments <marche>/,
      },
    ]) {
      const { error } = await read(t, content)
      t.ok(error instanceof AppError, title)
      t.match(error, { code, message: says }, title)
    }
  },
)

t.test('an empty list holds nothing, and a lone record is one', async (t) => {
  t.strictSame(await read(t, '<marches/>'), { items: [], error: null })
  t.equal((await read(t, '<marche><id>1</id></marche>')).items.length, 1)
})

t.test('a record as deep as is allowed is read, and handed over to a thread', async (t) => {
  const { items } = await drain(
    readXmlFile(
      await inspected(
        t,
        `<marche>${'<a>'.repeat(99)}1${'</a>'.repeat(99)}<id>7</id></marche>`,
        'marches.xml',
      ),
    ),
  )
  t.equal(mapRow(MAPPING, structuredClone(items)[0] as (typeof items)[0]).mapped?.raw.fields.sourceId, '7')
})

t.test('a Windows-1252 body is read as such', async (t) => {
  const { items } = await read(
    t,
    Buffer.from('<marches><marche><id>1</id><objet>Élagage</objet></marche></marches>', 'latin1'),
  )
  t.equal(items[0]?.mapped?.raw.fields.object, 'Élagage')
})
