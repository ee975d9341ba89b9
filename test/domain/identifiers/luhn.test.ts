import t from 'tap'
import { passesLuhn } from '../../../src/domain/identifiers/luhn.ts'

t.test('the check digit of a number', async (t) => {
  for (const { title, digits, expected } of [
    { title: 'the example of the standard', digits: '79927398713', expected: true },
    { title: 'another check digit', digits: '79927398710', expected: false },
    { title: 'two neighbours swapped', digits: '79927398731', expected: false },
    { title: 'leading zeros do not count', digits: '00079927398713', expected: true },
    { title: 'doubling 9 counts 9', digits: '91', expected: true },
    { title: 'a single zero', digits: '0', expected: true },
    { title: 'letters are no digits', digits: 'ABC', expected: false },
  ])
    t.equal(passesLuhn(digits), expected, title)
})
