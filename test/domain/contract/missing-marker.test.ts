import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { textOf } from '../../../src/domain/contract/missing-marker.ts'

t.test('a mark that says "no value" is no value', async (t) => {
  for (const raw of [
    'MQ',
    'CDL',
    'NC',
    'MQ NC',
    'MQ  NC',
    'INX',
    'INX None',
    'INX 0.0',
    'NULL',
    'NaN',
    'nan',
    'None',
    'N/A',
    'NA',
    'undefined',
    'nc',
    ' NC ',
    '\u00a0NC\u00a0',
    '',
    ' \t\n\u202f',
    '\0',
    null,
    undefined,
    Number.NaN,
    {},
    ['NC'],
    ['Clause sociale'],
  ])
    t.equal(textOf(raw), null, JSON.stringify(raw) ?? String(raw))
})

t.test('a value that only looks like a mark stays a value', async (t) => {
  for (const raw of [
    'INXS',
    'INX International France',
    'CDLT',
    'CDL Électricité',
    'MQ2',
    'MQ NC SAS',
    'NCI ENVIRONNEMENT',
    'NC SECURITE PRIVEE',
    'NULLE',
    'NANTES',
    'Nantes',
    'NANCY',
    'N',
    '0',
    '-',
  ])
    t.equal(textOf(raw), raw)
})

t.test('text is trimmed, its white space folded, its letters kept', async (t) => {
  for (const { title, raw, expected } of [
    { title: 'spaces around', raw: '  2021-ESPACE ', expected: '2021-ESPACE' },
    { title: 'a line break inside', raw: 'Travaux\r\n  de voirie', expected: 'Travaux de voirie' },
    { title: 'no-break spaces', raw: '40\u202f000,00\u00a0€', expected: '40 000,00 €' },
    { title: 'the apostrophe before what a spreadsheet would run', raw: "'=A1 bis", expected: '=A1 bis' },
    { title: 'an apostrophe of its own', raw: "'t Zand", expected: "'t Zand" },
    { title: 'a number', raw: 153900.5, expected: '153900.5' },
    { title: 'zero', raw: 0, expected: '0' },
    { title: 'false', raw: false, expected: 'false' },
    { title: 'a SIRET written as a number', raw: 24310063300011, expected: '24310063300011' },
    { title: 'a zero byte, which PostgreSQL refuses', raw: 'a\0b', expected: 'a b' },
    { title: 'half a character, which PostgreSQL refuses', raw: 'a\ud83db', expected: 'a\ufffdb' },
    { title: 'a whole emoji', raw: 'Jardin 🌱', expected: 'Jardin 🌱' },
  ])
    t.equal(textOf(raw), expected, title)
})

t.test('reading a text twice changes nothing more, and never throws', async (t) => {
  const raws = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.jsonValue(), fc.anything())
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(raws, (raw) => {
        const text = textOf(raw)
        if (text === null) return
        assert.notEqual(text, '')
        assert.ok(text.isWellFormed() && !text.includes('\0'))
        assert.equal(textOf(text), text)
      }),
      { numRuns: 1000 },
    ),
  )
})
