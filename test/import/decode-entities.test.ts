import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { decodeEntities } from '../../src/import/decode-entities.ts'

t.test('HTML entities are read as what they stand for, and nothing else changes', async (t) => {
  for (const [raw, expected] of [
    ['l&#39;&eacute;cole', "l'école"],
    ['Travaux &#8211; lot 2', 'Travaux – lot 2'],
    ['&#x2019;', '’'],
    ['l&rsquo;&Eacute;tat', 'l’État'],
    ['Dupont &amp; fils', 'Dupont & fils'],
    ['Dupont &amp;amp; fils', 'Dupont & fils'],
    ['&amp;amp;eacute;', 'é'],
    ['R&D', 'R&D'],
    ['AT&T; suite', 'AT&T; suite'],
    ['A & B; C', 'A & B; C'],
    ['&eacute sans point-virgule', '&eacute sans point-virgule'],
    ['&inconnu;', '&inconnu;'],
    ['&', '&'],
    ['', ''],
  ] as const)
    t.equal(decodeEntities(raw), expected, raw)
  for (const value of [12, null, undefined, true]) t.equal(decodeEntities(value), value)
})

t.test('a text that was escaped comes back, and one without `&` is never touched', async (t) => {
  const escaped = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll("'", '&#39;')
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        if (!text.includes('&')) assert.equal(decodeEntities(text), text)
        if (!text.includes('&')) assert.equal(decodeEntities(escaped(text)), text)
        assert.equal(typeof decodeEntities(text), 'string')
      }),
    ),
  )
})
