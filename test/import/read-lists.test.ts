import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import {
  labelsIn,
  ORGANISATION_KEYS,
  objectsWith,
  organisationOf,
  unquoteJson,
} from '../../src/import/read-lists.ts'

const nest = (value: unknown, depth: number): unknown => (depth === 0 ? value : [nest(value, depth - 1)])
const HOLDER = { typeIdentifiant: 'SIRET', id: '00002000800017' }
const OTHER = { typeIdentifiant: 'TVA', id: 'DE811111111' }

t.test('organisations are found, in order, whatever is wrapped around them', async (t) => {
  for (const { title, value, expected } of [
    { title: 'a bare list (2019)', value: [HOLDER, OTHER], expected: [HOLDER, OTHER] },
    {
      title: 'wrapped (2022)',
      value: [{ titulaire: HOLDER }, { titulaire: OTHER }],
      expected: [HOLDER, OTHER],
    },
    {
      title: 'one wrapper around the list',
      value: { titulaire: [HOLDER, OTHER] },
      expected: [HOLDER, OTHER],
    },
    { title: 'a single object', value: HOLDER, expected: [HOLDER] },
    { title: 'lists six deep', value: nest(HOLDER, 6), expected: [HOLDER] },
    { title: 'JSON in a string', value: JSON.stringify([{ titulaire: HOLDER }]), expected: [HOLDER] },
    {
      title: 'JSON in a string in a list',
      value: [JSON.stringify(HOLDER), OTHER],
      expected: [HOLDER, OTHER],
    },
    {
      title: 'an organisation known by its name only',
      value: [{ denominationSociale: 'X' }],
      expected: [{ denominationSociale: 'X' }],
    },
    { title: 'nothing', value: null, expected: [] },
    { title: 'an empty object', value: [{}], expected: [] },
    { title: 'text that is no JSON', value: '[illisible', expected: [] },
    { title: 'scalars', value: ['00002000800017', 12, true], expected: [] },
    { title: 'nesting beyond reason', value: nest(HOLDER, 40), expected: [] },
  ])
    t.strictSame(objectsWith(value, ORGANISATION_KEYS), expected, title)
})

t.test('an organisation is read under its names of either format', async (t) => {
  t.strictSame(organisationOf({ ...HOLDER, denominationSociale: 'X' }), {
    scheme: 'SIRET',
    identifier: '00002000800017',
    name: 'X',
  })
  t.equal(organisationOf({ nom: 'Y' }).name, 'Y')
})

t.test('labels are read from a list, wrapped, bare or joined in one cell', async (t) => {
  const both = ['Clause sociale', 'Critère social']
  for (const { title, value, expected } of [
    { title: 'bare list', value: both, expected: both },
    { title: 'wrapped list', value: { considerationSociale: both }, expected: both },
    {
      title: 'list of wrapped',
      value: both.map((label) => ({ considerationSociale: label })),
      expected: both,
    },
    { title: 'one label', value: 'Clause sociale', expected: ['Clause sociale'] },
    { title: 'joined with commas', value: 'Clause sociale, Critère social', expected: both },
    { title: 'joined with semicolons', value: 'Clause sociale;Critère social', expected: both },
    { title: 'joined with bars', value: 'Clause sociale|Critère social', expected: both },
    { title: 'a list written by Python', value: "['Clause sociale', 'Critère social']", expected: both },
    { title: 'JSON in a cell', value: '["Clause sociale","Critère social"]', expected: both },
    {
      title: 'wrapped JSON in a cell',
      value: '{"considerationSociale":["Clause sociale"]}',
      expected: ['Clause sociale'],
    },
    { title: 'lists six deep', value: nest('Clause sociale', 6), expected: ['Clause sociale'] },
    { title: 'markers among labels', value: ['MQ', 'Clause sociale', ' '], expected: ['Clause sociale'] },
    { title: 'only a marker: not known, which is not none', value: 'NC', expected: null },
    { title: 'an empty list: not known', value: [], expected: null },
    { title: 'an empty cell: not known', value: '', expected: null },
    { title: 'no key at all: not known', value: undefined, expected: null },
  ])
    t.strictSame(labelsIn(value), expected, title)
})

t.test('only text that is JSON is unquoted', async (t) => {
  for (const [value, expected] of [
    ['[1]', [1]],
    [' {"a":1}', { a: 1 }],
    ['12', '12'],
    ['[1', '[1'],
    ['lot [A]', 'lot [A]'],
    [12, 12],
    [null, null],
  ] as const)
    t.strictSame(unquoteJson(value), expected, JSON.stringify(value))
})

t.test('any value is read without failure, and labels are never empty', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 15 }), fc.boolean(), (value, isQuoted) => {
        const labels = labelsIn(isQuoted ? JSON.stringify(value) : value)
        assert.ok(labels === null || (labels.length > 0 && labels.every((label) => label.trim() !== '')))
        assert.ok(Array.isArray(objectsWith(value, ORGANISATION_KEYS)))
      }),
      { numRuns: 500 },
    ),
  )
})
