import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { addDays, daysBetween } from '../../../src/domain/dates/iso-date.ts'
import { dayOfSerial } from '../../../src/domain/dates/serial-day.ts'

t.test('a serial number counts days from the day zero of its system', async (t) => {
  for (const { title, serial, system, expected } of [
    {
      title: 'the first day that spreadsheets and the calendar agree on',
      serial: 61,
      expected: '1900-03-01',
    },
    { title: 'a day of this century', serial: 45_292, expected: '2024-01-01' },
    { title: 'noon', serial: 45_292.5, expected: '2024-01-01' },
    { title: 'one second to midnight', serial: 45_291 + 86_399 / 86_400, expected: '2023-12-31' },
    { title: 'midnight less a rounding error', serial: 45_291.9999999, expected: '2024-01-01' },
    { title: 'the same day counted from 1904', serial: 43_830, system: 1904, expected: '2024-01-01' },
    { title: 'day zero of 1904', serial: 0, system: 1904, expected: '1904-01-01' },
    { title: 'the last day of spreadsheets', serial: 2_958_465, expected: '9999-12-31' },
    { title: 'one day more', serial: 2_958_466, expected: null },
    { title: 'far more', serial: 1e20, expected: null },
    { title: 'a negative number', serial: -1, expected: null },
    { title: 'no number', serial: Number.NaN, expected: null },
  ] as const)
    t.equal(dayOfSerial(serial, system), expected, title)
})

t.test('the systems are 1462 days apart, and each number is one day after the last', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.integer({ min: 1462, max: 100_000 }), (serial) => {
        const day = dayOfSerial(serial) as string
        assert.equal(day, dayOfSerial(serial - 1462, 1904))
        assert.equal(dayOfSerial(serial + 1), addDays(day, 1))
        assert.equal(daysBetween('1899-12-30', day), serial)
      }),
    ),
  )
})
