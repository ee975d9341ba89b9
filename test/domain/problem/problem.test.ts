import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { problemOf } from '../../../src/domain/problem/problem.ts'

t.test('a problem says what, where, what was written and what was expected', async (t) => {
  t.strictSame(problemOf('amount-below-minimum', 'Montant HT', '1'), {
    code: 'amount-below-minimum',
    isRejection: false,
    column: 'Montant HT',
    value: '1',
    expected: 'au moins 200 € ; marché compté en nombre, exclu des valeurs',
  })
})

t.test('the value is written as the file does', async (t) => {
  for (const { title, raw, expected } of [
    { title: 'text', raw: ' NC ', expected: ' NC ' },
    { title: 'a number', raw: 12.5, expected: '12.5' },
    { title: 'a boolean', raw: false, expected: 'false' },
    { title: 'zero', raw: 0, expected: '0' },
    { title: 'null', raw: null, expected: '' },
    { title: 'nothing', raw: undefined, expected: '' },
    { title: 'a list', raw: ['Clause sociale'], expected: '["Clause sociale"]' },
    { title: 'an object', raw: { id: 1 }, expected: '{"id":1}' },
    { title: '200 characters', raw: 'a'.repeat(200), expected: 'a'.repeat(200) },
    { title: 'longer text is cut', raw: 'a'.repeat(201), expected: 'a'.repeat(200) },
    {
      title: 'a cut through an emoji leaves no half',
      raw: `${'a'.repeat(199)}🌱`,
      expected: `${'a'.repeat(199)}\ufffd`,
    },
    { title: 'a zero byte', raw: 'a\0b', expected: 'ab' },
  ])
    t.equal(problemOf('number-unreadable', 'x', raw).value, expected, title)
})

t.test('any value makes text that PostgreSQL stores', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.jsonValue()), (raw) => {
        const { value } = problemOf('number-unreadable', 'x', raw)
        assert.ok(value.length <= 200 && value.isWellFormed() && !value.includes('\0'))
      }),
    ),
  )
})
