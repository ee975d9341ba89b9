import fc from 'fast-check'
import t from 'tap'
import { addDays } from '../../../src/domain/dates/iso-date.ts'
import { parsePeriod } from '../../../src/domain/dates/period.ts'

t.test('a year, a month or two days are a period; anything else is none', async (t) => {
  for (const [text, from, to] of [
    ['2024', '2024-01-01', '2024-12-31'],
    [' 2024 ', '2024-01-01', '2024-12-31'],
    ['2024.0', '2024-01-01', '2024-12-31'],
    ['Exercice 2024', '2024-01-01', '2024-12-31'],
    ['1900', '1900-01-01', '1900-12-31'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2023-2', '2023-02-01', '2023-02-28'],
    ['12/2024', '2024-12-01', '2024-12-31'],
    ['2024-01-01/2024-06-30', '2024-01-01', '2024-06-30'],
    ['2024-05-05/2024-05-05', '2024-05-05', '2024-05-05'],
  ] as const)
    t.strictSame(parsePeriod(text), { from, to }, text)
  for (const text of [
    '',
    '24',
    '1899',
    '2200',
    '20245',
    '2024-13',
    '0/2024',
    '2024-02-30/2024-03-01',
    '2024-06-30/2024-01-01',
    '2023-2024',
    'mars',
  ])
    t.equal(parsePeriod(text), null, text)
})

t.test('a month is followed by the next one, without a day between nor twice', async () => {
  fc.assert(
    fc.property(fc.integer({ min: 1900, max: 2198 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
      const next = month === 12 ? `${year + 1}-1` : `${year}-${month + 1}`
      const [a, b] = [parsePeriod(`${year}-${month}`), parsePeriod(next)]
      return a !== null && b !== null && addDays(a.to, 1) === b.from
    }),
  )
})
